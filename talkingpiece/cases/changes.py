"""What a change in an offender’s situation reopens. Pure: one table, read by every gate through `Changes`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.states import ChangeKind


class Clearance(StrEnum):
    """Something that somebody made sure of, and that a later change may reopen."""

    LEGAL = "legal"  # the legal-contact check
    PERMISSION = "permission"  # the writing in which an exception or a variation was seen
    CONSULTATION = "consultation"  # what the offender manager said, and what they are asked now
    PLACE = "place"  # that the place of a meeting is cleared
    VISIT = "visit"  # that a prison lets somebody in
    RISK = "risk"  # the signed assessment of an approach
    CONTACT = "contact"  # that this person can be reached at all: nothing gives it back


REOPENS: Mapping[str, frozenset[Clearance]] = {
    ChangeKind.TRANSFER: frozenset({Clearance.PLACE, Clearance.VISIT}),
    # A licence begins, and with it whatever it forbids.
    ChangeKind.RELEASE: frozenset({Clearance.PLACE, Clearance.VISIT, Clearance.LEGAL}),
    # Something went wrong outside, and the prison protects the public in its own way.
    ChangeKind.RECALL: frozenset({Clearance.PLACE, Clearance.VISIT, Clearance.LEGAL, Clearance.RISK}),
    ChangeKind.OFFICER: frozenset({Clearance.CONSULTATION}),
    ChangeKind.LICENCE: frozenset({Clearance.LEGAL, Clearance.PERMISSION}),
    ChangeKind.ORDER: frozenset({Clearance.LEGAL, Clearance.PERMISSION}),
    ChangeKind.DEATH: frozenset({Clearance.CONTACT}),
    ChangeKind.MERGED: frozenset(),
}

# Whoever asked before we learned of the order did not ask about it, even if it was made before they asked.
FROM_LEARNING = frozenset({Clearance.LEGAL, Clearance.PERMISSION})


@dataclass(frozen=True)
class Change:
    change_id: UUID
    kind: str
    happened_at: datetime
    recorded_at: datetime

    def counts_from(self, clearance: Clearance) -> datetime:
        return max(self.happened_at, self.recorded_at) if clearance in FROM_LEARNING else self.happened_at


@dataclass(frozen=True)
class Changes:
    """Every standing change of one responsible person. In which order they came does not matter."""

    all: tuple[Change, ...] = ()

    def touching(self, clearance: Clearance) -> Change | None:
        """The newest that reopens this, whether or not it was made sure of since."""
        found = [one for one in self.all if clearance in REOPENS[one.kind]]
        return max(found, key=lambda one: (one.counts_from(clearance), one.kind), default=None)

    def reopened(self, clearance: Clearance, made_at: datetime, recorded_at: datetime | None = None) -> str:
        """The kind of the newest change that came after this was made sure of; empty: it still holds.

        People write the time to the minute: in the minute of the change itself, what was written down after it holds.
        """
        newest = self.touching(clearance)
        if newest is None:
            return ""
        since = newest.counts_from(clearance)
        in_its_minute = made_at >= to_the_minute(since) and (recorded_at or made_at) >= since
        return "" if made_at >= since or in_its_minute else newest.kind

    @property
    def died(self) -> bool:
        return self.touching(Clearance.CONTACT) is not None


NONE = Changes()


def to_the_minute(moment: datetime) -> datetime:
    """People write the time to the minute: what was done in it is not before it."""
    return moment.replace(second=0, microsecond=0)


# Of these the newest is true: where they are, under whom, by which number.
MOVES = frozenset({ChangeKind.TRANSFER, ChangeKind.RELEASE, ChangeKind.RECALL})
OFFICERS = frozenset({ChangeKind.OFFICER})
MERGES = frozenset({ChangeKind.MERGED})


def newest(found: Iterable[Change], kinds: frozenset[str]) -> Change | None:
    """What is true now of those that replace each other, whatever order they came in."""
    of_kind = [one for one in found if one.kind in kinds]
    return max(of_kind, key=lambda one: (one.happened_at, one.kind, str(one.change_id)), default=None)


def clearance_words(one: Clearance) -> str:
    """What is done again, for whoever works on the case."""
    return {
        Clearance.LEGAL: _("orders and conditions are asked for again"),
        Clearance.PERMISSION: _("each written permission is read again"),
        Clearance.CONSULTATION: _("whoever supervises them now is asked"),
        Clearance.PLACE: _("the place of a planned meeting is cleared again"),
        Clearance.VISIT: _("the prison that holds them is asked for each visit"),
        Clearance.RISK: _("the risk is looked at again, and signed"),
        Clearance.CONTACT: _("nobody contacts them any more"),
    }[one]
