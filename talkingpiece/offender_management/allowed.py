"""The allow-list: all that an offender manager can ever be told, as sentences, each with whose it is. Pure.

Not in it, and so nowhere in a report: who or where the victim is, what they need or answered, why anybody stopped,
what was said, and what a facilitator thinks of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import digest
from talkingpiece.offender_management.states import About, Status
from talkingpiece.ui.dates import long_date


@dataclass(frozen=True)
class ItemTold:
    """Something agreed, with the consents that let it be told already asked of everybody whom it concerns."""

    item_id: str
    by_victim: bool
    words: str
    due_on: date
    result: str  # in words


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
        "took_part": _("Who took part"),
        "preparation": _("Preparation"),
        "permissions": _("Permissions that were used"),
        "agreed": _("What was agreed"),
        "support": _("Where they would like support"),
        "next": _("What comes next"),
        "objectives": _("Suggested for the plan: yours to adopt, or to leave"),
    }


def sentences(facts: ReportFacts, written: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Of work that is not going ahead one sentence is told and nothing else, whoever stopped and whatever came."""
    if facts.status is Status.NOT_PROGRESSED:
        return (Sentence("status", "status", About.OFFENDER, not_progressed()),)
    return (
        *_status(facts),
        *_took_part(facts),
        *_preparation(facts),
        *_permissions(facts),
        *_items(facts),
        *_written(written),
    )


def not_progressed() -> str:
    return _("Restorative justice is not going ahead. Nothing follows from this for a sentence, a licence or a plan.")


def _status(facts: ReportFacts) -> Iterator[Sentence]:
    name = {"name": facts.name}
    if facts.status is Status.EXPLORED:
        words = _("%(name)s is talking with us about restorative justice. Nothing is decided.") % name
        yield Sentence("status", "status", About.OFFENDER, words)
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
    begin = max((start for start in bands if start <= count), default=count)
    end = min((start for start in bands if start > count), default=0) - 1
    if end < 0:
        return _("That is %(begin)d talks or more.") % {"begin": begin}
    if end == begin:
        return ngettext("That is one talk.", "That is %(count)d talks.", begin) % {"count": begin}
    return _("That is between %(begin)d and %(end)d talks.") % {"begin": begin, "end": end}


def _permissions(facts: ReportFacts) -> Iterator[Sentence]:
    if facts.permissions:
        what = {"what": "; ".join(facts.permissions)}
        words = _("There was an exception in writing to: %(what)s.") % what
        yield Sentence("permissions", "permissions", About.OFFENDER, words)


def _items(facts: ReportFacts) -> Iterator[Sentence]:
    for item in facts.items:
        owner = _("The person who was harmed") if item.by_victim else facts.name
        told = {"owner": owner, "words": item.words, "due": long_date(item.due_on), "status": item.result}
        words = _("%(owner)s: %(words)s By %(due)s. %(status)s.") % told
        about = About.VICTIM if item.by_victim else About.BOTH
        yield Sentence(f"item:{item.item_id}", "agreed", about, words, told)


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
