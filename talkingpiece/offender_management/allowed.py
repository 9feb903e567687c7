"""The allow-list: all that anybody outside can ever be told of an offender, as sentences, each with whose it is. Pure.

Not in it, and so nowhere in a report: who or where the victim is, what they need or answered, why anybody stopped,
what was said, and what a facilitator thinks of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.agreements.states import Category
from talkingpiece.core.blockers import digest
from talkingpiece.meetings.models import ItemResult
from talkingpiece.offender_management.states import About, Kind, Recipient, Status
from talkingpiece.ui.dates import clock_text, long_date


@dataclass(frozen=True)
class ItemTold:
    """Something agreed, with the consents that let it be told already asked of everybody whom it concerns."""

    item_id: str
    by_victim: bool
    words: str
    due_on: date
    result: str  # in words
    status: str = ""  # meetings.models.ItemResult, or empty


@dataclass(frozen=True)
class DateTold:
    """An appointment of the offender with us, as it concerns leave or an escort: neither where nor with whom."""

    appointment_id: str
    at: datetime  # local


@dataclass(frozen=True)
class MeetingTold:
    meeting_id: str
    held_on: date
    circle: bool
    victim: bool
    supporters: int
    facilitators: int


@dataclass(frozen=True)
class ReportFacts:
    """What the rooms below know of one responsible person and may be told, before it is put into words."""

    name: str
    status: Status
    meetings: tuple[MeetingTold, ...] = ()
    talked_on: tuple[date, ...] = ()
    bands: tuple[int, ...] = (1, 3, 6)
    permissions: tuple[str, ...] = ()
    items: tuple[ItemTold, ...] = ()
    permission_needed: bool = False
    dates: tuple[DateTold, ...] = ()


_MANAGER: dict[Kind, frozenset[str]] = {
    Kind.EXPLORING: frozenset({"status"}),
    Kind.PERMISSION: frozenset({"needed"}),
    Kind.DATES: frozenset({"dates"}),
    Kind.ACTIONS: frozenset({"agreed"}),
    Kind.COMPLETED: frozenset({"agreed"}),
    Kind.ENDED: frozenset({"status"}),
    Kind.OUTCOME: frozenset(
        {"status", "took_part", "preparation", "permissions", "agreed", "support", "next", "objectives"}
    ),
}
_BASIC_FACTS: dict[Kind, frozenset[str]] = {Kind.OUTCOME: frozenset({"status", "took_part"})}
# Which parts of which message each kind of recipient may ever be told. What is not here cannot be sent.
ALLOWED: dict[Recipient, dict[Kind, frozenset[str]]] = {
    Recipient.COMMUNITY: _MANAGER,
    Recipient.PRISON_MANAGER: _MANAGER,
    Recipient.PRISON: {
        Kind.PERMISSION: frozenset({"needed"}),
        Kind.DATES: frozenset({"dates"}),
        Kind.ENDED: frozenset({"status"}),
        Kind.OUTCOME: frozenset({"status", "next"}),
    },
    Recipient.LIAISON: {
        Kind.EXPLORING: frozenset({"status"}),
        Kind.DATES: frozenset({"dates"}),
        Kind.ENDED: frozenset({"status"}),
        Kind.OUTCOME: frozenset({"status"}),
    },
    # That it did not take place is never told them: nobody is to be judged by it.
    Recipient.PAROLE_BOARD: _BASIC_FACTS,
    Recipient.COURT: _BASIC_FACTS,
}
# What an agreement has to let us send, besides who it is about, before an agency can be told of this.
CATEGORY_OF: dict[Kind, Category] = {
    Kind.EXPLORING: Category.OUTCOME,
    Kind.PERMISSION: Category.CONDITIONS,
    Kind.DATES: Category.DATES,
    Kind.ACTIONS: Category.OUTCOME,
    Kind.COMPLETED: Category.OUTCOME,
    Kind.ENDED: Category.OUTCOME,
    Kind.OUTCOME: Category.OUTCOME,
    Kind.QUESTION: Category.IDENTITY,
}
TOOK_PART = frozenset({Status.INDIRECT, Status.DIRECT, Status.CIRCLE})


@dataclass(frozen=True)
class Sentence:
    """`key` stays the same when the words change. `item` is set for something that was agreed."""

    key: str
    part: str
    about: About
    words: str
    item: dict[str, str] = field(default_factory=dict)


# The parts of a report, in their order, and what stands above each.
def parts() -> dict[str, str]:
    return {
        "status": _("How far it came"),
        "needed": _("A permission is needed"),
        "dates": _("Appointments"),
        "took_part": _("Who took part"),
        "preparation": _("Preparation"),
        "permissions": _("Permissions that were used"),
        "agreed": _("What was agreed"),
        "support": _("Where they would like support"),
        "next": _("What comes next"),
        "objectives": _("Suggested for the plan: yours to adopt, or to leave"),
    }


def sentences(
    facts: ReportFacts,
    written: Mapping[str, str],
    *,
    kind: Kind = Kind.OUTCOME,
    recipient: Recipient = Recipient.COMMUNITY,
) -> tuple[Sentence, ...]:
    """All that this recipient may be told of this. Empty if that is nothing.

    Of work that is not going ahead one sentence is told and nothing else, whatever it is told as, whoever stopped and
    whatever came.
    """
    allowed = ALLOWED[recipient]
    if facts.status is Status.NOT_PROGRESSED:
        told = Kind.ENDED in allowed
        return (Sentence("status", "status", About.OFFENDER, not_progressed()),) if told else ()
    if recipient in {Recipient.PAROLE_BOARD, Recipient.COURT} and facts.status not in TOOK_PART:
        return ()
    found = (
        *(_status(facts) if _has_status(kind, facts.status) else ()),
        *_needed(facts),
        *_dates(facts),
        *_took_part(facts),
        *_preparation(facts),
        *_permissions(facts),
        *_items(facts, kind),
        *_written(written),
    )
    return tuple(one for one in found if one.part in allowed.get(kind, frozenset()))


def _has_status(kind: Kind, status: Status) -> bool:
    """A message says how far it came only while that is what it is about."""
    if kind is Kind.OUTCOME:
        return True
    return kind is Kind.EXPLORING and status is Status.EXPLORED


def not_progressed() -> str:
    return _("Restorative justice is not going ahead. Nothing follows from this for a sentence, a licence or a plan.")


def _status(facts: ReportFacts) -> Iterator[Sentence]:
    name = {"name": facts.name}
    if facts.status is Status.EXPLORED:
        words = _(
            "%(name)s is talking with us about restorative justice. "
            "Nothing follows from this for a sentence, a licence or a plan."
        )
        yield Sentence("status", "status", About.OFFENDER, words % name)
    elif facts.status is Status.INDIRECT:
        words = _("%(name)s took part. Words passed through us, and nobody met.") % name
        yield Sentence("status", "status", About.BOTH, words)
    else:
        for one in facts.meetings:
            told = {**name, "day": long_date(one.held_on)}
            words = (
                _("%(name)s took part in a circle on %(day)s.")
                if one.circle
                else _("%(name)s took part in a restorative meeting on %(day)s.")
            )
            yield Sentence(f"meeting:{one.meeting_id}", "status", About.BOTH, words % told)


def _needed(facts: ReportFacts) -> Iterator[Sentence]:
    if facts.permission_needed:
        words = _(
            "Before %(name)s can meet anybody through us, an order or a condition needs an exception or a variation in "
            "writing."
        )
        yield Sentence("needed", "needed", About.OFFENDER, words % {"name": facts.name})


def _dates(facts: ReportFacts) -> Iterator[Sentence]:
    for one in facts.dates:
        told = {"name": facts.name, "day": long_date(one.at), "time": clock_text(one.at.time())}
        words = _("%(name)s has an appointment with us on %(day)s at %(time)s. It may need leave or an escort.")
        yield Sentence(f"date:{one.appointment_id}", "dates", About.OFFENDER, words % told)


def _took_part(facts: ReportFacts) -> Iterator[Sentence]:
    """By their part, never by name."""
    for one in facts.meetings:
        people = [facts.name]
        if one.victim:
            people.append(_("a person who was harmed"))
        if one.supporters:
            people.append(ngettext("one supporter", "%(count)d supporters", one.supporters) % {"count": one.supporters})
        people.append(
            ngettext("one facilitator", "%(count)d facilitators", one.facilitators) % {"count": one.facilitators}
        )
        words = _("On %(day)s there were: %(people)s.") % {"day": long_date(one.held_on), "people": ", ".join(people)}
        yield Sentence(f"took_part:{one.meeting_id}", "took_part", About.BOTH, words)


def _preparation(facts: ReportFacts) -> Iterator[Sentence]:
    if not facts.talked_on:
        return
    # How much, and not on which days: a band is enough for whoever supervises them.
    talked = _("We talked with %(name)s, to prepare and to listen.") % {"name": facts.name}
    yield Sentence("sessions", "preparation", About.OFFENDER, talked)
    yield Sentence("band", "preparation", About.OFFENDER, _band(len(facts.talked_on), facts.bands))


def _band(count: int, bands: tuple[int, ...]) -> str:
    begin, end = band(count, bands)
    if end is None:
        return _("That is %(begin)d talks or more.") % {"begin": begin}
    if end == begin:
        return ngettext("That is one talk.", "That is %(count)d talks.", begin) % {"count": begin}
    return _("That is between %(begin)d and %(end)d talks.") % {"begin": begin, "end": end}


def band(count: int, bands: tuple[int, ...]) -> tuple[int, int | None]:
    """From how many talks to how many; None where the band is open."""
    begin = max((start for start in bands if start <= count), default=count)
    after = min((start for start in bands if start > count), default=None)
    return begin, None if after is None else after - 1


def _permissions(facts: ReportFacts) -> Iterator[Sentence]:
    if facts.permissions:
        what = {"what": "; ".join(facts.permissions)}
        words = _("There was an exception in writing to: %(what)s.") % what
        yield Sentence("permissions", "permissions", About.OFFENDER, words)


def _items(facts: ReportFacts, kind: Kind) -> Iterator[Sentence]:
    """Of a message about what is to be done, or is done, that alone, and nothing that the victim does."""
    wanted = {Kind.ACTIONS: ("", ItemResult.PARTLY), Kind.COMPLETED: (ItemResult.DONE,)}.get(kind)
    for item in facts.items:
        if wanted is not None and (item.by_victim or item.status not in wanted):
            continue
        owner = _("The person who was harmed") if item.by_victim else facts.name
        told = {"owner": owner, "words": item.words, "due": long_date(item.due_on), "status": item.result}
        words = _("%(owner)s: %(words)s By %(due)s. %(status)s.") % (told | {"words": _ended(item.words)})
        about = About.VICTIM if item.by_victim else About.BOTH
        yield Sentence(f"item:{item.item_id}", "agreed", about, words, told)


def _ended(words: str) -> str:
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _written(written: Mapping[str, str]) -> Iterator[Sentence]:
    for key, part in (("support", "support"), ("next_contact", "next"), ("objectives", "objectives")):
        if words := written.get(key, "").strip():
            yield Sentence(key, part, About.OFFENDER, words)


def stored(found: tuple[Sentence, ...]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def read(rows: list[dict[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(**{**row, "about": About(row["about"])}) for row in rows)


def of(found: tuple[Sentence, ...], side: About) -> tuple[Sentence, ...]:
    """What somebody of this side is shown: their own sentences and those of both, never the other's."""
    return tuple(one for one in found if one.about in {side, About.BOTH})


def fingerprint(found: tuple[Sentence, ...]) -> str:
    return digest(stored(found))
