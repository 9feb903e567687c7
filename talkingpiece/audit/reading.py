"""What is read while an answer is made. It is entered once, when the answer is ready: what was refused or led elsewhere
was not read, and the entry of an act or of a file already says that its page was open."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

Entry = Callable[..., object]


@dataclass
class Answer:
    readings: list[Entry] = field(default_factory=list)  # as the page names them itself
    opened: Entry | None = None  # the first record that was opened, for a page that names nothing
    entered: bool = False  # anything at all was entered meanwhile


_made: ContextVar[Answer | None] = ContextVar("tp_answer", default=None)


def begin_answer() -> None:
    _made.set(Answer())


def answer_being_made() -> Answer | None:
    return _made.get()


def forget_answer() -> None:
    _made.set(None)
