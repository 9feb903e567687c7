"""May the offender, or somebody beside them, be asked to agree to anything? Only once that offender has said yes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Companion, Responsible
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.engagement.queries import last_approach
from talkingpiece.engagement.states import Reply
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class BesideFacts:
    called: str
    beside: str
    responsible_id: str  # empty: beside the victim, or between both
    said_yes: bool


def facts_for_beside(companion: Companion) -> BesideFacts:
    found = Responsible.objects.filter(case_id=companion.case_id, person_id=companion.beside_id).first()
    return _facts(companion.person.called, companion.beside.called, found)


def facts_for_offender(responsible: Responsible) -> BesideFacts:
    """The same of the offender in person."""
    return _facts(responsible.person.called, responsible.person.called, responsible)


def _facts(called: str, beside: str, found: Responsible | None) -> BesideFacts:
    approach = last_approach(found.pk) if found is not None else None
    return BesideFacts(
        called=called,
        beside=beside,
        responsible_id=str(found.pk) if found is not None else "",
        said_yes=approach is not None and approach.reply == Reply.YES,
    )


def blockers_to_ask_beside(facts: BesideFacts) -> Verdict:
    name = {"name": facts.called, "beside": facts.beside}
    first = Blocker(
        code="offender_first",
        message=_("%(beside)s has said yes to the approach") % name,
        why=_("Whoever asks %(name)s tells of it. Nobody on that side hears anything before %(beside)s agrees.") % name,
        remedy=_("See what the approach needs"),
        who=_("Only %(beside)s can open this one.") % name,
        side=Side.OFFENDER,
        door="engagement:approach",
        door_args=(facts.responsible_id,),
        door_label=_("Go to the approach"),
    )
    ok = facts.said_yes or not facts.responsible_id
    return verdict([condition(ok, _("%(beside)s has said yes") % name, first)])
