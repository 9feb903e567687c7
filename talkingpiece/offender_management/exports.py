"""The files that leave this room."""

from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.documents.exports import Export, Shape
from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass

_HOLDS = frozenset({DataClass.O1, DataClass.O2})
WRITTEN = Export(
    name="report.pdf_read",
    shape=Shape.PAPER,
    act=Act.CASE_SEE,
    audiences=(Audience.OFFENDER_MANAGER,),
    holds=_HOLDS,
    columns=None,
    why="The report as its writer may look at it before and after it was sent.",
)
RECEIVED = Export(
    name="report.downloaded",
    shape=Shape.PAPER,
    act=Act.REPORT_RECEIVE,
    audiences=(Audience.OFFENDER_MANAGER,),
    holds=_HOLDS,
    columns=None,
    why="The report as it was sent to the offender manager who reads it.",
)
