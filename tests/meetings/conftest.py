"""A case with everything in place for a conference, so that each test can take one thing away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Ball, Case, Responsible
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import fact_columns, record_legal_check
from talkingpiece.cases.states import LegalResult
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.core import clock
from talkingpiece.engagement.models import Approach, Preparation, StanceTaken
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.states import Means, Reply, Stance
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.services import NewSupporter, Plan
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.states import AssessmentState, Decision
from tests.world import World

AUDIENCES = {"victim": "victim", "offender": "offender", "supporter": "supporter"}


@dataclass
class Scene:
    world: World
    case: Case
    responsible: Responsible
    now: datetime = field(default_factory=clock.now)

    @property
    def worker(self) -> User:
        return self.world.facilitator

    @property
    def ball(self) -> Ball:
        ball = open_ball(self.case.pk)
        assert ball is not None
        return ball

    def fresh(self, meeting: Meeting) -> Meeting:
        return Meeting.objects.get(pk=meeting.pk)

    def events(self, name: str) -> list[Event]:
        return list(Event.objects.filter(name=name))

    # ---- what lies before a meeting

    def assess(self, *, at: datetime | None = None, **more: Any) -> Assessment:
        at = at or self.now - timedelta(days=10)
        assessment = Assessment(
            area=self.world.area,
            key_id=self.case.key_id,
            case=self.case,
            **{
                "number": 1,
                "approach": "conference",
                "state": AssessmentState.SIGNED,
                "assessor": self.worker,
                "started_at": at,
                "decision": Decision.PROCEED,
                "submitted_at": at,
                "signed_at": at,
                "signed_by": self.world.supervisor,
                "valid_until": timezone.localdate(self.now) + timedelta(days=80),
                **more,
            },
        )
        assessment.save()
        for factor in Risk().factors:
            FactorView(
                area=self.world.area,
                key_id=self.case.key_id,
                assessment=assessment,
                factor=factor.key,
                about=factor.about,
            ).save()
        return assessment

    def approached(self) -> None:
        at = self.now - timedelta(days=15)
        words = self.consent(self.case.victim, Side.VICTIM, "approach", at=at)
        columns = fact_columns(self.case, by=self.worker, at=at)
        common = {"case": self.case, "responsible": self.responsible}
        Approach(
            **columns,
            **common,
            consent=words,
            told_by=self.worker,
            means=Means.IN_PERSON,
            told="Somebody would like to ask you why.",
            reply=Reply.YES,
            replied_at=at,
            voluntary=True,
        ).save()
        StanceTaken(**columns, **common, stance=Stance.FULL).save()

    def consent(self, person: Any, side: Side, item: str, *, target: str = "", **more: Any) -> Consent:
        given: dict[str, Any] = {"answer": "given", "method": "spoken", "at": self.now, "wording": "As it stands."}
        given |= {"case_id": self.case.pk} | more
        return record_consent(person=person, side=side, item=item, target=target, by=self.worker, **given)

    def choose(self, *, at: datetime | None = None) -> None:
        at = at or self.now - timedelta(days=5)
        self.consent(self.case.victim, Side.VICTIM, "mode", target="conference", at=at)
        self.consent(self.responsible.person, Side.OFFENDER, "mode", target="conference", at=at)

    def prepare(self, person: Any, part: str, *, ready: bool = True, case: Case | None = None) -> None:
        case = case or self.case
        at = self.now - timedelta(days=2)
        side = Side.OFFENDER if part == "offender" else Side.VICTIM
        Preparation(
            **fact_columns(case, by=self.worker, at=at),
            case=case,
            person=person,
            side=side,
            approach="conference",
            covered=sorted(Engagement().required(AUDIENCES[part], "conference")),  # type: ignore[arg-type]
            ready=ready,
        ).save()

    def check_law(self, result: str = LegalResult.CLEAR, *, at: datetime | None = None) -> None:
        record_legal_check(
            responsible_id=self.responsible.pk,
            result=result,
            source="Tom Adeyemi",
            by=self.worker,
            at=at or self.now - timedelta(days=3),
        )

    # ---- the meeting

    def places(self) -> list[Place]:
        return [
            Place(self.case.victim, "victim", Side.VICTIM, self.case),
            Place(self.responsible.person, "offender", Side.OFFENDER, self.case),
        ]

    def plan(self, **more: Any) -> Plan:
        given: dict[str, Any] = {
            "approach": "conference",
            "starts_at": (self.now + timedelta(days=12)).replace(hour=14, minute=0, second=0, microsecond=0),
            "venue": "Tanner Street Hall, upstairs room",
            "venue_kind": "neutral",
            "lead": self.worker,
            "co_facilitator": self.world.other_facilitator,
            "places": self.places(),
        }
        return Plan(**{**given, **more})

    def planned(self, **more: Any) -> Meeting:
        return services.plan_meeting(plan=self.plan(**more), by=self.worker, at=self.now)

    def with_supporter(self, called: str = "Anita") -> Meeting:
        return self.planned(supporters=[NewSupporter(called, Side.VICTIM, self.case)])

    def attend(self, meeting: Meeting, *, at: datetime | None = None) -> None:
        for seat in Participant.objects.filter(meeting=meeting).select_related("person", "case"):
            self.consent(
                seat.person,
                Side(seat.side),
                "attend",
                target=str(meeting.pk),
                at=at or self.now,
                case_id=seat.case_id or self.case.pk,
            )

    def ready_meeting(self, **more: Any) -> Meeting:
        meeting = self.planned(**more)
        self.attend(meeting)
        return meeting

    def with_supporter_ready(self) -> Meeting:
        meeting = self.with_supporter()
        anita = Participant.objects.select_related("person").get(meeting=meeting, part="supporter").person
        self.attend(meeting)
        self.prepare(anita, "supporter")
        Assessment.objects.filter(case=self.case).update(submitted_at=anita.known_since + timedelta(seconds=1))
        return meeting

    def booked(self, **more: Any) -> Meeting:
        meeting = self.ready_meeting(**more)
        return services.book_meeting(meeting_id=meeting.pk, by=self.worker, at=self.now)

    def attending(self, meeting: Meeting, person: Any) -> Consent:
        return Consent.objects.get(
            person=person, item="attend", target=str(meeting.pk), withdrawn_at=None, answer="given"
        )

    def withdraw(self, consent: Consent) -> Consent:
        return withdraw_consent(consent_id=consent.pk, how="spoken", by=self.worker, at=self.now)

    def seat(self, meeting: Meeting, person: Any) -> Participant:
        return Participant.objects.get(meeting=meeting, person=person)


def make_scene(world: World, called: str = "Maya", offender: str = "Callum") -> Scene:
    case = world.case(called)
    scene = Scene(
        world, Case.objects.select_related("victim", "area").get(pk=case.pk), world.responsible(case, offender)
    )
    scene.approached()
    scene.assess()
    scene.choose()
    scene.check_law()
    scene.prepare(case.victim, "victim")
    scene.prepare(scene.responsible.person, "offender")
    return scene


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)
