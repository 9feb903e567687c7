"""Of what agencies' systems may be told by themselves: only of what they see in the feed at that moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from talkingpiece.areas.models import Agency
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import digest
from talkingpiece.offender_management.feed import FeedFact, OffenderEntry, feed, no_longer_asked
from talkingpiece.offender_management.seeing import agencies_of
from talkingpiece.offender_management.states import Kind
from talkingpiece.outbox import checks
from talkingpiece.outbox.checks import Seen, Sight
from talkingpiece.outbox.models import Event
from talkingpiece.outbox.states import Kind as EventKind

# A request and a report are announced by their own acts.
_BY_THEIR_ACTS = (Kind.QUESTION, Kind.OUTCOME)
_ACTIONS = (Kind.ACTIONS, Kind.COMPLETED)
# By the key of the fact that must still be there; without one, the offender.
_KEYS = {
    EventKind.REQUEST_MADE: "question",
    EventKind.REQUEST_CHASED: "question",
    EventKind.REPORT_RELEASED: "report",
    EventKind.REPORT_CORRECTED: "report",
    EventKind.ACTION_DUE: "item",
    EventKind.ACTION_CHANGED: "item",
}


def may_be_told(agency: Agency, case_id: UUID, events: list[Event], at: datetime) -> set[UUID]:
    entries = {entry.entry_id: entry for entry in feed(agency, None, at, case_id=case_id)}
    closed = [event.subject_id for event in events if event.kind == EventKind.REQUEST_WITHDRAWN]
    withdrawn = no_longer_asked(agency, closed, at) if closed else set()
    return {
        event.pk
        for event in events
        if (
            event.subject_id in withdrawn
            if event.kind == EventKind.REQUEST_WITHDRAWN
            else _is_seen(event, entries.get(event.responsible_id))
        )
    }


def _is_seen(event: Event, entry: OffenderEntry | None) -> bool:
    if entry is None:
        return False
    if (key := _KEYS.get(EventKind(event.kind))) is None:
        return _is_known(entry)
    return any(fact.key == f"{key}:{event.subject_id}" for fact in entry.facts)


def _is_known(entry: OffenderEntry) -> bool:
    """That they are in a process: more than that something is asked about them."""
    return any(fact.kind is not Kind.QUESTION for fact in entry.facts)


def what_agencies_see(case_id: UUID, at: datetime) -> Iterator[Sight]:
    case = Case.objects.get(pk=case_id)
    people = dict(case.responsibles.values_list("pk", "person_id"))
    for agency in agencies_of(case):
        for entry in feed(agency, None, at, case_id=case_id):
            yield Sight(
                agency_id=agency.pk,
                responsible_id=entry.entry_id,
                person_id=people[entry.entry_id],
                known=_is_known(entry),
                facts={fact.key: _seen(fact, entry) for fact in entry.facts if fact.kind not in _BY_THEIR_ACTS},
            )


def _seen(fact: FeedFact, entry: OffenderEntry) -> Seen:
    # What they themselves reported is nothing new to them, and under which version of an agreement they see it neither.
    told = {name: value for name, value in fact.data().items() if name not in {"ground", "reported_on"}}
    if fact.kind in _ACTIONS and fact.subject_id is not None:
        return Seen(digest(told), EventKind.ACTION_CHANGED, fact.subject_id, new=EventKind.ACTION_DUE)
    return Seen(digest(told), EventKind.OFFENDER_CHANGED, entry.entry_id)


def register() -> None:
    checks.register(may_be_told, *EventKind, look=what_agencies_see)
