"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

_WITH_ACCOUNT = (Audience.OFFENDER_MANAGER, Audience.PRISON, Audience.LIAISON_OFFICER)
_HOLDS = frozenset({DataClass.O1, DataClass.O2})
WRITTEN = Export(
    name="report.pdf_read",
    shape=Shape.PAPER,
    act=Act.CASE_SEE,
    audiences=(*_WITH_ACCOUNT, Audience.PAROLE_BOARD, Audience.COURT),
    holds=_HOLDS,
    columns=None,
    why="The report as its writer may look at it before and after it was sent.",
)
RECEIVED = Export(
    name="report.downloaded",
    shape=Shape.PAPER,
    act=Act.REPORT_RECEIVE,
    audiences=_WITH_ACCOUNT,
    holds=_HOLDS,
    columns=None,
    why="The report as it was sent to the one who reads it.",
)
RECEIVED_RECORD = Export(
    name="report.record_downloaded",
    shape=Shape.RECORD,
    act=Act.REPORT_RECEIVE,
    audiences=_WITH_ACCOUNT,
    holds=_HOLDS,
    columns=None,
    why="The same report for the recipient's own system, as its published schema says.",
)
