"""Where journeys begin: cases brought that far by the rooms' own services, each act on the day on which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import record_legal_check
from talkingpiece.consents.services import record_consent
from talkingpiece.core import clock
from talkingpiece.engagement import services as engagement
from talkingpiece.engagement.queries import engagement as policy_of
from talkingpiece.engagement.queries import person_in
from talkingpiece.engagement.services import NeedSaid
from talkingpiece.information_sharing.services import record_consultation
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.services import Plan
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services as risk
from talkingpiece.risk.queries import policy_of as factors_of
from talkingpiece.risk.queries import seen
from tests.world import World

CONFERENCE = "conference"
CIRCLE = "healing_circle"
WORDS = "Somebody who was hurt by what you did would like to ask you why."


@dataclass(frozen=True)
class Given:
    service: World
    case: Case
    responsible: Responsible

    @property
    def worker(self) -> User:
        return self.service.facilitator

    @property
    def offender(self) -> Person:
        return self.responsible.person

    def side_of(self, person: Person) -> Side:
        return Side.OFFENDER if person.pk == self.offender.pk else Side.VICTIM

    def agrees(
        self, person: Person, item: str, at: datetime, *, wording: str = "As it stands.", target: str = ""
    ) -> None:
        record_consent(
            case_id=self.case.pk,
            person=person,
            side=self.side_of(person),
            item=item,
            answer="given",
            wording=wording,
            method="spoken",
            target=target,
            by=self.worker,
            at=at,
        )


@contextmanager
def days_ago(days: int) -> Iterator[datetime]:
    with clock.pretend(timezone.now() - timedelta(days=days)):
        yield clock.now()


def approach_is_open(service: World) -> Given:
    """Maya was listened to, agencies were consulted, no order forbids it, and she agreed to the words."""
    found = service.case("Maya")
    case = Case.objects.select_related("victim", "area").get(pk=found.pk)
    given = Given(service, case, service.responsible(case))
    with days_ago(25) as at:
        _listened_to(given, at)
    with days_ago(22) as at:
        _consulted(given, at)
    with days_ago(20) as at:
        given.agrees(case.victim, "approach", at, wording=WORDS, target=str(given.responsible.pk))
    return given


def _listened_to(given: Given, at: datetime) -> None:
    engagement.record_listening(
        case_id=given.case.pk,
        needs=[NeedSaid("To know why me.", rank=1)],
        voices={"wish": "To look at him.", "risk_view": "That I shake.", "support": "My sister."},
        sheet_means="in_person",
        by=given.worker,
        at=at,
    )


def _consulted(given: Given, at: datetime) -> None:
    for whom, outcome, responsible_id in (
        ("offender_manager", "consulted", given.responsible.pk),
        ("liaison", "none", None),
    ):
        record_consultation(
            case_id=given.case.pk,
            whom=whom,
            outcome=outcome,
            words="",
            responsible_id=responsible_id,
            by=given.worker,
            at=at,
        )
    _law_is_clear(given, at)


def _law_is_clear(given: Given, at: datetime) -> None:
    record_legal_check(
        responsible_id=given.responsible.pk, result="clear", source="Tom Adeyemi", by=given.worker, at=at
    )


def conference_tomorrow(service: World) -> tuple[Given, Meeting]:
    """Booked twelve days ago for tomorrow at two, and it stands: everybody said yes to this date."""
    given = approach_is_open(service)
    with days_ago(19) as at:
        _offender_says_yes(given, at)
    with days_ago(16) as at:
        risk_is_signed(service, given.case, CONFERENCE, at)
    with days_ago(14) as at:
        for person in (given.case.victim, given.offender):
            given.agrees(person, "mode", at, target=CONFERENCE)
            is_prepared(service, given.case, person, CONFERENCE, at)
    with days_ago(12) as at:
        meeting = booked(given, at, on=timezone.localdate() + timedelta(days=1))
    with days_ago(6) as at:
        _law_is_clear(given, at)
        meetings.record_check(
            meeting_id=meeting.pk,
            kind="seven_days",
            everybody_willing=True,
            place_cleared=True,
            words="",
            by=given.worker,
            at=at,
        )
    return given, Meeting.objects.get(pk=meeting.pk)


def _offender_says_yes(given: Given, at: datetime) -> None:
    pk, by = given.responsible.pk, given.worker
    engagement.approach_offender(responsible_id=pk, means="in_person", told_by=by, told_at=at, by=by, at=at)
    engagement.record_reply(responsible_id=pk, reply="yes", voluntary=True, by=by, at=at)
    engagement.record_stance(responsible_id=pk, stance="full", by=by, at=at)


def risk_is_signed(service: World, case: Case, approach: str, at: datetime) -> None:
    by = service.facilitator
    begun = risk.start_assessment(case_id=case.pk, approach=approach, by=by, at=at)
    for factor in factors_of(case).factors_of(approach):
        written = risk.Written(present="no", concern="none", residual="acceptable")
        risk.assess_factor(assessment_id=begun.pk, factor=factor.key, written=written, version=seen(None), by=by, at=at)
    begun.refresh_from_db()
    risk.submit_assessment(
        assessment_id=begun.pk,
        version=begun.version,
        decision="proceed",
        reasons="They want it, and they are steady.",
        plan="",
        by=by,
        at=at,
    )
    risk.sign_assessment(assessment_id=begun.pk, words="Thought through.", by=service.supervisor, at=at)


def is_prepared(service: World, case: Case, person: Person, approach: str, at: datetime) -> None:
    audience = person_in(case, person.pk).audience
    engagement.record_preparation(
        case_id=case.pk,
        person_id=person.pk,
        approach=approach,
        covered=[item.key for item in policy_of(case).items(audience, approach)],
        ready=True,
        by=service.facilitator,
        at=at,
    )


def offender_declined(service: World) -> Given:
    """He was told exactly what Maya allowed, said no, and she knows."""
    given = approach_is_open(service)
    pk, by = given.responsible.pk, given.worker
    with days_ago(19) as at:
        engagement.approach_offender(responsible_id=pk, means="in_person", told_by=by, told_at=at, by=by, at=at)
        engagement.record_reply(responsible_id=pk, reply="no", voluntary=None, by=by, at=at)
    return given


def chose_a_circle(service: World, called: str, worker: User) -> Case:
    """A victim of another case, on which somebody else works, who was listened to and would like a circle."""
    found = service.case(called, facilitator=worker)
    case = Case.objects.select_related("victim", "area").get(pk=found.pk)
    with days_ago(9) as at:
        says_yes(case, case.victim, "mode", CIRCLE, worker, at)
    return case


def says_yes(case: Case, person: Person, item: str, target: str, by: User, at: datetime) -> None:
    record_consent(
        case_id=case.pk,
        person=person,
        side=Side.VICTIM,
        item=item,
        target=target,
        answer="given",
        wording="As it stands.",
        method="spoken",
        by=by,
        at=at,
    )


def booked(given: Given, at: datetime, *, on: date) -> Meeting:
    """At two on that day, and both said yes to it."""
    plan = Plan(
        approach=CONFERENCE,
        starts_at=timezone.make_aware(datetime.combine(on, time(14))),
        venue="Tanner Street Hall, upstairs room",
        venue_kind="neutral",
        lead=given.worker,
        co_facilitator=given.service.other_facilitator,
        places=[
            Place(given.case.victim, "victim", Side.VICTIM, given.case),
            Place(given.offender, "offender", Side.OFFENDER, given.case),
        ],
    )
    meeting = meetings.plan_meeting(plan=plan, by=given.worker, at=at)
    for seat in Participant.objects.filter(meeting=meeting).select_related("person"):
        given.agrees(seat.person, "attend", at, target=str(meeting.pk))
    return meetings.book_meeting(meeting_id=meeting.pk, by=given.worker, at=at)
