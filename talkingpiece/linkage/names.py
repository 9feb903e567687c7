"""Names brought into one form for linkage: titles and junk out, particles joined, scripts transliterated, families and
nicknames told apart. `people` finds by `standardise.name_parts`, and by keyed tokens of `forms` and `sound`; the rest
looks closer, and is never stored."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from csv import DictReader
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import nicknames
from anyascii import anyascii

from talkingpiece.linkage import standardise

_HERE = files("talkingpiece.linkage") / "data"
_WORDS = {name: frozenset(text.split()) for name, text in tomllib.loads((_HERE / "words.toml").read_text()).items()}
_TITLES, _SUFFIXES, _PARTICLES, _JUNK = (_WORDS[name] for name in ("titles", "suffixes", "particles", "junk"))
_BEFORE = re.compile(r"\b(?:MIG_ERROR_|NO_SHOW_|DUPLICATE_|NOT ENTERED)", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_OTHER = re.compile(r"[^a-z]+")

_GROUPS = {
    "szcz": "s", "tsch": "k", "sch": "s", "dzh": "j", "tch": "k", "sz": "s", "cz": "k", "sh": "s", "zh": "s",
    "ch": "k", "kh": "h", "ph": "f", "gh": "g", "dh": "d", "th": "t", "ck": "k", "ts": "s", "tz": "s", "dj": "j",
    "ce": "se", "ci": "si", "cy": "si",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
_SILENT_W = re.compile(r"(?<=[aeo])w(?![aeiouys])")
_BEGINS = (("kn", "n"), ("wr", "r"), ("gn", "n"), ("pn", "n"), ("x", "s"), ("y", "j"))
_MAY_BEGIN = frozenset(written[0] for written, _spoken in _BEGINS)
# All groups but "ts" have one of these: most names need no search.
_GROUPED = frozenset("hczj")
_ONE = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f", "w": "f", "y": "i", "x": "k"})
_VOWELS = frozenset("aeiou")
_NO_VOWELS = dict.fromkeys(map(ord, "aeiou"))
_DOUBLED = re.compile(r"([a-z])\1+")
# Heard only between vowels, and where a name begins.
_SILENT_H = re.compile(r"(?<=[^aeiou])h|(?<!^)h(?![aeiou])")


@dataclass(frozen=True)
class Given:
    """`first` as it was written but for its form; `formal` numbers every name for which it may stand."""

    first: str = ""
    second: str = ""
    sound: str = ""
    formal: tuple[int, ...] = ()


@dataclass(frozen=True)
class Family:
    """`whole` has the parts of a double name joined; `parts` are there only if it has two or more."""

    whole: str = ""
    sound: str = ""
    parts: tuple[str, ...] = ()


def words(text: str) -> list[str]:
    """Lower case words of a to z: apostrophes join, everything else divides."""
    if text.isascii() and text.isalpha():  # most are
        return [text.lower()]
    plain = _APOSTROPHES.sub("", _BEFORE.sub(" ", text))
    if not plain.isascii():
        plain = standardise.plain(plain)
        plain = plain if plain.isascii() else anyascii(plain)
        plain = _APOSTROPHES.sub("", plain)
    return [word for word in _OTHER.split(plain.lower()) if word]


def given(text: str | None) -> Given:
    found = [word for word in _joined(words(text or "")) if word not in _TITLES]
    if not found or "".join(found) in _JUNK:
        return Given()
    first = found[0]
    return Given(first, found[1] if len(found) > 1 else "", sound(first), formal(first))


def family(text: str | None) -> Family:
    found = [word for word in _joined(words(text or "")) if word not in _SUFFIXES and word not in _TITLES]
    whole = "".join(found)
    if not whole or whole in _JUNK:
        return Family()
    return Family(whole, sound(whole), tuple(found) if len(found) > 1 else ())


def divided(name: str) -> tuple[str, str]:
    """A name that stands in one field: what is before the family name, and the family name, which comes last."""
    found = [word for word in _joined(words(name)) if word not in _TITLES and word not in _SUFFIXES]
    return (" ".join(found[:-1]), found[-1]) if len(found) > 1 else ("".join(found), "")


def _joined(found: list[str]) -> list[str]:
    if len(found) < 2:
        return found
    joined: list[str] = []
    held = ""
    for word in found:
        if word in _PARTICLES:
            held += word
        else:
            joined.append(held + word)
            held = ""
    return [*joined, held] if held else joined


def sound(word: str) -> str:
    """Consonants as they sound in several languages: "Mohammed" and "Mukhammad", "Wiśniewski" and "Visnevsky"."""
    if word[:1] in _MAY_BEGIN:
        for written, spoken in _BEGINS:
            if word.startswith(written):
                word = spoken + word[len(written) :]
                break
    if not _GROUPED.isdisjoint(word) or "ts" in word:
        word = _GROUP.sub(_spoken, word)
    if "w" in word:
        word = _SILENT_W.sub("", word)
    word = _DOUBLED.sub(r"\1", word.translate(_ONE))
    if "h" in word:
        word = _SILENT_H.sub("", word)
    first = "a" if word[:1] in _VOWELS else word[:1]
    return (first + word[1:].translate(_NO_VOWELS))[:8]


def _spoken(found: re.Match[str]) -> str:
    return _GROUPS[found[0]]


@lru_cache(maxsize=1)
def _formal_names() -> tuple[dict[str, frozenset[str]], dict[str, int]]:
    """For every short or other form the names it stands for: from a published list, and from ours, which knows names
    of these islands and transliterations."""
    stands_for: dict[str, set[str]] = defaultdict(set)
    for name, short in _pairs():
        stands_for[short].add(name)
        stands_for[name].add(name)
    numbers = {
        name: number for number, name in enumerate(sorted({one for many in stands_for.values() for one in many}))
    }
    return {short: frozenset(many) for short, many in stands_for.items()}, numbers


def _pairs() -> Iterable[tuple[str, str]]:
    with (files(nicknames) / "names.csv").open(encoding="utf-8") as published:
        for row in DictReader(published):
            yield row["name1"], row["name2"]
    with (_HERE / "names.csv").open(encoding="utf-8") as ours:
        for row in DictReader(ours):
            for variant in row["variants"].split():
                yield row["name"], variant


def forms(first: str) -> frozenset[str]:
    """Every name for which it may stand, itself among them where it is known: "jon" and "jonathan" share one."""
    return _formal_names()[0].get(first, frozenset())


def formal(first: str) -> tuple[int, ...]:
    stands_for, numbers = _formal_names()
    return tuple(sorted(numbers[name] for name in stands_for.get(first, ())))
