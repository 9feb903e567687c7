"""One generated life: whose it is, and the chance that it takes its days and words from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from talkingpiece.accounts.models import User
from talkingpiece.cases.states import Complexity, SentenceType
from talkingpiece.demo.crowd.deck import Dealt
from talkingpiece.demo.crowd.names import OFFENDERS, VICTIMS
from talkingpiece.demo.crowd.words import HARMS, Harm
from talkingpiece.demo.telling import Story

T = TypeVar("T")


def number_of(dealt: Dealt) -> str:
    """From the range that is kept for stories."""
    return f"07700 900{700 + dealt.number:03d}"


class Life:
    def __init__(self, story: Story, dealt: Dealt) -> None:
        self.s = story
        self.dealt = dealt
        self.chance = random.Random(dealt.seed)
        self.day = dealt.days_ago
        self.harm: Harm = HARMS[dealt.number % len(HARMS)]
        self.victim = VICTIMS[dealt.number % len(VICTIMS)]
        self.offender = OFFENDERS[dealt.number % len(OFFENDERS)]
        self.asked_later = False

    def later(self, at_least: int, at_most: int) -> datetime:
        """Some days on, at some hour of a working day; never today."""
        self.day = max(1, self.day - self.chance.randint(at_least, at_most))
        return self.s.days.work(self.day, self.hour())

    def hour(self) -> str:
        return f"{self.chance.randint(9, 16):02d}:{self.chance.choice((0, 5, 10, 20, 25, 30, 40, 50)):02d}"

    def one(self, of: Sequence[T]) -> T:
        return self.chance.choice(of)

    def some(self, of: Sequence[T], at_least: int, at_most: int) -> list[T]:
        return self.chance.sample(of, self.chance.randint(at_least, at_most))

    def happens(self, of_a_hundred: int) -> bool:
        return self.chance.randrange(100) < of_a_hundred

    def may_be_asked_later(self) -> str:
        self.asked_later = self.happens(50)
        return "yes" if self.asked_later else "no"

    @property
    def in_custody(self) -> bool:
        return self.harm.sentence == SentenceType.CUSTODY

    def facilitator(self) -> User:
        """Somebody whose level is enough for the case."""
        ridgeway = self.s.ridgeway
        if self.s.case.complexity == Complexity.SENSITIVE:
            return ridgeway.daniel
        return self.one((ridgeway.daniel, ridgeway.ruth, ridgeway.ruth, ridgeway.amina, ridgeway.amina))

    def colleague(self) -> User:
        ridgeway = self.s.ridgeway
        return self.one([user for user in (ridgeway.daniel, ridgeway.ruth) if user.pk != self.s.worker.pk])
