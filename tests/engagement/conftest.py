from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, Responsible
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import pass_ball, record_legal_check
from talkingpiece.cases.states import Holder
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent
from talkingpiece.engagement import services
from talkingpiece.engagement.models import Approach, Contact
from talkingpiece.engagement.services import NeedSaid
from talkingpiece.information_sharing.services import record_consultation
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from tests.world import World

WORDS = "Somebody who was hurt by what you did would like to ask you why."
HEARD = {"wish": "To look at him.", "risk_view": "That I shake.", "support": "My sister."}


@dataclass
class Stage:
    """A case with a victim and an offender, and short names for what comes before what a test is about."""

    world: World
    case: Case
    responsible: Responsible

    @property
    def now(self) -> datetime:
        return self.world.now

    @property
    def worker(self) -> User:
        return self.world.facilitator

    def fresh(self) -> Case:
        return Case.objects.select_related("victim").get(pk=self.case.pk)

    def waits_for(self, what: What, *, holder: str = Holder.USER) -> None:
        user = self.worker if holder == Holder.USER else None
        pass_ball(case=self.case, holder=holder, what=what, at=self.now, user=user)

    @property
    def ball(self) -> Ball:
        ball = open_ball(self.case.pk)
        assert ball is not None
        return ball

    def contact(self, outcome: str = "no_answer", **more: Any) -> Contact:
        given: dict[str, Any] = {
            "means": "call",
            "at": self.now,
            "by": self.worker,
            "person_id": self.case.victim_id,
        } | more
        return services.record_contact(case_id=self.case.pk, outcome=outcome, **given)

    def listen(self, **more: Any) -> None:
        given: dict[str, Any] = {
            "needs": [NeedSaid("To know why me.")],
            "voices": HEARD,
            "sheet_means": "in_person",
        } | more
        services.record_listening(case_id=self.case.pk, by=self.worker, at=self.now - timedelta(days=9), **given)

    def consent(self, words: str = WORDS, **more: Any) -> Consent:
        given: dict[str, Any] = {
            "item": "approach",
            "answer": "given",
            "method": "spoken",
            "at": self.now - timedelta(days=3),
        } | more
        return record_consent(
            case_id=self.case.pk,
            person=self.case.victim,
            side=Side.VICTIM,
            wording=words,
            by=self.worker,
            **given,
        )

    def consult(self, whom: str, outcome: str = "consulted") -> None:
        record_consultation(
            case_id=self.case.pk,
            whom=whom,
            outcome=outcome,
            words="",
            by=self.worker,
            at=self.now - timedelta(days=5),
            responsible_id=self.responsible.pk if whom == "offender_manager" else None,
        )

    def check_law(self, result: str = "clear", days_ago: int = 4) -> None:
        at = self.now - timedelta(days=days_ago)
        record_legal_check(
            responsible_id=self.responsible.pk, result=result, source="Helen Croft", by=self.worker, at=at
        )

    def ready(self) -> Stage:
        """Everything that the approach asks is in place."""
        self.listen()
        self.consult("offender_manager")
        self.consult("liaison", "none")
        self.check_law()
        self.consent()
        return self

    def approach(self, **more: Any) -> Approach:
        given: dict[str, Any] = {
            "means": "in_person",
            "told_by": self.worker,
            "told_at": self.now,
            "at": self.now,
        } | more
        return services.approach_offender(responsible_id=self.responsible.pk, by=self.worker, **given)

    def approached(self, reply: str = "", **more: Any) -> Approach:
        """The offender was told, and answered if a reply is given."""
        approach = self.ready().approach()
        return self.reply(reply, **more) if reply else approach

    def reply(self, reply: str, **more: Any) -> Approach:
        given: dict[str, Any] = {"voluntary": True if reply == "yes" else None, "at": self.now} | more
        return services.record_reply(responsible_id=self.responsible.pk, reply=reply, by=self.worker, **given)

    def stance(self, stance: str, **more: Any) -> Any:
        given: dict[str, Any] = {"at": self.now, "words": "It was not only me."} | more
        return services.record_stance(responsible_id=self.responsible.pk, stance=stance, by=self.worker, **given)


@pytest.fixture
def stage(world: World) -> Stage:
    evenings = Way(
        "call",
        "01632 960001",
        days="weekdays",
        from_time=time(18),
        to_time=time(20),
        if_answered="first_name",
        note="No voicemail.",
    )
    case = world.case(ways=(evenings, Way("text", "07700 900001")))
    return Stage(world, case, world.responsible(case))


@contextmanager
def one_act(name: str) -> Iterator[None]:
    """Exactly one act enters the trail, and it is this one."""
    before = Event.objects.filter(kind=Kind.ACT).count()
    yield
    new = Event.objects.filter(kind=Kind.ACT)
    assert new.count() == before + 1
    assert new.filter(name=name).exists()


@contextmanager
def no_act() -> Iterator[None]:
    """Nothing enters the trail as done, and no row is left behind that was not there."""
    before = (Event.objects.filter(kind=Kind.ACT).count(), Approach.objects.count(), Contact.objects.count())
    yield
    after = (Event.objects.filter(kind=Kind.ACT).count(), Approach.objects.count(), Contact.objects.count())
    assert after == before
