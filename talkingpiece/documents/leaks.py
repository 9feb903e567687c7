"""What in a text would tell its reader who, or where, somebody of the other side is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from talkingpiece.documents.payloads import Paper, texts
from talkingpiece.linkage import standardise

# Names that are everyday words as well: only with a capital letter do they name somebody.
_EVERYDAY = (
    "april art august bill dale dawn drew faith frank grace hall heath hope jack joy june king law long mark may "
    "miles page pat penny rob rose short small sky sue summer west will young"
)
_ALSO_WORDS = frozenset(_EVERYDAY.split())
# Words that say that there is somebody on the other side.
_TELLING = frozenset({"victim", "victims", "survivor", "complainant"})
_WORD = re.compile(r"[^\W\d_]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_LONG_ENOUGH = 9  # digits in a row, whatever stands between them, that are no accident


class Kind(StrEnum):
    NAME = "name"
    COMMON_WORD = "common_word"  # a name that is an everyday word too: somebody has to look
    EXISTENCE = "existence"
    NUMBER = "number"
    EMAIL = "email"
    ADDRESS = "address"
    REFERENCE = "reference"
    WORDS = "words"


@dataclass(frozen=True)
class Finding:
    kind: Kind
    words: str  # as they stand in the text

    @property
    def may_be_answered(self) -> bool:
        """Whether somebody may say that this is a word and not a name. All else has to go."""
        return self.kind is Kind.COMMON_WORD


@dataclass(frozen=True)
class Protected:
    """What must not be in the text, in clear, for this check alone."""

    names: tuple[str, ...]
    reference: str = ""
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # a school, a workplace, a number plate
    known_to_reader: tuple[str, ...] = ()  # names that the reader is told anyway
    existence: bool = True  # the reader must not learn that there is anybody


def leaks_in(text: str, protected: Protected) -> tuple[str, ...]:
    """The pieces of the text that have to go, as they were written, in no more than one copy each."""
    return tuple(dict.fromkeys(finding.words for finding in findings_in(text, protected)))


def leaks_of(paper: Paper, file_name: str, protected: Protected) -> tuple[Finding, ...]:
    """Of everything that a page shows, and of what a file says around its pages."""
    return findings_in("\n".join([*texts(paper), file_name]), protected)


def findings_in(text: str, protected: Protected) -> tuple[Finding, ...]:
    found = [
        *_whole_names(text, protected),
        *_names(text, protected),
        *_numbers(text, protected),
        *_strings(text, protected),
    ]
    return tuple(dict.fromkeys(found))


def _told(protected: Protected) -> set[str]:
    return {part for name in protected.known_to_reader for part in standardise.name_parts(name)}


def _whole_names(text: str, protected: Protected) -> Iterator[Finding]:
    """Two everyday words that stand together as somebody's name are that name."""
    written = _WORD.findall(text)
    plain, told = [standardise.plain(word) for word in written], _told(protected)
    for name in protected.names:
        parts = standardise.name_parts(name)
        if len(parts) < 2 or set(parts) <= told or not set(parts) & _ALSO_WORDS:
            continue
        for start in range(len(plain) - len(parts) + 1):
            here = written[start : start + len(parts)]
            if plain[start : start + len(parts)] == parts and all(word[0].isupper() for word in here):
                yield Finding(Kind.NAME, " ".join(here))


def _names(text: str, protected: Protected) -> Iterator[Finding]:
    parts = {part for name in protected.names for part in standardise.name_parts(name) if len(part) > 1}
    hidden = parts - _told(protected)
    for word in _WORD.findall(text):
        part = standardise.plain(word)
        if protected.existence and part in _TELLING:
            yield Finding(Kind.EXISTENCE, word)
        elif part in hidden and part not in _ALSO_WORDS:
            yield Finding(Kind.NAME, word)
        elif part in hidden and word[0].isupper():
            yield Finding(Kind.COMMON_WORD, word)


def _numbers(text: str, protected: Protected) -> Iterator[Finding]:
    hidden = {standardise.phone(number) for number in protected.numbers} - {""}
    shown = set()
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        if (number := standardise.phone(match.raw_string)) in hidden:
            shown.add(number)
            yield Finding(Kind.NUMBER, match.raw_string)
    digits = re.sub(r"\D", "", text)
    for number in sorted(hidden - shown):
        national = str(phonenumbers.parse(number).national_number)
        if len(national) >= _LONG_ENOUGH and national in digits:
            yield Finding(Kind.NUMBER, f"0{national}")


def _strings(text: str, protected: Protected) -> Iterator[Finding]:
    plain, packed = standardise.plain(text), _packed(text)
    for mail in protected.emails:
        if standardise.email(mail) in plain:
            yield Finding(Kind.EMAIL, mail)
    for address in protected.addresses:
        yield from (Finding(Kind.ADDRESS, line) for line in _telling_lines(address) if _packed(line) in packed)
    yield from _postcodes(text, protected.addresses)
    if protected.reference and protected.reference.casefold() in plain:
        yield Finding(Kind.REFERENCE, protected.reference)
    yield from (Finding(Kind.WORDS, words) for words in protected.words if words and _packed(words) in packed)


def _telling_lines(address: str) -> list[str]:
    """A line without a number is a town or a street that many people know."""
    lines = [line.strip() for line in re.split(r"[,\n]", address)]
    return [line for line in lines if len(line) > 4 and any(c.isdigit() for c in line)]


def _postcodes(text: str, addresses: Iterable[str]) -> Iterator[Finding]:
    hidden = {_packed(code) for address in addresses for code in _POSTCODE.findall(address)}
    for code in _POSTCODE.findall(text):
        if _packed(code) in hidden:
            yield Finding(Kind.ADDRESS, code)


def _packed(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
