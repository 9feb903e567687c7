from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_in_need, get_somebody, read
from talkingpiece.engagement.forms import InformationForm, ListenForm, NeedForm, VoiceForm
from talkingpiece.engagement.forms.listening import rows_typed
from talkingpiece.engagement.presenters.listening import said_before, sheet_page
from talkingpiece.engagement.queries import engagement, needs_of, person_in, sheet_for
from talkingpiece.engagement.states import Means
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def listen(request: StaffRequest, reference: str) -> HttpResponse:
    """One page after a talk with the victim; all of it is saved as one act."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    form = _listen_form(request, opened)
    if form.is_valid():
        at = form.cleaned_data["happened_at"]
        services.record_listening(case_id=opened.case.pk, by=request.user, at=at, **form.columns())
        name = {"name": opened.case.victim.called}
        messages.success(request, _("What %(name)s said is written down.") % name)
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_listening", Side.VICTIM)
    return render(request, "engagement/listen.html", _listen_page(opened, form))


def _listen_form(request: StaffRequest, opened: Opened) -> ListenForm:
    initial = {"sheet_means": Means.IN_PERSON, "language": opened.case.victim.language}
    if "more" in request.POST:
        return ListenForm.with_more_rows(request.POST)
    kept = getattr(request, "kept_post", None)
    return bind(request, ListenForm, rows=rows_typed(kept or request.POST), initial=initial)


def _listen_page(opened: Opened, form: ListenForm) -> dict[str, Any]:
    victim = person_in(opened.case, opened.case.victim_id)
    sheet = sheet_page(sheet_for(opened.case, victim), opened.case, opened.case.victim_id)
    said = said_before(opened.case, opened.case.victim_id)
    return case_page(opened, form=form, said=said, **sheet)


@requires(Act.CASE_WORK)
def need(request: StaffRequest, reference: str, person_id: UUID | None = None) -> HttpResponse:
    """What the victim needs, or one of a family that was harmed too."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who = get_in_need(opened, person_id or opened.case.victim_id)
    form = bind(request, NeedForm, kinds=engagement(opened.case).need_kinds)
    if form.is_valid():
        at = form.cleaned_data["happened_at"]
        person = who.person.pk
        services.record_need(case_id=opened.case.pk, need=form.need(), by=request.user, at=at, person_id=person)
        messages.success(request, _("The need is written down."))
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_needs", Side.VICTIM)
    said = needs_of(opened.case.pk).get(who.person.pk, [])
    return render(request, "engagement/need.html", case_page(opened, form=form, needs=said, who=who))


@requires(Act.CASE_WORK)
def voice(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """What anybody of the case said: one rule for both sides."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who = get_somebody(opened, person_id)
    form = bind(request, VoiceForm)
    if form.is_valid():
        said = form.cleaned_data
        services.record_voice(
            case_id=opened.case.pk,
            person_id=person_id,
            kind=said["kind"],
            words=said["words"],
            by=request.user,
            at=said["happened_at"],
        )
        messages.success(request, _("What %(name)s said is written down.") % {"name": who.name})
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_voices", who.side)
    context = case_page(opened, who=who, form=form, said=said_before(opened.case, person_id))
    return render(request, "engagement/voice.html", context)


@requires(Act.CASE_WORK)
def information(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """The information sheet of somebody's side, in its newest version, and that they were told."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who = get_somebody(opened, person_id)
    initial = {"means": Means.IN_PERSON, "language": who.person.language}
    form = bind(request, InformationForm, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        services.give_information(
            case_id=opened.case.pk,
            person_id=person_id,
            means=told["means"],
            language=told["language"],
            by=request.user,
            at=told["happened_at"],
        )
        messages.success(request, _("Recorded that %(name)s was told.") % {"name": who.name})
        return redirect("casefile:case", reference)
    sheet = sheet_page(sheet_for(opened.case, who), opened.case, person_id)
    return render(request, "engagement/information.html", case_page(opened, who=who, form=form, **sheet))
