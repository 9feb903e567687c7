"""One record in standard form. Written once: the batch applies these functions to each distinct value of a column, the
scorer of a single referral to its one record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from talkingpiece.linkage import dates, identifiers, names

# What a record comes with. Only the first is needed; a column that is missing is empty throughout.
COLUMNS = (
    "record_id", "source", "role", "forename", "middle_name", "surname", "dob", "sex", "address", "postcode", "phone",
    "email", "pnc", "cro", "crn", "nomis",
)  # fmt: skip

_ROLES = {"victim": "victim", "offender": "offender", "v": "victim", "o": "offender", "harmed": "victim",
          "responsible": "offender", "defendant": "offender"}  # fmt: skip
_SEXES = {"m": "M", "male": "M", "1": "M", "man": "M", "f": "F", "female": "F", "2": "F", "woman": "F"}
_WORDS = re.compile(r"[a-z0-9]+")
_SHORTER = {"street": "st", "road": "rd", "avenue": "ave", "lane": "ln", "close": "cl", "drive": "dr", "court": "ct",
            "crescent": "cres", "terrace": "ter", "gardens": "gdns", "place": "pl", "square": "sq"}  # fmt: skip
_FLAT = frozenset({"flat", "apartment", "apt", "unit", "room"})
# Written in letters and figures of ASCII, so that Python and the SQL of `columns` mean the same.
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?[0-9][A-Za-z]{2}|[0-9]{4,5}")
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+[.][!-,/-?A-~-]+")
_BLANKS = re.compile(r"[ \t]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")


class Place(NamedTuple):
    house: str = ""
    street: str = ""


class Checked(NamedTuple):
    """`good` passed its check letter. `odd` did not, or has another shape: evidence only where both have the same."""

    good: str = ""
    odd: str = ""


class Standard(NamedTuple):
    """Empty means: nobody knows."""

    role: str = ""
    first: str = ""
    first_sound: str = ""
    formal: tuple[int, ...] = ()
    middle: str = ""
    family: str = ""
    family_sound: str = ""
    part1: str = ""
    part2: str = ""
    born: str = ""
    sex: str = ""
    house: str = ""
    street: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    pnc: str = ""
    pnc_odd: str = ""
    cro: str = ""
    cro_odd: str = ""
    crn: str = ""
    prison_no: str = ""


def standard(record: Mapping[str, str | None]) -> Standard:
    given, family = names.given(record.get("forename")), names.family(record.get("surname"))
    place = place_of(record.get("address"))
    pnc, cro = pnc_of(record.get("pnc")), cro_of(record.get("cro"))
    return Standard(
        role=role_of(record.get("role")),
        first=given.first,
        first_sound=given.sound,
        formal=given.formal,
        middle=names.given(record.get("middle_name")).first or given.second,
        family=family.whole,
        family_sound=family.sound,
        part1=family.parts[0] if family.parts else "",
        part2=family.parts[-1] if family.parts else "",
        born=dates.born(record.get("dob")),
        sex=sex_of(record.get("sex")),
        house=place.house,
        street=place.street,
        postcode=postcode_of(record.get("postcode")),
        phone=phone_of(record.get("phone")),
        email=email_of(record.get("email")),
        pnc=pnc.good,
        pnc_odd=pnc.odd,
        cro=cro.good,
        cro_odd=cro.odd,
        crn=identifiers.parse("crn", record.get("crn")).canonical,
        prison_no=identifiers.parse("prison_no", record.get("nomis")).canonical,
    )


def role_of(text: str | None) -> str:
    return _ROLES.get((text or "").strip().lower(), "")


def sex_of(text: str | None) -> str:
    return _SEXES.get((text or "").strip().lower(), "")


def place_of(text: str | None) -> Place:
    """The house and the street. A postcode or a town that follows is part of the street's words."""
    found = [_SHORTER.get(word, word) for word in _WORDS.findall((text or "").lower()) if word not in _FLAT]
    at = next((n for n, word in enumerate(found) if word[0].isdigit()), None)
    if at is None:
        return Place("", "".join(found))
    return Place(found[at], "".join(found[:at] + found[at + 1 :]))


def postcode_of(text: str | None) -> str:
    """Whatever has the shape of a postcode, here or in a neighbouring country; placeholders are none."""
    packed = _BLANKS.sub("", text or "")
    return packed.upper() if _POSTCODE.fullmatch(packed) and packed.upper() not in {"NF11NF", "NF11FA"} else ""


def phone_of(text: str | None) -> str:
    """The national number without its leading nought; another country's with its code."""
    digits = _NOT_DIGITS.sub("", text or "")
    if digits.startswith("00"):
        digits = digits[2:]
    if digits.startswith("44") and len(digits) > 10:
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits if 8 <= len(digits) <= 15 and len(set(digits[-7:])) > 1 else ""


def email_of(text: str | None) -> str:
    packed = _BLANKS.sub("", text or "")
    return packed.lower() if _EMAIL.fullmatch(packed) else ""


def pnc_of(text: str | None) -> Checked:
    found = identifiers.parse("pnc", text)
    return Checked(found.canonical, "" if found else found.shaped)


def cro_of(text: str | None) -> Checked:
    found = identifiers.parse("cro", text)
    return Checked(found.canonical, "" if found else found.shaped)
