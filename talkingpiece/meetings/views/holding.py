from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_participant
from talkingpiece.meetings.forms.holding import DebriefForm, RecordForm, TakeBackForm
from talkingpiece.meetings.models import Meeting, Round
from talkingpiece.meetings.queries import rounds_of, way_of
from talkingpiece.meetings.services import Attendance, Record, Stale
from talkingpiece.meetings.states import Stage
from talkingpiece.meetings.views.opening import open_meeting
from talkingpiece.ui.forms import bind


@requires(Act.MEETING_PLAN)
def record(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.MEETING_PLAN)
    rounds, way = rounds_of(meeting_id), way_of(at.meeting)
    initial = _initial(at.meeting, rounds)
    form = bind(request, RecordForm, meeting=at.meeting, seats=at.seats, rounds=rounds, ring=way.ring, initial=initial)
    form.version, stale = at.meeting.version, False
    if form.is_valid():
        try:
            services.record_held(
                meeting_id=meeting_id,
                version=form.seen_version,
                record=_record(form),
                by=request.user,
                at=clock.now(),
            )
        except Stale as other:
            form.renew_version(other.current.version)
            stale = True
        else:
            messages.success(request, _("Written up. Now talk with each person."))
            return redirect("meetings:meeting", reference, meeting_id)
    return render(request, "meetings/record.html", case_page(at.opened, meeting=at.meeting, form=form, stale=stale))


def _initial(meeting: Meeting, rounds: Sequence[Round]) -> dict[str, Any]:
    held = meeting.held_at is not None
    return {
        "started_at": meeting.begun_at or meeting.starts_at,
        "ended_at": meeting.held_at or clock.now(),
        "changes": meeting.changes,
        "ended_early_by": meeting.ended_early_by,
        "incidents": meeting.incidents,
        "learning": meeting.learning,
        "guidelines": meeting.guidelines,
        "rounds_used": [str(one.pk) for one in rounds if one.used],
        **({"agreed": meeting.agreed} if held else {}),
    }


def _record(form: RecordForm) -> Record:
    data = form.cleaned_data
    return Record(
        started_at=data["started_at"],
        ended_at=data["ended_at"],
        attendance=[
            Attendance(
                participant_id=seat.pk,
                attended=data[f"was_{seat.pk}"] != "absent",
                wellbeing=data[f"was_{seat.pk}"],
                next_contact_on=data[f"next_{seat.pk}"],
            )
            for seat in form.seats
        ],
        agreed=data["agreed"],
        changes=data["changes"],
        ended_early_by=data["ended_early_by"],
        incidents=data["incidents"],
        learning=data["learning"],
        despite=data.get("despite", ""),
        guidelines=data.get("guidelines", ""),
        rounds_used=frozenset(map(UUID, data["rounds_used"])) if "rounds_used" in data else None,
    )


@requires(Act.FACT_CORRECT)
def take_back(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.FACT_CORRECT)
    form = bind(request, TakeBackForm)
    if form.is_valid():
        why = form.cleaned_data["why"]
        services.take_back_record(meeting_id=meeting_id, why=why, by=request.user, at=clock.now())
        messages.success(request, _("Taken back. The meeting was not held, and the file says why it said so."))
        return redirect("meetings:meeting", reference, meeting_id)
    return render(request, "meetings/take_back.html", case_page(at.opened, meeting=at.meeting, form=form))


@requires(Act.CASE_WORK)
def debrief(request: StaffRequest, reference: str, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    at = open_meeting(request, reference, meeting_id, Act.CASE_WORK)
    seat = get_participant(at.meeting, participant_id, at.sight)
    form = bind(request, DebriefForm, initial={"happened_at": clock.now(), "words": seat.debrief})
    if form.is_valid():
        data = form.cleaned_data
        services.record_debrief(
            participant_id=seat.pk,
            spoke=data["spoke"] == "yes",
            means=data["means"],
            wellbeing=data["wellbeing"],
            words=data["words"],
            by=request.user,
            at=data["happened_at"],
        )
        messages.success(request, _("Written down."))
        return redirect("meetings:meeting", reference, meeting_id)
    context = case_page(at.opened, meeting=at.meeting, form=form, seat=seat, early=at.meeting.stage != Stage.HELD)
    return render(request, "meetings/debrief.html", context)
