"""Word documents: an archive of known parts within limits, each read by a reader that follows nothing, packed anew."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from talkingpiece.documents.reception import picture
from talkingpiece.documents.reception.kinds import Refused

MOST_PARTS = 1_000
MOST_UNPACKED = 50_000_000
MOST_IN_A_PART = 20_000_000
MOST_PACKED_AWAY = 200  # times smaller than what comes out of it; a text of one letter reaches a hundred
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NEEDED = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
_PICTURES = {"png": picture.rewritten_png, "jpg": picture.rewritten_jpeg, "jpeg": picture.rewritten_jpeg}
_XML = frozenset({"xml", "rels"})
# Parts that say who wrote it, where and when, or what it was made from. Nobody reads them on the page.
_LEFT_OUT = ("docProps/", "customXml/", "word/people.xml", "word/webSettings.xml")
_FOLLOWS = "/hyperlink"  # the one relation that may lead out: somebody has to press it
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MADE = (2000, 1, 1, 0, 0, 0)


def rewritten(content: bytes) -> bytes:
    """Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_sizes(packed)
            parts = {part.filename: _read(packed, part) for part in packed.infolist() if not part.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, UnicodeDecodeError, RuntimeError):
        raise Refused(_unreadable()) from None
    if not all(name in parts for name in _NEEDED):
        raise Refused(_unreadable())
    kept = {name: _checked(name, part) for name, part in parts.items() if not name.startswith(_LEFT_OUT)}
    return _packed({name: _listing_only(kept, name, part) for name, part in kept.items()})


def _check_sizes(packed: zipfile.ZipFile) -> None:
    infos = packed.infolist()
    names = [part.filename for part in infos]
    if len(infos) > MOST_PARTS or len({name.lower() for name in names}) != len(names):
        raise Refused(_unreadable())
    if sum(part.file_size for part in infos) > MOST_UNPACKED:
        raise Refused(_too_large())
    for part in infos:
        if part.flag_bits & 1 or part.filename.startswith("/") or "\\" in part.filename or ".." in part.filename:
            raise Refused(_unreadable())
        if part.file_size > MOST_IN_A_PART or part.file_size > MOST_PACKED_AWAY * max(part.compress_size, 1) + 1_000:
            raise Refused(_too_large())


def _read(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """No more than the archive says of itself, which was measured."""
    with packed.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise Refused(_unreadable())
    return content


def _checked(name: str, part: bytes) -> bytes:
    ending = name.rpartition(".")[2].lower()
    if ending in _PICTURES:
        return _PICTURES[ending](part)
    if ending not in _XML:
        raise Refused(_acts())
    try:
        root = fromstring(part, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Refused(_unreadable()) from None
    if name == "[Content_Types].xml":
        _check_types({str(one.get("ContentType", "")) for one in root.iter()})
    if ending == "rels":
        for one in root.iter():
            _check_relation(str(one.get("Type", "")), str(one.get("TargetMode", "")), str(one.get("Target", "")))
    if name.startswith("word/") and any(
        _fetches(one.text or "") for one in root.iter() if one.tag.endswith("instrText")
    ):
        raise Refused(_acts())
    return part


def _check_types(types: set[str]) -> None:
    if MAIN not in types or any("macroEnabled" in one or "vbaProject" in one or "activeX" in one for one in types):
        raise Refused(_acts())


def _check_relation(kind: str, mode: str, target: str) -> None:
    outside = mode.lower() == "external" or "://" in target or target.startswith("\\\\")
    if outside and not kind.endswith(_FOLLOWS):
        raise Refused(_acts())
    if outside and not target.lower().startswith(("http://", "https://", "mailto:", "tel:")):
        raise Refused(_acts())
    if kind.rpartition("/")[2] in {"aFChunk", "oleObject", "control", "vbaProject", "frame", "subDocument", "package"}:
        raise Refused(_acts())


def _fetches(instruction: str) -> bool:
    """A field that runs a program or fetches something when the document is opened."""
    words = instruction.upper().split()
    return bool(set(words) & {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "MACROBUTTON", "DATABASE"})


def _listing_only(kept: dict[str, bytes], name: str, part: bytes) -> bytes:
    """The lists of parts and of their relations, without what was left out."""
    ending = name.rpartition(".")[2]
    if name == "[Content_Types].xml":
        root = fromstring(part)
        return _element("Types", _TYPES, [one for one in root if one.get("PartName", "/")[1:] in {"", *kept}])
    if ending == "rels":
        root, folder = fromstring(part), name.partition("_rels/")[0]
        return _element("Relationships", _RELATIONS, [one for one in root if _leads_on(one, folder, kept)])
    return part


def _leads_on(relation: Element, folder: str, kept: dict[str, bytes]) -> bool:
    if relation.get("TargetMode", "").lower() == "external":
        return True
    target = relation.get("Target", "")
    path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return path in kept


def _element(name: str, namespace: str, children: list[Element]) -> bytes:
    lines = [
        f"<{one.tag.rpartition('}')[2]} {' '.join(f'{key}={quoteattr(value)}' for key, value in one.items())}/>"
        for one in children
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<{name} xmlns={quoteattr(namespace)}>{''.join(lines)}</{name}>".encode()


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    first = [name for name in _NEEDED if name in parts]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in [*first, *sorted(set(parts) - set(first))]:
            packed.writestr(zipfile.ZipInfo(name, _MADE), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unreadable() -> str:
    return _("This document cannot be opened. Save it as .docx anew, or print it as a PDF, and bring that.")


def _too_large() -> str:
    return _("This document is too large once it is unpacked. Take the pictures out, or print it as a PDF.")


def _acts() -> str:
    return _("Something in this document runs by itself, or fetches something. Print it as a PDF, and bring that.")
