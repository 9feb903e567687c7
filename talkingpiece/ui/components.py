"""What the components draw. Presenters fill these in; the templates also take anything with the same attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Link:
    label: Text
    url: str


@dataclass(frozen=True)
class Tag:
    text: Text
    state: str = ""


@dataclass(frozen=True)
class NavItem:
    url: str
    label: Text
    current: bool = False


@dataclass(frozen=True)
class Fact:
    label: Text
    value: Text
    note: Text = ""
    link: Link | None = None


@dataclass(frozen=True)
class Ball:
    """The first fact says who holds the piece."""

    facts: Sequence[Fact]
    big: bool = False


@dataclass(frozen=True)
class Step:
    """`state` is done, half, now, gate or ahead; `words` follow the name of the state."""

    number: int
    name: Text
    state: str
    words: Text = ""


@dataclass(frozen=True)
class Door:
    """`kind` is primary, secondary or link; `post` makes it a form of one button."""

    label: Text
    url: str
    kind: str = "link"
    post: bool = False


@dataclass(frozen=True)
class BlockerRow:
    """`who_strong` stands before `who`, in bold: "You can do this now." """

    message: Text
    why: Text = ""
    doors: Sequence[Door] = ()
    who: Text = ""
    who_strong: Text = ""


@dataclass(frozen=True)
class Gate:
    heading: Text
    blockers: Sequence[BlockerRow]
    intro: Text = ""
    big: bool = False
    narrow: bool = False


@dataclass(frozen=True)
class Tick:
    text: Text
    note: Text = ""


@dataclass(frozen=True)
class Sealed:
    """`what` completes "Reveal …" for a screen reader: "Maya’s phone number"."""

    what: Text
    url: str
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    label: Text
    value: Text = ""
    items: Sequence[Text] = ()
    quote: bool = False
    sealed: Sealed | None = None
    tag: Tag | None = None
    link: Link | None = None


@dataclass(frozen=True)
class Entry:
    """`side` is victim, offender, now or nothing; it fills the dot, so `by` says the side in words."""

    title: Text
    text: Text = ""
    by: Text = ""
    side: str = ""
    at: date | datetime | None = None
    link: Link | None = None


@dataclass(frozen=True)
class WorkRow:
    what: Text
    url: str = ""
    when: Text = ""
    case: Text = ""
    note: Text = ""
    late: bool = False
    tag: Tag | None = None


@dataclass(frozen=True)
class Count:
    """`good` tints a zero that is good news."""

    number: int
    label: Text
    url: str = ""
    good: bool = False


@dataclass(frozen=True)
class Stage:
    name: Text
    count: int
    url: str = ""


@dataclass(frozen=True)
class PersonRow:
    """`seat` is first, agency or nothing. `submit` is the name and value that its button posts."""

    name: Text
    role: Text
    line: Text
    action: Text
    url: str = ""
    submit: tuple[str, str] | None = None
    initials: str = ""
    seat: str = ""
    primary: bool = False


@dataclass(frozen=True)
class FrontDoor:
    heading: Text
    text: Text
    label: Text
    url: str
    primary: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Pledge:
    icon: str
    heading: Text
    text: Text


@dataclass(frozen=True)
class SummaryRow:
    """`change` completes "Change …" for a screen reader."""

    key: Text
    value: Text
    note: Text = ""
    url: str = ""
    change: Text = ""
