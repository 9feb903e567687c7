from __future__ import annotations

import re
import unicodedata

import jellyfish
import phonenumbers

_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST = 8  # digits of a national number


def plain(text: str) -> str:
    """Lower case, without diacritics: "Siân" and "SIAN" are one."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def name_parts(name: str) -> list[str]:
    """The words of a name, plain, without repetition, in their order; hyphens and apostrophes divide."""
    return list(dict.fromkeys(_LETTERS.findall(plain(name))))


def phonetic(part: str) -> str:
    return jellyfish.metaphone(part) or part


def phone(text: str, region: str = "GB") -> str:
    """E.164, or empty if it is no possible number there."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    whole = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    # Some regions count a local part as possible; too short to be told apart, it would find strangers.
    if not whole or len(str(number.national_number)) < _SHORTEST:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    return text.strip().casefold()


_NUMBER = {"prison_no": re.compile(r"[A-Z][0-9]{4}[A-Z]{2}"), "crn": re.compile(r"[A-Z][0-9]{6}")}


def number(kind: str, text: str) -> str:
    """A prison number or a case reference number of probation, as its own system writes it; empty if it is none."""
    plain_text = re.sub(r"[\s/-]", "", text).upper()
    return plain_text if _NUMBER[kind].fullmatch(plain_text) else ""


_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)


def postcode(text: str) -> str:
    """The United Kingdom postcode within a text, without a blank; empty if there is none."""
    found = _POSTCODE.search(text)
    return (found.group(1) + found.group(2)).upper() if found else ""
