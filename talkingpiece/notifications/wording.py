"""The approved texts, and the linter that every text must pass. A message on a locked screen is read by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talkingpiece.documents.payloads import Audience
from talkingpiece.protection.classes import DataClass


@dataclass(frozen=True)
class Template:
    """Plain text without a name or a link. `%(…)s` are filled from the words of the message.

    `to`: the one who reads it. `holds`: the classes of what the words may tell; none of them is a person's.
    """

    to: Audience
    holds: frozenset[DataClass]
    subject: str | Promise
    body: str | Promise


TEMPLATES: Mapping[str, Template] = {
    "acknowledge": Template(
        to=Audience.VICTIM,
        holds=frozenset({DataClass.S0}),  # a day
        subject=_("Your message"),
        body=_("Thank you for your message. We will be in touch by %(day)s."),
    ),
}

# Stems: "offend" finds "offender" and "offending".
STEMS = (
    "abus",
    "agency",
    "apolog",
    "case",
    "charity",
    "convict",
    "counsel",
    "court",
    "crim",
    "custod",
    "facilitat",
    "harm",
    "healing",
    "inmate",
    "jail",
    "judge",
    "justice",
    "licence",
    "mediat",
    "meeting",
    "offen",
    "parole",
    "police",
    "prison",
    "probation",
    "referr",
    "restor",
    "sentence",
    "support",
    "surviv",
    "talking piece",
    "trauma",
    "trial",
    "victim",
    "violen",
    "witness",
)
_TELL_TALE = re.compile(r"\b(?:" + "|".join(re.escape(stem) for stem in STEMS) + r")\w*", re.IGNORECASE)
_LINK = re.compile(r"(?:\w+://|www\.|\b[\w-]+\.(?:org|com|net|uk|gov|info|io)\b)\S*", re.IGNORECASE)


class TellTale(ValueError):
    """A text says what we are. Carries the words that do."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        super().__init__(", ".join(self.words))


def tell_tale_words(text: str, names: Iterable[str] = ()) -> list[str]:
    """Every word of the text that says what we are, every link, and every one of `names`; empty if it is neutral."""
    found = [match.group() for match in _TELL_TALE.finditer(text)]
    found += [match.group() for match in _LINK.finditer(text)]
    found += [
        match.group() for name in names if name for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    ]
    return found


def compose(template: str, words: Mapping[str, str], names: Iterable[str] = ()) -> str:
    """The body. Raises TellTale if it is not neutral, KeyError if there is no such template."""
    body = str(TEMPLATES[template].body) % words
    if found := tell_tale_words(f"{TEMPLATES[template].subject} {body}", names):
        raise TellTale(found)
    return body
