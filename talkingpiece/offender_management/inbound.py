"""What others tell us of an offender: taken in, or let go without a trace. The answer is the same either way, since
that we work with somebody is a secret."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.cases.services import Told, take_in
from talkingpiece.cases.states import ChangeSource
from talkingpiece.offender_management.domain_event import DomainEvent, Malformed, kind_of, read
from talkingpiece.people.states import NumberKind
from talkingpiece.people.tokens import of_number
from talkingpiece.protection.tokens import token

# Clocks differ. What lies further ahead has not happened.
AHEAD = timedelta(minutes=5)


def receive_event(
    event: Any,
    *,
    area_id: UUID,
    by: User | None,
    at: datetime,
    event_id: str = "",
    source: str = ChangeSource.STREAM,
) -> None:
    """Takes in what changed for whoever has one of its numbers, in every case of theirs in the area; says nothing back.

    `event_id`: how its sender calls it; without one its content is its name. The same twice changes nothing, and so
    does what we have no use for. Raises Malformed for what is not shaped like an event, whoever it is about.
    """
    read_as = understood(event, at)
    numbers = [one for kind, value in sorted(read_as.numbers) for one in of_number(area_id, kind, value)]
    kind = kind_of(read_as)
    if kind is None:
        return
    name = token(area_id, "event", event_id or _digest(event)).hex()
    told = _told(read_as, kind, area_id, event_name=name, source=source, at=at)
    take_in(area_id=area_id, numbers=numbers, told=told, by=by, at=at)


def understood(event: Any, at: datetime) -> DomainEvent:
    """Raises Malformed, whoever it is about: asked of the message alone."""
    found = read(event)
    if found.occurredAt > at + AHEAD:
        raise Malformed(["occurredAt: lies ahead"])
    return found


def _digest(event: Any) -> str:
    return sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()


def _told(event: DomainEvent, kind: str, area_id: UUID, *, event_name: str, source: str, at: datetime) -> Told:
    prison = event.said("prisonName") or event.said("prisonId")
    officer = _officer(area_id, event.said("officerEmail"), at)
    values = {
        "prison": prison,
        "officer": event.said("officerName"),
        NumberKind.PRISON.value: event.said("nomsNumber") if event.said("removedNomsNumber") else "",
    }
    return Told(
        kind=kind,
        happened_at=event.occurredAt,
        source=source,
        event=event_name,
        agency=_prison(prison) or (officer.agency if officer else None),
        officer=officer,
        words=event.description,
        values={key: value for key, value in values.items() if value},
    )


def _prison(name: str) -> Agency | None:
    return Agency.objects.filter(kind=AgencyKind.PRISON, name__iexact=name).first() if name else None


def _officer(area_id: UUID, email: str, at: datetime) -> User | None:
    found = people_with_role(area_id, Role.OFFENDER_MANAGER, at).filter(email__iexact=email) if email else None
    return found.select_related("agency").first() if found is not None else None
