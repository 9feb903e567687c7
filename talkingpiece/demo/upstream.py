"""The systems of prison and probation, played: a queue of events in the shape that they publish, about one person.

What is played reaches the very function that the real ones reach: twice, and in any order, as real queues do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from talkingpiece.offender_management.inbound import receive_event

Message = dict[str, Any]  # {messageId, event}: the envelope of the queue, and the event within
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RECEIVED = "prison-offender-events.prisoner.received"


@dataclass(frozen=True)
class Upstream:
    """Speaks of one person, by their numbers and nothing else."""

    prison_no: str
    crn: str = ""

    def event(self, kind: str, at: datetime, description: str, **more: str) -> Message:
        identifiers = [{"type": "NOMS", "value": self.prison_no}]
        if self.crn:
            identifiers.append({"type": "CRN", "value": self.crn})
        content = {
            "eventType": kind,
            "version": 1,
            "occurredAt": at.isoformat(),
            "description": description,
            "detailUrl": "https://upstream.example.org/events",
            "additionalInformation": more,
            "personReference": {"identifiers": identifiers},
        }
        return {"messageId": f"{kind} {at:%Y%m%d%H%M%S} {self.prison_no}", "event": content}

    def moved(self, at: datetime, prison: str) -> Message:
        return self.event(RECEIVED, at, "Arrived from another prison", reason="TRANSFERRED", prisonName=prison)

    def recalled(self, at: datetime, prison: str) -> Message:
        return self.event(RECEIVED, at, "Came back from licence", reason="RECALL", prisonName=prison)

    def released(self, at: datetime) -> Message:
        return self.event("prison-offender-events.prisoner.released", at, "Released", reason="RELEASED")

    def officer(self, at: datetime, name: str, email: str = "") -> Message:
        words = "Another officer supervises this person"
        return self.event("PERSON_RESPONSIBLE_OFFICER_CHANGED", at, words, officerName=name, officerEmail=email)

    def licence(self, at: datetime) -> Message:
        return self.event("LICENCE_CONDITION_CHANGED", at, "A licence condition changed")

    def merged(self, at: datetime, stays: str) -> Message:
        kind, words = "prison-offender-events.prisoner.merged", "Two records were merged"
        return self.event(kind, at, words, nomsNumber=stays, removedNomsNumber=self.prison_no)

    def risk(self, at: datetime) -> Message:
        """Of which we make nothing."""
        return self.event("RISK_OF_SERIOUS_HARM_CHANGED", at, "An assessment was changed elsewhere")


def moved(upstream: Upstream, at: datetime) -> list[Message]:
    return [upstream.moved(at, "HMP Foxcombe"), upstream.risk(at + HOUR)]


def recall(upstream: Upstream, at: datetime) -> list[Message]:
    """Out on licence for two months, and recalled before a meeting that was booked meanwhile."""
    out = at - 60 * DAY
    back = upstream.recalled(at, "HMP Foxcombe")
    return [upstream.released(out), upstream.licence(out + HOUR), upstream.risk(at - HOUR), back]


def handed_over(upstream: Upstream, at: datetime) -> list[Message]:
    return [upstream.officer(at, "R. Vance")]


SCENARIOS: dict[str, Callable[[Upstream, datetime], list[Message]]] = {
    "moved": moved,
    "recall": recall,
    "handed_over": handed_over,
}


def play(messages: Iterable[Message], *, area_id: UUID, at: datetime) -> None:
    """Each of them, in this order."""
    for message in messages:
        receive_event(message["event"], area_id=area_id, by=None, at=at, event_id=message["messageId"])


def as_a_queue_does(messages: Sequence[Message], seed: int) -> list[Message]:
    """In another order, and some of them twice: each at least once."""
    dice = random.Random(seed)
    found = [*messages, *(one for one in messages if dice.random() < 0.5)]
    dice.shuffle(found)
    return found
