"""A conference that was held, something agreed by each, and yes from both that it may be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.core import clock
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.services import Attendance, Draft, Record
from talkingpiece.offender_management import services
from talkingpiece.offender_management.allowed import fingerprint
from talkingpiece.offender_management.models import OutcomeReport, Showing
from talkingpiece.offender_management.queries import concerned
from talkingpiece.people.models import Person
from tests.journeys.given import Given, conference_tomorrow
from tests.world import World

ITEM = "Writes down which way he came in."
HERS = "Reads what he writes."
TOLD = ("offender_manager",)


@dataclass
class Told:
    """The scene of each test: `report` is a draft, shown to nobody yet."""

    world: World
    given: Given
    report: OutcomeReport
    now: datetime

    @property
    def case(self) -> Case:
        return self.given.case

    @property
    def victim(self) -> Person:
        return self.case.victim

    @property
    def offender(self) -> Person:
        return self.given.offender

    def fresh(self) -> OutcomeReport:
        found = OutcomeReport.objects.select_related("responsible__person", "case__victim", "case__area", "recipient")
        return found.get(pk=self.report.pk)

    def digest(self, person: Person) -> str:
        found = {one.person_id: fingerprint(one.sentences) for one in concerned(self.fresh())}
        return found.get(person.pk, "")

    def show(self, person: Person, heard: str = "fine", **more: object) -> Showing:
        given = {"means": "in_person", "shown_digest": self.digest(person), **more}
        return services.record_showing(
            report_id=self.report.pk,
            person_id=person.pk,
            heard=heard,
            by=self.world.facilitator,
            at=self.now,
            **given,  # type: ignore[arg-type]
        )

    def show_both(self) -> None:
        for person in (self.victim, self.offender):
            self.show(person)

    def release(self) -> OutcomeReport:
        return services.release_report(
            report_id=self.report.pk, version=self.fresh().version, by=self.world.facilitator, at=self.now
        )


def held(world: World) -> tuple[Given, Meeting]:
    """The conference took place, and each of the two said that they would do something."""
    given, meeting = conference_tomorrow(world)
    is_held(given, meeting)
    return given, Meeting.objects.get(pk=meeting.pk)


def is_held(given: Given, meeting: Meeting) -> None:
    starts = meeting.starts_at
    with clock.pretend(starts + timedelta(hours=3)) as _:
        at = clock.now()
        seats = list(Participant.objects.filter(meeting=meeting).select_related("person"))
        meetings.record_held(
            meeting_id=meeting.pk,
            version=meeting.version,
            record=Record(
                started_at=starts,
                ended_at=starts + timedelta(hours=1),
                attendance=[Attendance(seat.pk, True, "well", timezone.localdate(at)) for seat in seats],
                agreed=True,
                despite="Written up afterwards.",
            ),
            by=given.worker,
            at=at,
        )
        agreed(given, meeting, seats, at)


def agreed(given: Given, meeting: Meeting, seats: list[Participant], at: datetime) -> None:
    by_person = {seat.person_id: seat.pk for seat in seats}
    day = timezone.localdate(at) + timedelta(days=14)
    meetings.record_agreement(
        meeting_id=meeting.pk,
        drafts=[
            Draft(words=ITEM, owner_id=by_person[given.offender.pk], due_on=day, share_with=TOLD),
            Draft(words=HERS, owner_id=by_person[given.case.victim_id], due_on=day, share_with=TOLD),
        ],
        agree_freely=set(by_person.values()),
        lawful=True,
        against_no_order=True,
        words="",
        by=given.worker,
        at=at,
    )


def let_it_be_told(given: Given, at: datetime) -> None:
    for person in (given.case.victim, given.offender):
        given.agrees(person, "agreement", at)


def begin(given: Given, at: datetime, **written: str) -> OutcomeReport:
    return services.begin_report(responsible_id=given.responsible.pk, written=written, by=given.worker, at=at)


@pytest.fixture
def held_case(world: World) -> Given:
    given, _meeting = held(world)
    return given


@pytest.fixture
def told(world: World, held_case: Given) -> Told:
    now = clock.now()
    let_it_be_told(held_case, now)
    return Told(world, held_case, begin(held_case, now), now)


@pytest.fixture
def approached(world: World) -> Callable[[str], Responsible]:
    """`approached("no")`: somebody who was told of us and answered that; nothing happened after it."""
    from talkingpiece.engagement import services as engagement
    from tests.journeys.given import approach_is_open, days_ago

    def make(reply: str) -> Responsible:
        given = approach_is_open(world)
        pk, by = given.responsible.pk, given.worker
        with days_ago(10) as at:
            engagement.approach_offender(responsible_id=pk, means="in_person", told_by=by, told_at=at, by=by, at=at)
            if reply:
                engagement.record_reply(responsible_id=pk, reply=reply, voluntary=True, by=by, at=at)
        return given.responsible

    return make
