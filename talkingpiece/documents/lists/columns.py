"""What a column of a list is: the template, the guess of the mapping, the reading and the explanation rest on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise

from talkingpiece.documents.lists.cells import Read
from talkingpiece.linkage.standardise import plain

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """`header` stands in the template; `synonyms` are what other people call it; `allowed` are the words to choose."""

    key: str
    header: Text
    read: Read
    example: str
    explains: Text
    synonyms: tuple[str, ...] = ()
    required: bool = False
    allowed: tuple[tuple[str, Text], ...] = ()

    @property
    def names(self) -> list[str]:
        """What it is called, here and by others, in the form in which headings are compared."""
        return [words_of(str(self.header)), *self.synonyms]


def words_of(heading: str) -> str:
    """A heading in the form in which headings are compared."""
    return " ".join(re.findall(r"[^\W_]+", plain(heading)))
