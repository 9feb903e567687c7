"""Facts of a meeting that has everything, for tests that take one thing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from talkingpiece.cases.legal import LegalFacts
from talkingpiece.cases.states import LegalResult, MemberRole
from talkingpiece.engagement.gates import TakePartFacts
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.states import Reply, Stance
from talkingpiece.meetings.conditions import (
    Answer,
    BeginFacts,
    BookingFacts,
    CaseFacts,
    CheckMade,
    OffenderFacts,
    Policy,
    Seat,
    Worker,
)
from talkingpiece.meetings.profile import Meetings
from talkingpiece.protection.classes import Side
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import Joined, RiskFacts
from talkingpiece.risk.states import Decision
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import Staffing

POLICY = Policy(Meetings(), Risk(), Engagement(), Staffing())
STARTS = timezone.make_aware(datetime(2026, 12, 10, 14))
PLANNED = STARTS - timedelta(days=20)
NOW = STARTS - timedelta(days=15)
DAY = date(2026, 12, 10)


def answered(days_before: int) -> Answer:
    at = STARTS - timedelta(days=days_before)
    return Answer("c", at, at, None)


def seat(called: str, part: str, side: Side, **more: Any) -> Seat:
    given = {"chose": answered(30), "attends": answered(18), "to_cover": (), "ready": True}
    return Seat(f"seat-{called}", f"person-{called}", called, "RDG-26-0001", part, side, **{**given, **more})


def ready() -> BookingFacts:
    return BookingFacts(
        meeting_id="m",
        approach="conference",
        approach_name="Face-to-face conference",
        scope="direct",
        needs=("victim", "offender"),
        at=NOW,
        starts_at=STARTS,
        terms_at=PLANNED,
        booked_at=None,
        cases=(CaseFacts("RDG-26-0001", "Maya", is_open=True, paused=False, sensitive=False, risk=assessed()),),
        seats=(
            seat("Maya", "victim", Side.VICTIM),
            seat("Callum", "offender", Side.OFFENDER),
            seat("Anita", "supporter", Side.VICTIM, chose=None),
        ),
        offenders=(OffenderFacts("r", "person-Callum", "Callum", "RDG-26-0001", clear(20), taking_part()),),
        workers=(
            Worker("Daniel", MemberRole.OWNER, Level.ADVANCED, (), DAY + timedelta(days=30), DAY + timedelta(days=90)),
            Worker("Ruth", MemberRole.CO_FACILITATOR, Level.INTERMEDIATE),
        ),
    )


def assessed(**more: Any) -> RiskFacts:
    looked_at = STARTS - timedelta(days=40)
    keys = tuple(factor.key for factor in Risk().factors)
    given: dict[str, Any] = {
        "signed": True,
        "assessed_at": looked_at,
        "signed_at": looked_at,
        "decision": Decision.WITH_PLAN,
        "valid_until": DAY + timedelta(days=20),
        "assessed": keys,
        "joined": (Joined("Callum", looked_at - timedelta(days=9)),),
    }
    return RiskFacts("conference", "direct", DAY, **{**given, **more})


def taking_part(**more: Any) -> TakePartFacts:
    given: dict[str, Any] = {
        "offender": "Callum",
        "responsible_id": "r",
        "approached": True,
        "reply": Reply.YES,
        "voluntary": True,
        "stance": Stance.FULL,
        "stance_id": "s",
        "excepted": None,
    }
    return TakePartFacts(**{**given, **more})


def clear(days_before: int) -> LegalFacts:
    return LegalFacts(LegalResult.CLEAR, STARTS - timedelta(days=days_before), ())


def case(facts: BookingFacts, **more: Any) -> BookingFacts:
    return replace(facts, cases=(replace(facts.cases[0], **more),))


def person(facts: BookingFacts, called: str, **more: Any) -> BookingFacts:
    return replace(facts, seats=tuple(replace(s, **more) if s.called == called else s for s in facts.seats))


def offender(facts: BookingFacts, **more: Any) -> BookingFacts:
    return replace(facts, offenders=(replace(facts.offenders[0], **more),))


def worker(facts: BookingFacts, name: str, **more: Any) -> BookingFacts:
    return replace(facts, workers=tuple(replace(w, **more) if w.name == name else w for w in facts.workers))


def begin_now() -> BeginFacts:
    """The day has come, and everybody was asked three times."""
    booking = replace(offender(ready(), legal=clear(3)), booked_at=NOW, at=STARTS - timedelta(minutes=5))
    return BeginFacts(booking, tuple(check(kind, days) for kind, days in KINDS))


KINDS = (("seven_days", 7), ("day_before", 1), ("on_the_day", 0))


def check(kind: str, days_before: int, **more: Any) -> CheckMade:
    given = {"everybody_willing": True, "place_cleared": True} | more
    return CheckMade(kind, STARTS - timedelta(days=days_before, hours=4), **given)
