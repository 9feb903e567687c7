"""Who is behind a figure: references with links, for whoever may open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.evaluation.counting import Figure, Unit
from talkingpiece.evaluation.counting.rules import Entry


@dataclass(frozen=True)
class Behind:
    reference: str
    url: str
    received: date | None
    note: str = ""


def behind(figure: Figure, shut: frozenset[str] = frozenset()) -> list[Behind]:
    """One row for each thing counted: as many rows as the figure says. `shut`: references of cases that a conflict of
    interest closes to the reader; their rows say no more than that they are there."""
    return [_row(entry, figure.rule.unit, shut) for entry in figure.entries]


def _row(entry: Entry, unit: Unit, shut: frozenset[str]) -> Behind:
    one = entry.journey
    if one.label in shut:
        return Behind(_("One that is closed to you"), "", None)
    door = "casefile:case" if one.case else "referrals:referral"
    note = ""
    if one.of > 1 and unit is Unit.REFERRALS:
        note = _("responsible person %(number)d of %(of)d") % {"number": one.number, "of": one.of}
    return Behind(one.label, reverse(door, args=[one.label]), one.received, note)
