"""One line of work: what, whose, when; with the safe rule beside it, because it is read with the phone in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Case
from talkingpiece.engagement.presenters import QuickLog, quick_log
from talkingpiece.engagement.presenters.out import Taps
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of, safe_to_call_now
from talkingpiece.people.safe import hours_in_words, if_answered_in_words
from talkingpiece.people.states import Channel
from talkingpiece.ui.components import Sealed, Tag
from talkingpiece.ui.dates import clock_text, short_date, when

# How many lines of a list are shown before somebody asks for all of them.
AT_FIRST = 8


@dataclass(frozen=True)
class DeskRow:
    """`sort`: by when it is owed. `number`: the number that is safe at this moment. `quick`: the log of the call.
    `taps`: what a worker who is out says with one tap."""

    what: str
    url: str = ""
    when: str = ""
    case: str = ""
    note: str = ""
    late: bool = False
    tag: Tag | None = None
    number: Sealed | None = None
    quick: QuickLog | None = None
    taps: Taps | None = None
    sort: datetime | None = None


@dataclass(frozen=True)
class Call:
    """A reason to ring somebody of a case. `due` None: any time. `noted`: what somebody wrote down for it."""

    case: Case
    person: Person
    what: str
    due: datetime | None
    when: str
    key: str
    noted: str = ""
    late: bool = False
    telling: bool = False
    implied: bool = False  # kept by any talk: said only where it is what is due first

    @property
    def about(self) -> tuple[UUID, UUID]:
        return self.case.pk, self.person.pk


@dataclass(frozen=True)
class Section:
    """A list that is either complete or says how much of it is not shown."""

    key: str
    heading: str
    rows: list[DeskRow]
    hint: str = ""
    nothing: str = ""
    whole: bool = False

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def shown(self) -> list[DeskRow]:
        return self.rows if self.whole else self.rows[:AT_FIRST]

    @property
    def is_cut(self) -> bool:
        return not self.whole and self.total > AT_FIRST


@dataclass(frozen=True)
class Names:
    """How cases are called on this desk: by their victim and reference, and by their owner where that is another."""

    reader_id: UUID
    owners: Mapping[UUID, tuple[UUID, str]] = field(default_factory=dict)  # by case: user and first name

    def case(self, case: Case) -> str:
        label = _("%(name)s, %(reference)s") % {"name": case.victim.name, "reference": case.reference}
        owner = self.owners.get(case.pk)
        return label if owner is None or self.is_mine(case) else f"{label} · {owner[1]}"

    def is_mine(self, case: Case) -> bool:
        owner = self.owners.get(case.pk)
        return owner is not None and owner[0] == self.reader_id


def rule_in_words(points: Sequence[ContactPoint]) -> str:
    """How it is safe to reach them, in one line."""
    calls = [point for point in points if point.channel == Channel.CALL]
    if calls:
        rule = rule_of(calls[0])
        words = f"{hours_in_words(rule)}. {if_answered_in_words(rule)}"
        return f"{words} {calls[0].note}".strip()
    if points:
        ways = ", ".join(str(Channel(point.channel).label).lower() for point in points)
        return _("Do not ring. Safe: %(ways)s.") % {"ways": ways}
    return _("No way is known to be safe.")


def sentences(*parts: str) -> str:
    """What people jot down often lacks its full stop, also where it ends in a quotation."""
    written = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part.rstrip("”’\"')")[-1:] in {".", "!", "?"} else f"{part}." for part in written)


def safe_number(case: Case, person: Person, points: Sequence[ContactPoint], at: datetime) -> Sealed | None:
    point = safe_to_call_now(points, at)
    if point is None:
        return None
    address = url("casefile:reveal", case.reference)
    what = _("%(name)s’s number, which is safe now") % {"name": person.called}
    return Sealed(what, address, {"what": Hidden.POINT.value, "id": str(point.pk)})


def call_log(
    case: Case, person: Person, points: Sequence[ContactPoint], *, key: str, telling: bool = False
) -> QuickLog | None:
    """None where they must not be rung: then the page of contacts says what is safe instead."""
    if not any(point.channel == Channel.CALL for point in points):
        return None
    return quick_log(reference=case.reference, person_id=person.pk, name=person.called, telling=telling, key=key)


def moment_words(moment: datetime | None, at: datetime) -> str:
    """ "any time", "5pm" today, else the day and the hour."""
    if moment is None:
        return _("any time")
    local = timezone.localtime(moment)
    return clock_text(local.time()) if local.date() == timezone.localdate(at) else when(moment)


def by_words(due: datetime | None, at: datetime) -> str:
    """ "by 5pm" today, else the day."""
    if due is not None and timezone.localdate(due) != timezone.localdate(at):
        return short_date(timezone.localtime(due))
    words = moment_words(due, at)
    return _("by %(time)s") % {"time": words} if due is not None else words


def is_late(due: datetime | None, at: datetime) -> bool:
    return due is not None and due < at


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def in_order(rows: Iterable[DeskRow], at: datetime) -> list[DeskRow]:
    """The first due first; what has no date comes after what has."""
    return sorted(rows, key=lambda row: (row.sort is None, row.sort or at))


def chased_tag(count: int) -> Tag | None:
    """How often somebody outside was asked again; nothing before the first time."""
    if not count:
        return None
    return Tag(_("chased once") if count == 1 else _("chased %(count)d times") % {"count": count})
