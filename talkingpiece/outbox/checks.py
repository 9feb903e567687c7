"""What the rooms above are asked: may this still be looked up, and what can an agency see now? Registered by them when
the service starts, since nothing here may know them. A kind for which nobody answers is never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from talkingpiece.areas.models import Agency
from talkingpiece.outbox.models import Event
from talkingpiece.outbox.states import Kind


@dataclass(frozen=True)
class Seen:
    """One thing that an agency sees. `changed`: as what it is told when it is new or another."""

    digest: str
    changed: Kind
    subject_id: UUID
    new: Kind | None = None  # told when it was not there before; else as changed


@dataclass(frozen=True)
class Sight:
    """All that one agency sees of one offender in one case."""

    agency_id: UUID
    responsible_id: UUID
    person_id: UUID
    known: bool = False  # that they are in a process at all, and not only that something is asked
    facts: Mapping[str, Seen] = field(default_factory=dict)


# Of these events about one case, in one area: those of which the agency may be told at this moment.
Check = Callable[[Agency, UUID, list[Event], datetime], set[UUID]]
# What each agency sees of one case now; nothing of an agency that sees nothing.
Look = Callable[[UUID, datetime], Iterable[Sight]]

_checks: dict[Kind, Check] = {}
_looks: list[Look] = []


def register(check: Check, *kinds: Kind, look: Look | None = None) -> None:
    _checks.update(dict.fromkeys(kinds, check))
    if look is not None and look not in _looks:
        _looks.append(look)


def sights(case_id: UUID, at: datetime) -> list[Sight]:
    return [sight for look in _looks for sight in look(case_id, at)]


def may_go(agency: Agency, events: Iterable[Event], at: datetime) -> set[UUID]:
    """Of these events of one agency in one area: those that it may be told of at this moment."""
    groups: dict[tuple[UUID, Check], list[Event]] = {}
    for event in events:
        if (check := _checks.get(Kind(event.kind))) is not None:
            groups.setdefault((event.case_id, check), []).append(event)
    return {pk for (case_id, check), group in groups.items() for pk in check(agency, case_id, group, at)}
