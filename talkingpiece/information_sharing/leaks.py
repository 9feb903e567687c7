"""What in a free text would tell a reader of the other side who asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

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


@dataclass(frozen=True)
class Protected:
    """What must not be in the text: of the victim, in clear, for this check alone."""

    names: tuple[str, ...]
    reference: str
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    known_to_reader: tuple[str, ...] = ()  # names that the reader is told anyway


def leaks_in(text: str, protected: Protected) -> tuple[str, ...]:
    """The pieces of the text that have to go, as they were written, in no more than one copy each."""
    found = [*_names(text, protected), *_numbers(text, protected), *_strings(text, protected)]
    return tuple(dict.fromkeys(found))


def _names(text: str, protected: Protected) -> Iterable[str]:
    told = {part for name in protected.known_to_reader for part in standardise.name_parts(name)}
    hidden = {part for name in protected.names for part in standardise.name_parts(name) if len(part) > 1} - told
    for word in _WORD.findall(text):
        part = standardise.plain(word)
        if part in _TELLING or (part in hidden and (part not in _ALSO_WORDS or word[0].isupper())):
            yield word


def _numbers(text: str, protected: Protected) -> Iterable[str]:
    hidden = {standardise.phone(number) for number in protected.numbers} - {""}
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        if standardise.phone(match.raw_string) in hidden:
            yield match.raw_string


def _strings(text: str, protected: Protected) -> Iterable[str]:
    plain, packed = standardise.plain(text), re.sub(r"\W", "", text).casefold()
    for mail in protected.emails:
        if standardise.email(mail) in plain:
            yield mail
    for address in protected.addresses:
        lines = [line.strip() for line in re.split(r"[,\n]", address)]
        # A line without a number is a town or a street that many people know.
        tell = [line for line in lines if len(line) > 4 and any(c.isdigit() for c in line)]
        yield from (line for line in tell if re.sub(r"\W", "", line).casefold() in packed)
    if protected.reference.casefold() in plain:
        yield protected.reference
