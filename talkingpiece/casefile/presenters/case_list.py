from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.cases.doors import url
from talkingpiece.documents.models import PreparedFile
from talkingpiece.documents.states import FileState, WhyNot
from talkingpiece.ui.dates import short_date, when

_COLUMNS: tuple[str | Promise, ...] = (
    gettext_lazy("its number, and the day it was opened"),
    gettext_lazy("the step at which it stands, and whether the victim paused it"),
    gettext_lazy("whose case it is"),
    gettext_lazy("who has the ball, about what, and since when"),
    gettext_lazy("the next promise, its day, and whether something is late"),
)


@dataclass(frozen=True)
class FilePage:
    asked: str
    state: str
    words: str
    url: str
    rows: int
    until: str


def columns() -> list[str]:
    return [str(one) for one in _COLUMNS]


def file_rows(rows: Iterable[PreparedFile], at: datetime) -> list[FilePage]:
    return [file_page(row, at) for row in rows]


def file_page(row: PreparedFile, at: datetime) -> FilePage:
    lapsed = row.state == FileState.READY and row.expires_at is not None and row.expires_at <= at
    state = FileState.LAPSED if lapsed else FileState(row.state)
    return FilePage(
        asked=when(row.asked_at),
        state=state.value,
        words=_words(row, state),
        url=url("casefile:case_list_file", row.pk),
        rows=row.rows or 0,
        until=when(row.expires_at) if row.expires_at else "",
    )


def _words(row: PreparedFile, state: FileState) -> str:
    if state is FileState.REFUSED:
        return str(WhyNot(row.why_not).label)
    return {
        FileState.ASKED: _("It is being made. That takes some seconds."),
        FileState.READY: _("Ready. You can take it once, until %(until)s.") % {"until": _until(row)},
        FileState.TAKEN: _("You took it on %(day)s. What we held of it is destroyed.") % {"day": _taken(row)},
        FileState.LAPSED: _("Nobody took it within a quarter of an hour. It is destroyed: ask for it anew."),
    }[state]


def _until(row: PreparedFile) -> str:
    return when(row.expires_at) if row.expires_at else ""


def _taken(row: PreparedFile) -> str:
    return short_date(row.taken_at) if row.taken_at else ""
