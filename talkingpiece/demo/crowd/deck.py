"""What becomes of fifty who come to us. Nine in ten of those whose way ended, ended without a meeting."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum


class Plot(StrEnum):
    SHOWN_ELSEWHERE = "shown_elsewhere"
    HELD = "held"
    NOT_REACHED = "not_reached"
    LISTENED_ENOUGH = "listened_enough"
    WITHDREW = "withdrew"
    LEGAL_BAR = "legal_bar"
    UNSUITABLE = "unsuitable"
    DECLINED = "declined"
    DENIES = "denies"
    MET = "met"
    REACHING = "reaching"  # this and those below go on
    LISTENING = "listening"
    ASKED = "asked"
    PAUSED = "paused"
    THINKING = "thinking"


@dataclass(frozen=True)
class Card:
    """How many of fifty, and how many days ago they may have come."""

    plot: Plot
    of_fifty: int
    newest: int
    oldest: int


CARDS: tuple[Card, ...] = (
    Card(Plot.SHOWN_ELSEWHERE, 4, 20, 540),
    Card(Plot.HELD, 1, 25, 60),
    Card(Plot.NOT_REACHED, 5, 70, 540),
    Card(Plot.LISTENED_ENOUGH, 7, 80, 540),
    Card(Plot.WITHDREW, 5, 90, 540),
    Card(Plot.LEGAL_BAR, 2, 120, 540),
    Card(Plot.UNSUITABLE, 3, 110, 540),
    Card(Plot.DECLINED, 8, 150, 540),
    Card(Plot.DENIES, 2, 150, 540),
    Card(Plot.MET, 3, 330, 540),
    Card(Plot.REACHING, 2, 8, 12),
    Card(Plot.LISTENING, 3, 15, 22),
    Card(Plot.ASKED, 2, 30, 42),
    Card(Plot.PAUSED, 2, 60, 110),
    Card(Plot.THINKING, 1, 58, 66),
)
ALL = sum(card.of_fifty for card in CARDS)


@dataclass(frozen=True)
class Dealt:
    """One generated case: its plot, when it began, and the seed of everything else in it."""

    number: int
    plot: Plot
    days_ago: int
    seed: int


def deal() -> list[Dealt]:
    """Always the same, the oldest first."""
    chance = random.Random(2026)
    plots = [card for card in CARDS for _ in range(card.of_fifty)]
    dealt = [
        Dealt(number, card.plot, chance.randint(card.newest, card.oldest), chance.getrandbits(64))
        for number, card in enumerate(plots)
    ]
    return sorted(dealt, key=lambda one: -one.days_ago)
