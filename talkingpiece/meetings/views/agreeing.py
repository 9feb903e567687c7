from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.meetings import services
from talkingpiece.meetings.access import Sight, get_item, get_meeting, get_participant, sight_of
from talkingpiece.meetings.conditions import Signatory
from talkingpiece.meetings.forms.agreeing import AgreementForm, ResultForm, VaryForm
from talkingpiece.meetings.gates import signatories_to_vary
from talkingpiece.meetings.models import AgreementItem, Meeting
from talkingpiece.meetings.presenters import gate
from talkingpiece.meetings.presenters.agreed import agreed_page, copy_for, days_of, item_rows
from talkingpiece.meetings.presenters.agreeing import orders_of
from talkingpiece.meetings.queries import agreement_of
from talkingpiece.meetings.views.opening import open_meeting
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Gate
from talkingpiece.ui.forms import bind


@requires(Act.MEETING_PLAN)
def agreement(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    if agreement_of(meeting_id) is not None:
        return redirect("meetings:meeting", reference, meeting_id)
    there = [seat for seat in at.seats if seat.attended]
    form = bind(request, AgreementForm, seats=there, initial={"happened_at": at.meeting.held_at or clock.now()})
    panel: Gate | None = None
    if form.is_valid():
        try:
            _record(form, at.meeting, request)
        except Blocked as refused:
            heading = _("Not yet an agreement. What you wrote is kept below")
            panel = gate.panel(refused.verdict, at.opened, at.sight.references, heading=heading)
        else:
            messages.success(request, _("Written down. Give each of them a copy of what they promised."))
            return redirect("meetings:meeting", reference, meeting_id)
    orders = orders_of(at.meeting, clock.today())
    context = case_page(at.opened, meeting=at.meeting, form=form, gate=panel, orders=orders)
    return render(request, "meetings/agreement.html", context)


def _record(form: AgreementForm, meeting: Meeting, request: StaffRequest) -> None:
    data = form.cleaned_data
    services.record_agreement(
        meeting_id=meeting.pk,
        drafts=form.drafts(),
        agree_freely={UUID(pk) for pk in data["freely"]},
        lawful=data["lawful"],
        against_no_order=data["against_no_order"],
        words=data["words"],
        no_news_wanted=data["no_news"],
        by=request.user,
        at=data["happened_at"],
    )


@requires(Act.CASE_WORK)
def item(request: StaffRequest, reference: str, item_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    found = get_item(opened, item_id)
    form = bind(request, ResultForm, initial=_initial(found))
    if form.is_valid():
        data, now = form.cleaned_data, clock.now()
        told = data["told"] == "yes"
        services.record_result(
            item_id=item_id,
            result=data["result"],
            words=data["words"],
            evidence=data["evidence"],
            victim_told_at=(found.victim_told_at or now) if told else None,
            no_news_wanted=data["told"] == "not_wanted",
            by=request.user,
            at=data["happened_at"],
        )
        messages.success(request, _("Written down."))
        return redirect("meetings:meeting", reference, found.agreement.meeting_id)
    sight = sight_of(request.user, get_meeting(opened, found.agreement.meeting_id))
    rows, days = item_rows(found, sight), days_of(found)
    context = case_page(opened, item=found, form=form, who=sight.name_of(found.owner), rows=rows, days=days)
    return render(request, "meetings/item.html", context)


def _initial(item: AgreementItem) -> dict[str, object]:
    told = "yes" if item.victim_told_at else "not_wanted" if item.no_news_wanted else "no" if item.result else ""
    return {
        "happened_at": clock.now(),
        "result": item.result,
        "words": item.result_words,
        "evidence": item.evidence,
        "told": told,
    }


@requires(Act.CASE_WORK)
def vary(request: StaffRequest, reference: str, item_id: UUID) -> HttpResponse:
    """Another day for one thing: it is asked of whoever promised it, and of whom it is for."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    found = get_item(opened, item_id)
    sight = sight_of(request.user, get_meeting(opened, found.agreement.meeting_id))
    signing = [(one.participant_id, one.called) for one in signatories_to_vary(found, set()) if _known(sight, one)]
    form, panel = bind(request, VaryForm, signing=signing, initial={"happened_at": clock.now()}), None
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.record_variation(
                item_id=item_id,
                due_on=data["due_on"],
                agree_freely={UUID(pk) for pk in data["freely"]},
                words=data["words"],
                by=request.user,
                at=data["happened_at"],
            )
        except Blocked as refused:
            heading = _("Not yet another day. What you wrote is kept below")
            panel = gate.panel(refused.verdict, opened, sight.references, heading=heading)
        else:
            messages.success(request, _("Written down. The first day stays in the record."))
            return redirect("meetings:item", reference, item_id)
    context = case_page(opened, item=found, form=form, who=sight.name_of(found.owner), gate=panel)
    return render(request, "meetings/vary.html", context)


def _known(sight: Sight, one: Signatory) -> bool:
    return sight.in_the_room or one.reference in sight.references


@requires(Act.CASE_SEE)
@require_safe
def agreed(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_SEE)
    record_reading("agreements.read", by=request.user, about=opened.case, side=Side.JOINT, case_id=opened.case.pk)
    return render(request, "meetings/agreed.html", case_page(opened, page=agreed_page(opened, request.user)))


@requires(Act.CASE_WORK)
@require_safe
def copy(request: StaffRequest, reference: str, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    """For one of those who signed it: plain words, first names, no place."""
    at = open_meeting(request, reference, meeting_id, Act.CASE_WORK)
    seat = get_participant(at.meeting, participant_id, at.sight)
    agreement = agreement_of(meeting_id)
    if agreement is None or seat.pk not in agreement.signatories:
        raise Http404
    context = {"copy": copy_for(at.meeting, agreement, seat, at.sight), "back": reference, "meeting": at.meeting}
    return render(request, "meetings/copy.html", context)
