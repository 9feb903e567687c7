from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.meetings import services
from talkingpiece.meetings.access import get_meeting, get_participant
from talkingpiece.meetings.forms.holding import DebriefForm, RecordForm, TakeBackForm
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.services import Attendance, Record, Stale
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.forms import bind


@requires(Act.MEETING_PLAN)
def record(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.MEETING_PLAN)
    found = get_meeting(opened, meeting_id)
    form = bind(request, RecordForm, meeting=found, seats=list(found.participants.all()), initial=_initial(found))
    form.version, stale = found.version, False
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
    return render(request, "meetings/record.html", case_page(opened, meeting=found, form=form, stale=stale))


def _initial(meeting: Meeting) -> dict[str, Any]:
    held = meeting.held_at is not None
    return {
        "started_at": meeting.begun_at or meeting.starts_at,
        "ended_at": meeting.held_at or clock.now(),
        "changes": meeting.changes,
        "ended_early_by": meeting.ended_early_by,
        "incidents": meeting.incidents,
        "learning": meeting.learning,
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
    )


@requires(Act.FACT_CORRECT)
def take_back(request: StaffRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.FACT_CORRECT)
    found = get_meeting(opened, meeting_id)
    form = bind(request, TakeBackForm)
    if form.is_valid():
        why = form.cleaned_data["why"]
        services.take_back_record(meeting_id=meeting_id, why=why, by=request.user, at=clock.now())
        messages.success(request, _("Taken back. The meeting was not held, and the file says why it said so."))
        return redirect("meetings:meeting", reference, meeting_id)
    return render(request, "meetings/take_back.html", case_page(opened, meeting=found, form=form))


@requires(Act.CASE_WORK)
def debrief(request: StaffRequest, reference: str, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    found = get_meeting(opened, meeting_id)
    seat = get_participant(found, participant_id)
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
    context = case_page(opened, meeting=found, form=form, seat=seat, early=found.stage != Stage.HELD)
    return render(request, "meetings/debrief.html", context)
