"""The training pack: read by everybody of the service, adapted by whoever answers for training in an area."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, get_area, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import pdf_response
from talkingpiece.protection.classes import Side
from talkingpiece.training import services
from talkingpiece.training.access import adaptations_for, get_adaptation, get_module, get_part
from talkingpiece.training.exports import MODULE
from talkingpiece.training.forms import AdaptForm
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.papers import paper_for
from talkingpiece.training.presenters.pack import module_page, pack_page, part_page
from talkingpiece.training.queries import is_left_out, modules
from talkingpiece.training.states import How, Part
from talkingpiece.ui.forms import bind


@requires(Act.TRAINING_SEE)
@require_safe
def pack(request: StaffRequest) -> HttpResponse:
    return render(request, "training/pack.html", pack_page(modules(), adaptations_for(request.user)))


@requires(Act.TRAINING_SEE)
@require_safe
def module(request: StaffRequest, module: str) -> HttpResponse:
    found = get_module(module)
    page = module_page(found, adaptations_for(request.user, found), request.user)
    return render(request, "training/module.html", page)


@requires(Act.TRAINING_SEE)
@require_safe
def part(request: StaffRequest, module: str, part: str) -> HttpResponse:
    found, which = get_part(module, part)
    if which is Part.ABOUT:
        raise Refused("scope")
    page = part_page(found, which, adaptations_for(request.user, found), request.user)
    return render(request, "training/part.html", page)


@exports(MODULE)
@requires(Act.TRAINING_SEE)
@require_safe
def paper(request: StaffRequest, module: str) -> HttpResponse:
    found = get_module(module)
    return pdf_response(
        MODULE,
        paper_for(found, adaptations_for(request.user, found)),
        f"module-{found.slug}.pdf",
        by=request.user,
        area_id=get_area(request.user, Act.TRAINING_SEE).pk,
        side=Side.SERVICE,
    )


@requires(Act.TRAINING_ADAPT)
def adapt(request: StaffRequest, module: str) -> HttpResponse:
    found, area = get_module(module), get_area(request.user, Act.TRAINING_ADAPT)
    form = bind(request, AdaptForm)
    if form.is_valid():
        typed = form.cleaned_data
        if typed["how"] == How.OMITTED and is_left_out(area.pk, found, typed["part"]):
            form.add_error("part", _("This part is left out already"))
        else:
            row = services.adapt_module(area=area, module=found.slug, by=request.user, at=clock.now(), **typed)
            messages.success(request, _("Saved. It stands in this area from now on."))
            return _to(row)
    return render(request, "training/adapt.html", {"module": found, "form": form})


@requires(Act.TRAINING_ADAPT)
@require_POST
def still_fits(request: StaffRequest, adapted_id: UUID) -> HttpResponse:
    row = get_adaptation(request.user, adapted_id)
    services.still_fits(adapted_id=row.pk, by=request.user, at=clock.now())
    messages.success(request, _("Noted: it fits the text of today."))
    return _to(row)


@requires(Act.TRAINING_ADAPT)
@require_POST
def take_back(request: StaffRequest, adapted_id: UUID) -> HttpResponse:
    row = get_adaptation(request.user, adapted_id)
    services.take_back_adaptation(adapted_id=row.pk, by=request.user, at=clock.now())
    messages.success(request, _("Taken back. The part is as the pack has it."))
    return _to(row)


def _to(row: ModuleAdapted) -> HttpResponse:
    if row.part == Part.ABOUT:
        return redirect("training:module", row.module.lower())
    return redirect("training:part", row.module.lower(), row.part)
