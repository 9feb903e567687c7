"""Who may send what to whom, for what, at one moment: worked out from the agreements in force and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.presenters.listing import last_day
from talkingpiece.agreements.queries import holds
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.core.blockers import Text
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class Flow:
    words: Text
    kind: str  # yes, no, shut


@dataclass(frozen=True)
class Cell:
    flows: tuple[Flow, ...]

    @property
    def kind(self) -> str:
        return self.flows[0].kind


@dataclass(frozen=True)
class Column:
    agency: str
    tag: Tag
    note: str
    purposes: list[Text]
    shut: bool
    url: str


@dataclass(frozen=True)
class MatrixRow:
    label: Text
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[MatrixRow]


def matrix(agreements: Iterable[Agreement], at: datetime) -> Matrix:
    """One column for each agency with which there is, or was, something signed."""
    columns = [_of(rows, at) for rows in _by_agency(agreements, at)]
    return Matrix(
        columns=[_column(one, at) for one in columns],
        rows=[MatrixRow(category.label, [_cell(one, category, at) for one in columns]) for category in Category],
    )


def _by_agency(agreements: Iterable[Agreement], at: datetime) -> list[list[Agreement]]:
    found: dict[object, list[Agreement]] = {}
    for one in agreements:
        if one.signed_at and one.signed_at <= at:
            found.setdefault((one.area_id, one.agency_id), []).append(one)
    return list(found.values())


def _of(rows: list[Agreement], at: datetime) -> Agreement:
    """The one in force; else the one that closed last, or opens next."""
    return next((row for row in rows if holds(row, at)), None) or max(rows, key=lambda row: row.ends_on)


def _column(one: Agreement, at: datetime) -> Column:
    open_now = holds(one, at)
    if open_now:
        tag, note = Tag(_("In force"), "done"), _("to %(day)s") % {"day": last_day(one)}
    elif one.starts_on > timezone.localdate(at) and one.ended_at is None:
        tag, note = Tag(_("Not begun"), "gate"), _("from %(day)s") % {"day": short_date(one.starts_on)}
    else:
        tag, note = Tag(_("Ended"), "gate"), last_day(one)
    return Column(
        agency=one.agency.name,
        tag=tag,
        note=note,
        purposes=[Purpose(purpose).label for purpose in one.purposes] or [one.purpose],
        shut=not open_now,
        url=reverse("agreements:agreement", args=[one.pk]),
    )


def _cell(one: Agreement, category: Category, at: datetime) -> Cell:
    ways = [(_("From us"), one.sends), (_("To us"), one.receives)]
    named = [words for words, categories in ways if category in categories]
    if not named:
        return Cell((Flow(_("Nothing"), "no"),))
    if holds(one, at):
        return Cell(tuple(Flow(words, "yes") for words in named))
    return Cell((Flow(_("Stopped"), "shut"),))
