from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Text
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import hours_in_words, if_answered_in_words, is_safe_at
from talkingpiece.people.states import Channel


@dataclass(frozen=True)
class WayRow:
    point_id: UUID
    channel: Text
    sealed: str  # completes "Reveal …"
    hidden: dict[str, str]
    hours: str
    if_answered: str
    note: str
    safe_now: bool
    since: datetime
    ended_at: datetime | None
    ended_why: str


def way_row(point: ContactPoint, person: Person, at: datetime) -> WayRow:
    rule = rule_of(point)
    return WayRow(
        point_id=point.pk,
        channel=Channel(point.channel).label,
        sealed=_what(point, person),
        hidden={"what": "point", "id": str(point.pk)},
        hours=hours_in_words(rule),
        if_answered=if_answered_in_words(rule) if point.channel == Channel.CALL else "",
        note=point.note,
        safe_now=point.ended_at is None and is_safe_at(rule, at),
        since=point.confirmed_at,
        ended_at=point.ended_at,
        ended_why=point.ended_why,
    )


def _what(point: ContactPoint, person: Person) -> str:
    name = {"name": person.called}
    if point.channel == Channel.EMAIL:
        return _("%(name)s’s email address") % name
    if point.channel == Channel.POST:
        return _("%(name)s’s address") % name
    return _("%(name)s’s phone number") % name


@dataclass(frozen=True)
class Difference:
    label: Text
    saved: Text
    written: Text


def differences(pairs: Iterable[tuple[Text, object, object]]) -> list[Difference]:
    """Of (label, as it is saved now, as it was written here), those that are not alike."""
    shown = [(label, _shown(saved), _shown(written)) for label, saved, written in pairs]
    return [Difference(label, saved, written) for label, saved, written in shown if saved != written]


def _shown(value: object) -> Text:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value) if value else _("(empty)")
