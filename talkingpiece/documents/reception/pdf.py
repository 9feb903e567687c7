"""PDFs: opened, refused if anything in them acts, and written anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from talkingpiece.documents.reception.kinds import Refused

MOST_PAGES = 500
MOST_OBJECTS = 100_000
_DEEPEST = 60
# Keys of whatever runs, opens, sends, fetches, plays or brings another file along.
_ACTING_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/XFA", "/RichMediaContent"}
    | {"/AA", "/Collection", "/Encrypt", "/Rendition", "/3DD", "/Movie", "/Sound"}
)
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
    | {"/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/Trans", "/ResetForm", "/Hide"}
)
_ACTING_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"})
# An address that somebody may press is text; anything that is not an address of the web is not.
_ADDRESSES = ("http://", "https://", "mailto:", "tel:")


def rewritten(content: bytes) -> bytes:
    """Raises Refused."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as opened:
            _check(opened)
            del opened.docinfo
            if "/Metadata" in opened.Root:
                del opened.Root.Metadata
            out = io.BytesIO()
            # Only what a page leads to is written: what lay before, behind or between it is gone.
            opened.save(out, deterministic_id=True)
    except pikepdf.PasswordError:
        raise Refused(_("This PDF is locked. Print it as a PDF without a password, and bring that.")) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, AttributeError, RecursionError) as why:
        if isinstance(why, Refused):
            raise
        raise Refused(_("This PDF cannot be opened. Print it as a PDF anew, and bring that.")) from None
    return out.getvalue()


def _check(opened: pikepdf.Pdf) -> None:
    if opened.is_encrypted:
        raise Refused(_("This PDF is locked. Print it as a PDF without a password, and bring that."))
    if not 1 <= len(opened.pages) <= MOST_PAGES or len(opened.objects) > MOST_OBJECTS:
        raise Refused(_("This PDF has no pages, or more than 500. Bring the pages that matter."))
    if any(_acts(found) for whole in [*opened.objects, opened.trailer] for found in _dictionaries(whole)):
        raise Refused(
            _("Something in this PDF runs by itself, or brings another file along. Print it as a PDF, and bring that.")
        )


def _dictionaries(value: Any, depth: int = 0) -> Iterator[Any]:
    """Every dictionary that lies directly in it: what it only points to is an object of its own."""
    if depth > _DEEPEST:
        raise Refused(_("This PDF cannot be opened. Print it as a PDF anew, and bring that."))
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        for _name, inner in value.items():
            if not getattr(inner, "is_indirect", False):
                yield from _dictionaries(inner, depth + 1)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if not getattr(inner, "is_indirect", False):
                yield from _dictionaries(inner, depth + 1)


def _acts(found: Any) -> bool:
    keys = set(found.keys())
    if keys & _ACTING_KEYS:
        return True
    action, subtype, kind = (str(found.get(name, "")) for name in ("/S", "/Subtype", "/Type"))
    if action in _ACTIONS or subtype in _ACTING_SUBTYPES or kind == "/EmbeddedFile":
        return True
    return action == "/URI" and not str(found.get("/URI", "")).lower().startswith(_ADDRESSES)
