"""What may be printed, each kind for one audience. A field that is not named here cannot reach a page."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict


class Audience(StrEnum):
    """Whoever reads it, alone. Nothing is ever rendered for two."""

    VICTIM = "victim"
    OFFENDER = "offender"
    SUPPORTER = "supporter"
    OFFENDER_MANAGER = "offender_manager"
    PARTNER = "partner"  # an organisation: nothing of anybody is in it
    PRISON = "prison"
    LIAISON_OFFICER = "liaison_officer"
    PAROLE_BOARD = "parole_board"
    COURT = "court"
    LEARNER = "learner"  # somebody who teaches or learns this work: nothing of any case is in it


class Paper(BaseModel):
    """`title` stands in the window of whoever opens the file: it says nothing of what we are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    TEMPLATE: ClassVar[str]

    audience: Audience
    title: str


class Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    value: str


class LetterPaper(Paper):
    TEMPLATE: ClassVar[str] = "letter"

    sender: tuple[str, ...]  # who writes and where an answer goes: nothing that an envelope must not show
    to: tuple[str, ...]
    date: str
    greeting: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    after: tuple[str, ...] = ()  # paragraphs below the facts
    closing: str
    signed: tuple[str, ...]


class Item(BaseModel):
    """One thing that somebody agreed to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: str
    words: str
    due: str
    status: str


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    lines: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


class ReportPaper(Paper):
    TEMPLATE: ClassVar[str] = "report"

    heading: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    item_labels: tuple[str, str, str, str]  # of Item's fields, in their order
    not_this_heading: str
    not_this: tuple[str, ...]


class SignedFor(BaseModel):
    """Where somebody signs for one party."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    party: str
    labels: tuple[str, ...]  # of the lines that are filled in by hand


class AgreementPaper(Paper):
    TEMPLATE: ClassVar[str] = "agreement"

    heading: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    flows: tuple[Part, ...]  # who sends what: one part for each direction
    flows_heading: str
    signatures_heading: str
    signatures: tuple[SignedFor, ...]
    foot: str = ""  # the mark by which this document is known from every other


class Run(BaseModel):
    """Words in one face."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    strong: bool = False
    emphasised: bool = False


class Block(BaseModel):
    """A heading or a paragraph with its runs, a list, an item of one or a quotation with its blocks, or a table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["heading", "par", "bullets", "numbers", "item", "quote", "table"]
    level: int = 0
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, the first its headings


class ModulePaper(Paper):
    """Of the training pack. `mark` stands on every page: what it is, and that it is a draft where it is one."""

    TEMPLATE: ClassVar[str] = "module"

    heading: str
    mark: str
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]


class CertificatePaper(Paper):
    TEMPLATE: ClassVar[str] = "certificate"

    heading: str
    mark: str
    name: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...]
    foot: str


def texts(paper: Paper) -> tuple[str, ...]:
    """Every text that the page can show, each once, in its order."""
    return tuple(_leaves(paper.model_dump(mode="json", exclude={"audience"})))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
