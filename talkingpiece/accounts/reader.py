"""Whose sides of a case somebody reads: what a refusal may say to them is asked where no case is at hand."""

from __future__ import annotations

from contextvars import ContextVar

from talkingpiece.protection.classes import Side

_sides: ContextVar[frozenset[Side] | None] = ContextVar("tp_reader_sides", default=None)


def note_sides(sides: frozenset[Side]) -> None:
    """From here until the request ends. Whoever opened two cases is told what they may read of both."""
    before = _sides.get()
    _sides.set(sides if before is None else before & sides)


def noted_sides() -> frozenset[Side]:
    """Of somebody who opened no case: all, since what they were refused is of no case."""
    found = _sides.get()
    return frozenset(Side) if found is None else found


def forget_sides() -> None:
    _sides.set(None)
