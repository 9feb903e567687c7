"""A module as it is printed: all of its parts, with what the area added and without what it left out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.documents.payloads import Audience, Block, CertificatePaper, Fact, ModulePaper, Run
from talkingpiece.training.loading import Module
from talkingpiece.training.markdown import blocks
from talkingpiece.training.models import Assessed, ModuleAdapted
from talkingpiece.training.states import How, Part
from talkingpiece.ui.dates import long_date


def paper_for(module: Module, adapted: Iterable[ModuleAdapted]) -> ModulePaper:
    head, rows = module.head, list(adapted)
    return ModulePaper(
        audience=Audience.LEARNER,
        title=head.title,
        heading=f"{head.id} {head.title}",
        mark=mark_of(module),
        facts=tuple(Fact(label=label, value=value) for label, value in facts_of(module)),
        blocks=tuple(block for part in Part for block in _part(module, part, rows)),
    )


def mark_of(module: Module) -> str:
    """What stands on every page."""
    values = {"module": module.head.id, "version": module.head.version}
    if module.head.is_draft:
        return _("Draft: not reviewed by a practitioner. %(module)s, version %(version)s") % values
    return _("%(module)s, version %(version)s") % values


def certificate_for(row: Assessed, module: Module) -> CertificatePaper:
    """Of somebody who passed. In the practice service it says that it is one of practice."""
    head = module.head
    draft = _("Practice: of a module that no practitioner has reviewed") if head.is_draft else ""
    return CertificatePaper(
        audience=Audience.LEARNER,
        title=_("Certificate"),
        heading=_("Certificate"),
        mark=draft or f"{row.module} {row.version}",
        name=row.learner.user.name,
        lines=(_("has passed the module “%(title)s”.") % {"title": head.title},),
        facts=(
            Fact(label=_("Module:"), value=f"{row.module} {row.version}"),
            Fact(label=_("Course:"), value=row.learner.course.title),
            Fact(label=_("Assessed on:"), value=long_date(timezone.localdate(row.assessed_at))),
            Fact(label=_("Assessed by:"), value=row.assessed_by.name),
            Fact(label=_("Counts until:"), value=long_date(row.valid_until)),
        ),
        foot=_("Restorative justice service, %(area)s") % {"area": row.area.name},
    )


def facts_of(module: Module) -> list[tuple[str, str]]:
    head = module.head
    reviewed = _("by nobody yet: this is a draft")
    if head.reviewed_on:
        reviewed = _("by %(who)s on %(day)s") % {"who": head.reviewed_by, "day": long_date(head.reviewed_on)}
    topics = [f"{one.source}: {one.number} {one.topic}" for one in head.maps_to]
    return [
        (_("Hours:"), f"{head.hours:g}"),
        (_("First:"), ", ".join(head.prerequisites) or _("nothing")),
        (_("Counts for:"), _("%(months)d months") % {"months": head.expiry_months}),
        (_("Prepares for:"), "; ".join(topics) or _("nothing published")),
        (_("Version:"), head.version),
        (_("Reviewed:"), reviewed),
        (_("Licence:"), head.licence),
    ]


def _part(module: Module, part: Part, rows: list[ModuleAdapted]) -> Iterable[Block]:
    here = [row for row in rows if row.part == part]
    yield Block(kind="heading", level=2, runs=(Run(words=str(part.label)),))
    gone = next((row for row in here if row.how == How.OMITTED), None)
    if gone is not None:
        words = _("Left out in %(area)s: %(why)s") % {"area": gone.area.name, "why": gone.words}
        yield Block(kind="par", runs=(Run(words=words),))
        return
    if part is Part.ABOUT:
        yield _outcomes(module)
    yield from blocks(module.parts[part])
    for row in here:
        label = _("Added in %(area)s") % {"area": row.area.name}
        inside = (Block(kind="par", runs=(Run(words=label, strong=True),)), *_flat(blocks(row.words)))
        yield Block(kind="quote", blocks=inside)


def _outcomes(module: Module) -> Block:
    items = [Block(kind="item", blocks=(Block(kind="par", runs=(Run(words=one),)),)) for one in module.head.outcomes]
    return Block(kind="bullets", blocks=tuple(items))


def _flat(found: Iterable[Block]) -> Iterable[Block]:
    """Headings of an area's own words are no headings of the module: its contents stay those of the pack."""
    for one in found:
        if one.kind == "heading":
            yield Block(kind="par", runs=tuple(run.model_copy(update={"strong": True}) for run in one.runs))
        else:
            yield one
