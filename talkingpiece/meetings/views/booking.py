from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import may
from talkingpiece.cases.presenters import case_page
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_participant
from talkingpiece.meetings.conditions import worries
from talkingpiece.meetings.forms.planning import AskForm, CheckForm
from talkingpiece.meetings.gates import (
    blockers_to_begin,
    blockers_to_book,
    facts_for_booking,
    facts_to_begin,
)
from talkingpiece.meetings.models import Participant
from talkingpiece.meetings.presenters import asking, gate
from talkingpiece.meetings.presenters.meeting import meeting_page
from talkingpiece.meetings.queries import policy_of
from talkingpiece.meetings.views.opening import open_meeting
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import Form, bind


@requires(Act.CASE_SEE)
@require_safe
def meeting(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.CASE_SEE)
    page = meeting_page(at.opened, at.meeting, at.sight, clock.now(), may_plan=may(at.opened, Act.MEETING_PLAN))
    return render(request, "meetings/meeting.html", case_page(at.opened, meeting=at.meeting, page=page))


@requires(Act.CONSENT_RECORD)
def ask(request: StaffRequest, reference: str, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    """Here and not in the ledger: only here can the date, the place and the people be read out."""
    at = open_meeting(request, reference, meeting_id, Act.CONSENT_RECORD)
    seat = get_participant(at.meeting, participant_id, at.sight)
    facts = facts_for_booking(at.meeting, clock.now())
    question = asking.question(at.opened, at.meeting, seat, at.sight, facts)
    form = bind(request, AskForm, initial={"happened_at": clock.now()})
    if form.is_valid() and question.may_be_asked:
        _record_answer(form, question, seat, request)
        messages.success(request, _("Written down. They can take it back at any time, in one step."))
        return redirect("meetings:meeting", reference, meeting_id)
    context = case_page(at.opened, meeting=at.meeting, form=form, question=question)
    return render(request, "meetings/ask.html", context)


def _record_answer(form: AskForm, question: asking.Question, seat: Participant, request: StaffRequest) -> None:
    record_consent(
        case_id=question.case.pk,
        person=seat.person,
        side=Side(seat.side),
        item=Item.ATTEND,
        target=str(seat.meeting_id),
        wording=question.wording,
        answer=form.cleaned_data["answer"],
        method=form.cleaned_data["method"],
        capacity_considered=form.cleaned_data["capacity_considered"],
        by=request.user,
        at=form.cleaned_data["happened_at"],
    )


@requires(Act.MEETING_PLAN)
def book(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    if request.method == "POST":
        services.book_meeting(meeting_id=meeting_id, by=request.user, at=clock.now())
        messages.success(request, _("Booked. It stands for as long as everything stays in place."))
        return redirect("meetings:meeting", reference, meeting_id)
    page = gate.page(
        at.opened,
        blockers_to_book(facts_for_booking(at.meeting, clock.now()), policy_of(at.meeting)),
        at.sight.references,
        heading_closed=_("booking this meeting"),
        heading_open=_("Book the meeting on %(when)s?") % {"when": when(at.meeting.starts_at)},
        form=Form(),
        meeting=at.meeting,
    )
    return render(request, "meetings/book.html", page)


@requires(Act.MEETING_PLAN)
def check(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    form = bind(request, CheckForm, initial={"happened_at": clock.now()})
    if form.is_valid():
        answers = form.cleaned_data
        services.record_check(
            meeting_id=meeting_id,
            kind=asking.kind_of_check(at.meeting, policy_of(at.meeting).meetings, answers["happened_at"]),
            everybody_willing=answers["everybody_willing"] == "yes",
            place_cleared=answers["place_cleared"] == "yes",
            words=answers["words"],
            by=request.user,
            at=answers["happened_at"],
        )
        messages.success(request, _("Written down."))
        return redirect("meetings:meeting", reference, meeting_id)
    people = asking.people_to_ask(at.meeting, at.sight, clock.now())
    return render(request, "meetings/check.html", case_page(at.opened, meeting=at.meeting, form=form, people=people))


@requires(Act.MEETING_PLAN)
def begin(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    if request.method == "POST":
        services.begin_meeting(meeting_id=meeting_id, by=request.user, at=clock.now())
        messages.success(request, _("Begun. Put the screen away. Write it up afterwards."))
        return redirect("meetings:meeting", reference, meeting_id)
    facts = facts_to_begin(at.meeting, clock.now())
    page = gate.page(
        at.opened,
        blockers_to_begin(facts, policy_of(at.meeting)),
        at.sight.references,
        heading_closed=_("beginning this meeting"),
        heading_open=_("Begin the meeting?"),
        form=Form(),
        meeting=at.meeting,
        worries=worries(facts.booking),
    )
    return render(request, "meetings/begin.html", page)
