"""A file at the door: its ending, its content and a real reader of that kind must agree on what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Before `magic`: it brings the library that the other one asks, where the system has none.
import pylibmagic  # noqa: F401  # isort: skip
import magic
from django.utils.translation import gettext as _

from talkingpiece.documents.reception import pdf, picture, text, word
from talkingpiece.documents.reception.kinds import ENDINGS, MOST_BYTES, TYPES, FileKind, Refused

MOST_IN_A_NAME = 120
# A DOCX is an archive, and its content says so before it says more.
_SAME: dict[FileKind, frozenset[str]] = {
    FileKind.DOCX: frozenset({TYPES[FileKind.DOCX], "application/zip"}),
}
_REWRITE: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.PDF: pdf.rewritten,
    FileKind.JPEG: picture.rewritten_jpeg,
    FileKind.PNG: picture.rewritten_png,
    FileKind.DOCX: word.rewritten,
    FileKind.TXT: text.rewritten,
}


@dataclass(frozen=True)
class Received:
    """`content`: written anew, with nothing in it but what that kind of file shows."""

    kind: FileKind
    name: str
    content: bytes


def receive(content: bytes, name: str) -> Received:
    """Raises Refused."""
    if not content:
        raise Refused(_("This file is empty. Choose another."))
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is larger than 10 MB. Take a smaller picture of it, or divide it."))
    kind = _kind_of(name)
    if _type_of(content) not in _SAME.get(kind, {TYPES[kind]}):
        raise Refused(_not_what_it_says())
    rewritten = _REWRITE[kind](content)
    if len(rewritten) > MOST_BYTES:
        raise Refused(_("This file is larger than 10 MB once it is opened. Take a smaller picture of it."))
    if rewritten and _type_of(rewritten) != TYPES[kind]:
        raise Refused(_not_what_it_says())
    return Received(kind, shown_name(name), rewritten)


def shown_name(name: str) -> str:
    """As it is shown and never used: one line, without the folders that it lay in."""
    last = re.split(r"[/\\]", name)[-1]
    return " ".join("".join(sign for sign in last if sign.isprintable()).split())[-MOST_IN_A_NAME:]


def _kind_of(name: str) -> FileKind:
    if not name.isprintable() or not shown_name(name):
        raise Refused(_("The name of this file has signs that cannot be seen. Give it a plain name."))
    kind = ENDINGS.get(shown_name(name).rpartition(".")[2].lower()) if "." in shown_name(name) else None
    if kind is None:
        raise Refused(_("Bring a PDF, a picture (JPEG or PNG), a Word document (.docx) or a plain text (.txt)."))
    return kind


def _type_of(content: bytes) -> str:
    return str(magic.from_buffer(content, mime=True))


def _not_what_it_says() -> str:
    return _("This file is not what its name says. Save it anew, or print it as a PDF, and bring that.")
