"""What happened in the middle of the last quarter that is over."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from talkingpiece.cases.models import Case, Ending, Pause, Responsible
from talkingpiece.cases.services import fact_columns
from talkingpiece.engagement.models import Contact, InformationGiven, Need
from talkingpiece.evaluation.counting import Period, quarter_of
from talkingpiece.evaluation.models import Asking, NeedMet
from talkingpiece.meetings.models import Meeting
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import Answers, make_referral
from talkingpiece.referrals.states import Form
from tests.casefile import rows
from tests.world import World


def last_quarter(world: World) -> Period:
    return quarter_of(timezone.localdate(world.now)).before


def then(world: World, days: int = 0) -> datetime:
    """Noon, so many days after the middle of that quarter."""
    day = last_quarter(world).starts + timedelta(days=40 + days)
    return timezone.make_aware(datetime.combine(day, time(12)))


def taken(world: World, called: str = "Maya", days: int = 0, **more: Any) -> Case:
    return world.case(called, opened=then(world, days), **more)


def came(world: World, called: str, days: int = 0, **more: Any) -> Referral:
    return make_referral(
        area=world.area,
        seed=f"seed {called} {days}",
        answers=Answers(called=called),
        at=then(world, days),
        **({"form": Form.QUESTIONS} | more),
    )


def _facts(world: World, case: Case, days: int) -> dict[str, Any]:
    return fact_columns(case, by=world.facilitator, at=then(world, days))


def spoke(world: World, case: Case, days: int = 2) -> Contact:
    row = Contact(
        **_facts(world, case, days), case=case, person=case.victim, side="victim", means="call", outcome="spoke"
    )
    row.save()
    return row


def informed(world: World, case: Case, days: int = 3) -> InformationGiven:
    row = InformationGiven(
        **_facts(world, case, days),
        case=case,
        person=case.victim,
        side="victim",
        sheet="victim",
        sheet_version=1,
        means="in_person",
    )
    row.save()
    return row


def ended(world: World, case: Case, reason: str, days: int = 10) -> Ending:
    row = Ending(
        **_facts(world, case, days),
        case=case,
        early=True,
        reason=reason,
        victim_told="call",
        offender_told="never_approached",
    )
    row.save()
    return row


def paused(world: World, case: Case, days: int, for_days: int) -> Pause:
    row = Pause(**_facts(world, case, days), case=case, ended_at=then(world, days + for_days))
    row.save()
    return row


def need(world: World, case: Case, words: str = "why us") -> Need:
    row = Need(**_facts(world, case, 3), case=case, person=case.victim, words=words)
    row.save()
    return row


def asked(world: World, case: Case, met: dict[Need, str], days: int = 20) -> Asking:
    row = Asking(**_facts(world, case, days), case=case, person=case.victim, means="call", answered=bool(met))
    row.save()
    for one, answer in met.items():
        NeedMet(**_facts(world, case, days), case=case, asking=row, need=one, met=answer).save()
    return row


def met(world: World, case: Case, responsible: Responsible, *, there: bool = True) -> Meeting:
    held = rows.meeting(world, case, held=True)
    held.begun_at, held.held_at = then(world, 8), then(world, 8) + timedelta(hours=2)
    held.save()
    rows.seat(held, case, case.victim)
    seat = rows.seat(held, case, responsible.person, "offender")
    seat.attended = there
    seat.save()
    return held
