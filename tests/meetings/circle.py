"""A circle with everything in place, so that each test can take one thing away. Nobody responsible is in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns
from talkingpiece.consents.services import record_consent
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.profile import Engagement
from talkingpiece.meetings import services
from talkingpiece.meetings.conditions import blockers_to_book
from talkingpiece.meetings.gates import facts_for_booking
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.meetings.queries import Place, policy_of
from talkingpiece.meetings.services import Newcomer, NewSupporter, Plan
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from tests.meetings.conftest import Scene
from tests.world import World

CIRCLE = "healing_circle"


class CircleScene(Scene):
    """Joan was listened to and chose a circle. What the person who harmed her was asked or answered plays no part."""

    def chose(self, case: Case | None = None) -> None:
        case = case or self.case
        self.consent(case.victim, Side.VICTIM, "mode", target=CIRCLE, case_id=case.pk, at=self.now - timedelta(days=5))

    def is_ready(self, person: Person, *, case: Case | None = None, victim: bool = False) -> None:
        case = case or self.case
        Preparation(
            **fact_columns(case, by=self.worker, at=self.now - timedelta(hours=1)),
            case=case,
            person=person,
            side=Side.VICTIM,
            approach=CIRCLE,
            covered=sorted(Engagement().required("victim" if victim else "supporter", CIRCLE)),
            ready=True,
        ).save()

    def looked_at(self, case: Case | None = None, **more: Any) -> None:
        one = CircleScene(self.world, case or self.case, self.responsible)
        one.assess(approach=CIRCLE, **more)

    def circle(self, **more: Any) -> Meeting:
        given: dict[str, Any] = {
            "approach": CIRCLE,
            "purpose": "support",
            "places": [Place(self.case.victim, "victim", Side.VICTIM, self.case)],
            "home": self.case,
        }
        return services.plan_meeting(plan=self.plan(**{**given, **more}), by=self.worker, at=self.now)

    def plan(self, **more: Any) -> Plan:
        return super().plan(**more)

    def with_people(self, **more: Any) -> Meeting:
        """Joan, her daughter Carol, and Mr Aziz from next door."""
        return self.circle(
            supporters=[NewSupporter("Carol", Side.VICTIM, self.case)],
            newcomers=[Newcomer("Mr Aziz", "community")],
            **more,
        )

    def everybody_says_yes(self, meeting: Meeting) -> None:
        for seat in Participant.objects.filter(meeting=meeting).select_related("person", "case"):
            case = seat.case or self.case
            record_consent(
                case_id=case.pk,
                person=seat.person,
                side=Side(seat.side),
                item="attend",
                target=str(meeting.pk),
                answer="given",
                wording="As it stands.",
                method="spoken",
                by=self.worker,
                at=self.now,
            )
            self.is_ready(seat.person, case=case, victim=seat.part == "victim")

    def ready_circle(self, **more: Any) -> Meeting:
        meeting = self.with_people(**more)
        self.everybody_says_yes(meeting)
        self.looked_at(at=self.now + timedelta(minutes=1))
        return meeting

    def codes(self, meeting: Meeting) -> list[str]:
        meeting = self.fresh(meeting)
        return blockers_to_book(facts_for_booking(meeting, self.now), policy_of(meeting)).codes


def make_circle_scene(world: World, called: str = "Joan", offender: str = "Lee") -> CircleScene:
    found = world.case(called)
    case = Case.objects.select_related("victim", "area").get(pk=found.pk)
    scene = CircleScene(world, case, world.responsible(case, offender))
    scene.chose()
    return scene
