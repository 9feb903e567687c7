"""What may leave the screen as a file: each kind is declared once, and each file that leaves is an entry of the trail.

A view that hands over a file is marked with `@exports(…)`. A file from a view without the mark is not sent, and the
service does not start if a mark and the access rule of its view disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from talkingpiece.accounts.acts import Act
from talkingpiece.core.access import rule_of, views_below
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

MOST_ROWS = 500


class Shape(StrEnum):
    TABLE = "table"  # rows that somebody takes along: asks who is there once more
    FORM = "form"  # nothing of anybody is in it
    PAPER = "paper"  # a letter or a report, for one reader
    RECORD = "record"  # a paper as a machine reads it, held to a published schema
    RECEIVED = "received"  # a file that somebody brought, given back as it was kept


class Desk(StrEnum):
    """Readers for whom no paper is written."""

    WORKER = "worker"  # somebody of the service
    ANYBODY = "anybody"  # whoever it is passed on to: figures with nobody behind them


@dataclass(frozen=True)
class Export:
    """One kind of file. `columns`: all that a table may have; None where they are those of the list it answers."""

    name: str  # what the trail says: `subject.what_happened`
    shape: Shape
    act: Act  # who may
    audiences: tuple[Audience | Desk, ...]  # who reads it: of one file, one of them
    holds: frozenset[DataClass]
    columns: tuple[str, ...] | None = ()
    why: str = ""  # for whoever reviews the list


class TooManyRows(ValueError):
    """More than one file may hold. Somebody has to choose fewer."""


class NotDeclared(ValueError):
    """A table with a column that its declaration does not name."""


V = TypeVar("V", bound=Callable[..., Any])


def exports(export: Export) -> Callable[[V], V]:
    """The mark of a view that hands over files of this kind."""

    def mark(view: V) -> V:
        view.tp_export = export  # type: ignore[attr-defined]
        return view

    return mark


def export_of(view: Any) -> Export | None:
    return getattr(view, "tp_export", None)


def declared(patterns: list[Any]) -> Iterator[tuple[str, Any, Export]]:
    """Every (route, view, export) of a URLconf."""
    for route, view in views_below(patterns):
        if export := export_of(view):
            yield route, view, export


def disagreements(patterns: list[Any]) -> list[str]:
    """Views whose access rule is not that of the file they hand over."""
    wrong = []
    for route, view, export in declared(patterns):
        rule = rule_of(view)
        if rule is None or rule.act != export.act:
            wrong.append(f"{route}: {export.name} may be had by {export.act}")
        elif export.shape is Shape.TABLE and not rule.fresh:
            wrong.append(f"{route}: {export.name} leaves without asking who is there")
    return wrong


def check_columns(export: Export, heading: Iterable[str], rows: int) -> None:
    """Raises NotDeclared, TooManyRows."""
    if export.columns is not None and tuple(heading) != tuple(str(name) for name in export.columns):
        raise NotDeclared(export.name)
    if rows > MOST_ROWS:
        raise TooManyRows(rows)
