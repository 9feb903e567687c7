"""Numbers of police, courts, prisons and probation in England and Wales."""

from __future__ import annotations

import re
from datetime import date

from talkingpiece.linkage.identifiers.found import Identified, Why

# Of 23, without I, O and S, which are read as figures. The remainder chooses one.
LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_OF_AGE = 10

_PNC = re.compile(r"([0-9]{2}|[0-9]{4})/([0-9]{1,7})([A-Z])")
_PNC_WITHOUT = re.compile(r"[0-9]{3,11}[A-Z]")
_CRO = re.compile(r"([0-9]{1,6})/([0-9]{2})([A-Z])")
_CRO_SF = re.compile(r"SF([0-9]{2})/([0-9]{1,6})([A-Z])")
_ASN = re.compile(r"([0-9]{2})([A-Z0-9]?)([A-Z0-9]{2})([A-Z0-9]{2})([A-Z0-9]{2})([0-9]{11})([A-HJ-NP-RT-Z])")
_ASN_DUMMY = re.compile(r"[0-9]{2}(00NP00|12LN00|[A-Z0-9]*NRPR)")
_URN = re.compile(r"[0-9]{2}[A-Z0-9]{2}[0-9]{5}[0-9]{2}")
_PRISON = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")
_CRN = re.compile(r"[A-Z][0-9]{6}")


def check_letter(digits: str) -> str:
    return LETTERS[int(digits) % len(LETTERS)]


def packed(text: str) -> str:
    return "".join(text.split()).upper()


def pnc(raw: str, born: date | None = None, today: date | None = None) -> Identified:
    """The police national computer's number of a person, as YYYY/NNNNNNNL. Only two digits of the year are checked."""
    text = packed(raw)
    if not text:
        return Identified("pnc", raw, reason=Why.EMPTY)
    if found := _PNC.fullmatch(text):
        year, serial, letter = found.groups()
    elif _PNC_WITHOUT.fullmatch(text):
        year, serial, letter = (text[:4], text[4:-1], text[-1]) if len(text) == 12 else (text[:2], text[2:-1], text[-1])
    else:
        return Identified("pnc", raw, reason=Why.SHAPE)
    if len(serial) > 7:
        return Identified("pnc", raw, reason=Why.SHAPE)
    short = len(year) == 2
    whole = f"{_century(int(year), today)}{year}" if short else year
    shaped = f"{whole}/{serial:0>7}{letter}"
    if check_letter(f"{year[-2:]}{serial:0>7}") != letter:
        return Identified("pnc", raw, shaped=shaped, reason=Why.CHECK)
    doubt = Why.CENTURY if short and born and int(whole) < born.year + _OF_AGE else None
    return Identified("pnc", raw, shaped, shaped, doubt=doubt)


def _century(year: int, today: date | None) -> int:
    now = (today or date.today()).year
    return now // 100 if year <= now % 100 else now // 100 - 1


def cro(raw: str) -> Identified:
    """The number of the criminal records office: NNNNNN/YYL, or SFYY/NL without leading noughts."""
    text = packed(raw)
    if not text:
        return Identified("cro", raw, reason=Why.EMPTY)
    if found := _CRO.fullmatch(text):
        serial, year, letter = found.groups()
        shaped, digits = f"{serial:0>6}/{year}{letter}", f"{year}{serial:0>6}"
        if not int(digits):
            return Identified("cro", raw, reason=Why.PLACEHOLDER)
    elif found := _CRO_SF.fullmatch(text):
        year, serial, letter = found.groups()
        shaped, digits = text, f"{year}{serial}"
    else:
        return Identified("cro", raw, reason=Why.SHAPE)
    if check_letter(digits) != letter:
        return Identified("cro", raw, shaped=shaped, reason=Why.CHECK)
    return Identified("cro", raw, shaped, shaped)


def asn(raw: str) -> Identified:
    """The number of an arrest or a summons. It names an event, so two people may be in the same one."""
    text = re.sub(r"[/\s-]", "", raw).upper()
    if not text:
        return Identified("asn", raw, reason=Why.EMPTY)
    if not (found := _ASN.fullmatch(text)):
        return Identified("asn", raw, reason=Why.SHAPE)
    year, _top, force, _unit, system, serial, letter = found.groups()
    digits = "".join(part for part in (force, system) if part.isdecimal()) + year + serial
    if _ASN_DUMMY.match(text):
        return Identified("asn", raw, text, text, reason=Why.DUMMY)
    if check_letter(digits) != letter:
        return Identified("asn", raw, shaped=text, reason=Why.CHECK)
    return Identified("asn", raw, text, text)


def prison_no(raw: str) -> Identified:
    return _shaped("prison_no", raw, _PRISON)


def crn(raw: str) -> Identified:
    """A case reference number of probation."""
    return _shaped("crn", raw, _CRN)


def pti_urn(raw: str) -> Identified:
    """The number of a prosecution file. It names a case of the courts, not a person."""
    return _shaped("pti_urn", raw, _URN)


def _shaped(kind: str, raw: str, shape: re.Pattern[str]) -> Identified:
    text = re.sub(r"[\s/-]", "", raw).upper()
    if not text:
        return Identified(kind, raw, reason=Why.EMPTY)
    if not shape.fullmatch(text):
        return Identified(kind, raw, reason=Why.SHAPE)
    return Identified(kind, raw, text, text)
