"""One list as it stands now: its rows read and checked anew each time, because the service goes on meanwhile."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.documents.lists.columns import Column
from talkingpiece.documents.lists.reading import Rows
from talkingpiece.protection.tokens import token
from talkingpiece.records.checking import Answers, Checked, check
from talkingpiece.records.columns import missing
from talkingpiece.records.lines import Line, read_lines
from talkingpiece.records.models import BroughtList
from talkingpiece.records.queries.known import known_to
from talkingpiece.records.states import ListState


class OpenList:
    """A waiting list, decrypted. `by`: whoever would bring it in."""

    def __init__(self, row: BroughtList, *, by: User, at: datetime) -> None:
        self.row, self.by, self.at = row, by, at
        self.kept: dict[str, Any] = row.answers
        self.sheets: list[dict[str, Any]] = row.sheets

    @property
    def sheet(self) -> int:
        return int(self.kept["sheet"])

    @property
    def rows(self) -> Rows:
        found: Rows = self.sheets[self.sheet]["rows"]
        return found

    @property
    def mapping(self) -> list[str]:
        return list(self.kept["mapping"])

    @property
    def mapped(self) -> bool:
        """Whether somebody looked at the columns and said that they are right."""
        return bool(self.kept["mapped"])

    @property
    def missing(self) -> list[Column]:
        return missing(self.mapping)

    @cached_property
    def lines(self) -> list[Line]:
        return read_lines(self.rows, self.mapping)

    @cached_property
    def checked(self) -> list[Checked]:
        known = known_to(self.row.area_id, self.lines, by=self.by, at=self.at)
        return check(self.lines, known, self.answers)

    @property
    def answers(self) -> Answers:
        return Answers(
            left_out=frozenset(self.kept["left_out"]),
            victims={int(row): said for row, said in self.kept["victims"].items()},
            offenders={int(row): said for row, said in self.kept["offenders"].items()},
        )


def open_list(row: BroughtList, *, by: User, at: datetime) -> OpenList:
    return OpenList(row, by=by, at=at)


def digest_of(area_id: UUID, content: bytes) -> bytes:
    """A keyed mark of a file's bytes. It says nothing without the area's key."""
    return token(area_id, "list_file", content.hex())


def same_file(area_id: UUID, content: bytes) -> BroughtList | None:
    """The very same file, brought here before."""
    found = BroughtList.objects.filter(area_id=area_id, digest=digest_of(area_id, content))
    return found.exclude(state=ListState.DESTROYED).select_related("uploaded_by").first()
