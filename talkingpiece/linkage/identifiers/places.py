"""What says where somebody is reached: postcodes, telephone numbers, e-mail addresses."""

from __future__ import annotations

import re

from talkingpiece.linkage import standardise
from talkingpiece.linkage.identifiers.found import Identified, Why

_GB = re.compile(r"(?:[A-Z][A-HJ-Y]?[0-9][A-Z0-9]?[0-9][A-Z]{2}|GIR0AA)")
_NOWHERE = frozenset({"NF11NF", "NF11FA"})
_DIGITS = {"AT": 4, "BE": 4, "CH": 4, "DK": 4, "LU": 4, "NO": 4, "AU": 4, "DE": 5, "ES": 5, "FR": 5, "IT": 5, "HR": 5,
           "EE": 5, "FI": 5, "PT": 7, "SE": 5, "PL": 5, "CZ": 5}  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def postcode(raw: str, country: str = "GB") -> Identified:
    """Without a blank, capital letters."""
    text = re.sub(r"[\s.-]", "", raw).upper()
    if not text:
        return Identified("postcode", raw, reason=Why.EMPTY)
    if text in _NOWHERE:
        return Identified("postcode", raw, reason=Why.PLACEHOLDER)
    if country == "GB":
        fits = bool(_GB.fullmatch(text))
    elif country in _DIGITS:
        fits = text.isdecimal() and len(text) == _DIGITS[country]
    else:
        fits = 3 <= len(text) <= 10 and text.isalnum()
    return (
        Identified("postcode", raw, text, text) if fits else Identified("postcode", raw, shaped=text, reason=Why.SHAPE)
    )


def phone(raw: str, country: str = "GB") -> Identified:
    if not raw.strip():
        return Identified("phone", raw, reason=Why.EMPTY)
    found = standardise.phone(raw, country)
    if found and len(set(found[-8:])) == 1:
        return Identified("phone", raw, reason=Why.PLACEHOLDER)
    return Identified("phone", raw, found, found) if found else Identified("phone", raw, reason=Why.SHAPE)


def email(raw: str) -> Identified:
    text = standardise.email(raw)
    if not text:
        return Identified("email", raw, reason=Why.EMPTY)
    fits = _EMAIL.fullmatch(text)
    return Identified("email", raw, text, text) if fits else Identified("email", raw, reason=Why.SHAPE)
