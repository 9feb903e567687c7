from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from talkingpiece.documents.reception.kinds import Refused

_LETTERS = ("utf-8-sig", "cp1252")


def rewritten(content: bytes) -> bytes:
    """As UTF-8, with no sign that steers a screen or a terminal. Raises Refused."""
    text = _decoded(content)
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text):
        raise Refused(_("This is not a plain text. Print it as a PDF, and bring that."))
    return text.encode()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        names: tuple[str, ...] = ("utf-16",)
    else:
        names = _LETTERS
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The letters of this text cannot be read. Save it as UTF-8, or print it as a PDF."))
