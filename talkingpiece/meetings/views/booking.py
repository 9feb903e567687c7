from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, may
from talkingpiece.cases.presenters import case_page
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_meeting, get_participant, references_seen
from talkingpiece.meetings.forms.planning import AskForm, CheckForm
from talkingpiece.meetings.gates import (
    blockers_to_begin,
    blockers_to_book,
    facts_for_booking,
    facts_to_begin,
)
from talkingpiece.meetings.presenters import asking, gate
from talkingpiece.meetings.presenters.meeting import meeting_page
from talkingpiece.meetings.queries import policy_of
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import Form, bind


@requires(Act.CASE_SEE)
def meeting(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    found = get_meeting(opened, meeting_id)
    seen = references_seen(request.user, found)
    record_reading("meeting.read", by=request.user, about=found, side=Side.JOINT, case_id=opened.case.pk)
    page = meeting_page(opened, found, seen, clock.now(), may_plan=may(opened, Act.MEETING_PLAN))
    return render(request, "meetings/meeting.html", case_page(opened, meeting=found, page=page))


@requires(Act.CONSENT_RECORD)
def ask(request: StaffRequest, reference: str, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    """Here and not in the ledger: only here can the date, the place and the people be read out."""
    opened = get_case(request.user, reference, act=Act.CONSENT_RECORD)
    found = get_meeting(opened, meeting_id)
    seat = get_participant(found, participant_id)
    seen, facts = references_seen(request.user, found), facts_for_booking(found, clock.now())
    question = asking.question(opened, found, seat, seen, facts)
    form = bind(request, AskForm, initial={"happened_at": clock.now()})
    if form.is_valid() and question.may_be_asked:
        record_consent(
            case_id=question.case.pk,
            person=seat.person,
            side=Side(seat.side),
            item=Item.ATTEND,
            target=str(found.pk),
            wording=question.wording,
            answer=form.cleaned_data["answer"],
            method=form.cleaned_data["method"],
            capacity_considered=form.cleaned_data["capacity_considered"],
            by=request.user,
            at=form.cleaned_data["happened_at"],
        )
        messages.success(request, _("Written down. They can take it back at any time, in one step."))
        return redirect("meetings:meeting", reference, meeting_id)
    return render(request, "meetings/ask.html", case_page(opened, meeting=found, form=form, question=question))


@requires(Act.MEETING_PLAN)
def book(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    found = get_meeting(opened, meeting_id)
    if request.method == "POST":
        services.book_meeting(meeting_id=meeting_id, by=request.user, at=clock.now())
        messages.success(request, _("Booked. It stands for as long as everything stays in place."))
        return redirect("meetings:meeting", reference, meeting_id)
    page = gate.page(
        opened,
        blockers_to_book(facts_for_booking(found, clock.now()), policy_of(found)),
        references_seen(request.user, found),
        heading_closed=_("booking this meeting"),
        heading_open=_("Book the meeting on %(when)s?") % {"when": when(found.starts_at)},
        form=Form(),
        meeting=found,
    )
    return render(request, "meetings/book.html", page)


@requires(Act.MEETING_PLAN)
def check(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    found, now = get_meeting(opened, meeting_id), clock.now()
    rules = policy_of(found).meetings
    form = bind(request, CheckForm, initial={"happened_at": now})
    if form.is_valid():
        answers, at = form.cleaned_data, form.cleaned_data["happened_at"]
        services.record_check(
            meeting_id=meeting_id,
            kind=asking.kind_of_check(found, rules, at),
            everybody_willing=answers["everybody_willing"] == "yes",
            place_cleared=answers["place_cleared"] == "yes",
            words=answers["words"],
            by=request.user,
            at=at,
        )
        messages.success(request, _("Written down."))
        return redirect("meetings:meeting", reference, meeting_id)
    people = asking.people_to_ask(opened, found, references_seen(request.user, found), now)
    return render(request, "meetings/check.html", case_page(opened, meeting=found, form=form, people=people))


@requires(Act.MEETING_PLAN)
def begin(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    found, now = get_meeting(opened, meeting_id), clock.now()
    if request.method == "POST":
        services.begin_meeting(meeting_id=meeting_id, by=request.user, at=now)
        messages.success(request, _("Begun. Put the screen away. Write it up afterwards."))
        return redirect("meetings:meeting", reference, meeting_id)
    facts = facts_to_begin(found, now)
    page = gate.page(
        opened,
        blockers_to_begin(facts, policy_of(found)),
        references_seen(request.user, found),
        heading_closed=_("beginning this meeting"),
        heading_open=_("Begin the meeting?"),
        form=Form(),
        meeting=found,
        worries=asking.worries(facts.booking),
    )
    return render(request, "meetings/begin.html", page)
