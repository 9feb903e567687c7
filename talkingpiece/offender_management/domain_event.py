"""The thin event in which systems of prison and probation say that something happened to somebody, and what it means
here. Pure. What an event does not carry is asked of whoever sent it, never fetched from its `detailUrl`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from talkingpiece.cases.states import ChangeKind
from talkingpiece.people.states import NumberKind


class Malformed(Exception):
    """Not shaped like an event. `errors`: where, and what is wrong there; never what it held."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("; ".join(errors))


class Identifier(BaseModel):
    model_config = ConfigDict(frozen=True)

    type: str = Field(max_length=40, description="Which numbering: NOMS for prison, CRN for probation.")
    value: str = Field(max_length=40, description="The number in it.")


class PersonReference(BaseModel):
    model_config = ConfigDict(frozen=True)

    identifiers: list[Identifier] = Field(default=[], max_length=20)


class DomainEvent(BaseModel):
    """What is not named here is let by: senders add fields."""

    model_config = ConfigDict(frozen=True)

    eventType: str = Field(min_length=1, max_length=120, description="What happened, by the name its sender gives it.")
    version: int = Field(ge=0, description="Of the shape of this event.")
    occurredAt: AwareDatetime = Field(description="When it happened to them, with its offset from UTC.")
    description: str = Field(default="", max_length=500, description="In a few words, for people.")
    detailUrl: str = Field(default="", max_length=500, description="Where its sender would tell more.")
    additionalInformation: dict[str, JsonValue] = Field(default={}, description="What this kind of event adds.")
    personReference: PersonReference | None = Field(default=None, description="Whom it is about, by numbers alone.")

    def said(self, name: str) -> str:
        """Of what it adds: that field as a short text; empty if it is not there."""
        value = self.additionalInformation.get(name)
        return value.strip()[:200] if isinstance(value, str) else ""

    @property
    def numbers(self) -> set[tuple[str, str]]:
        """(kind, value) of everything by which we could know them."""
        found = set(_named(self.personReference.identifiers if self.personReference else []))
        found |= {(NumberKind.PRISON.value, self.said(name)) for name in ("nomsNumber", "removedNomsNumber")}
        found.add((NumberKind.CRN.value, self.said("crn")))
        return {(kind, value) for kind, value in found if value}


_NUMBERS = {"NOMS": NumberKind.PRISON.value, "CRN": NumberKind.CRN.value}


def _named(identifiers: list[Identifier]) -> Iterator[tuple[str, str]]:
    for one in identifiers:
        if one.type.upper() in _NUMBERS:
            yield _NUMBERS[one.type.upper()], one.value


def read(event: Any) -> DomainEvent:
    """Raises Malformed with every place that is wrong, and nothing of what stood there."""
    try:
        return DomainEvent.model_validate(event)
    except ValidationError as wrong:
        raise Malformed([_where(one) for one in wrong.errors(include_input=False, include_url=False)]) from None


def _where(error: Any) -> str:
    # Names of additional fields are its sender's own, and may hold anything.
    named = [str(part) for part in error["loc"][:1]]
    return f"{'.'.join(named) or 'event'}: {error['type'].replace('_', ' ')}"


_PLAIN: dict[str, ChangeKind] = {
    "prison-offender-events.prisoner.merged": ChangeKind.MERGED,
    "PRISONER_MERGED": ChangeKind.MERGED,
    "PRISONER_BASE_LOCATION_CHANGED": ChangeKind.TRANSFER,
    "KEY_DATES_AND_ADJUSTMENTS_PRISONER_RELEASE": ChangeKind.RELEASE,
    "PERSON_RESPONSIBLE_OFFICER_CHANGED": ChangeKind.OFFICER,
    "LICENCE_CONDITION_CHANGED": ChangeKind.LICENCE,
    # Our own names, for files and for systems that have none: offender.death, offender.order ...
    **{f"offender.{kind.value}": kind for kind in ChangeKind},
}
_RECEIVED = frozenset({"prison-offender-events.prisoner.received", "prisoner-offender-search.prisoner.received"})
_RELEASED = frozenset({"prison-offender-events.prisoner.released", "prisoner-offender-search.prisoner.released"})
# Out for a day and back: nothing has changed for them.
_FOR_A_DAY = frozenset(
    {"TEMPORARY_ABSENCE_RETURN", "TEMPORARY_ABSENCE_RELEASE", "RETURN_FROM_COURT", "SENT_TO_COURT", "COURT_RETURN"}
)


def kind_of(event: DomainEvent) -> ChangeKind | None:
    """What it means here; None for what touches nothing of ours."""
    reason = event.said("reason").upper()
    if reason in _FOR_A_DAY:
        return None
    if event.eventType in _RECEIVED:
        return ChangeKind.RECALL if "RECALL" in reason else ChangeKind.TRANSFER
    if event.eventType in _RELEASED:
        # Let go towards another prison: that they arrived there is an event of its own.
        return None if reason.startswith("TRANSFER") else ChangeKind.RELEASE
    return _PLAIN.get(event.eventType)
