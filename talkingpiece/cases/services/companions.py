from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case, Companion, Responsible, Safeguard
from talkingpiece.cases.services.life import fact_columns, lock_case
from talkingpiece.cases.states import VictimAs
from talkingpiece.people.models import Person
from talkingpiece.people.services import describe_person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side


class AlreadyThere(Exception):
    """This person already has a part in the case."""


class StaleCompanion(Exception):
    """Somebody else saved this record first."""

    def __init__(self, current: Companion) -> None:
        self.current = current
        super().__init__("stale")


@transaction.atomic
def add_companion(
    *,
    case_id: UUID,
    person: Person,
    part: str,
    beside: Person,
    side: Side,
    words: str,
    by: User,
    at: datetime,
    under_18: bool = False,
    independent: bool | None = None,
    known: bool = False,
) -> Companion:
    """Somebody who takes part beside `beside`. Raises AlreadyThere for somebody who has a part in the case already,
    ValueError if `beside` is neither its victim nor responsible for the harm. `known`: whoever adds them said that it
    is this person, of whom there was a record already."""
    case = lock_case(case_id)
    if _is_party(case, person.pk) or Companion.objects.filter(case=case, person=person, ended_at__isnull=True).exists():
        raise AlreadyThere
    if not _is_party(case, beside.pk):
        raise ValueError("Somebody comes beside the victim, or beside somebody responsible for the harm.")
    companion = Companion(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        person=person,
        part=part,
        beside=beside,
        side=side,
        words=words,
        under_18=under_18,
        independent=independent,
        since=at,
    )
    companion.save()
    _enter("companion.added", companion, by=by, at=at, **({"known": str(person.pk)} if known else {}))
    return companion


def _is_party(case: Case, person_id: UUID) -> bool:
    return person_id == case.victim_id or Responsible.objects.filter(case=case, person_id=person_id).exists()


@transaction.atomic
def change_companion(
    *,
    companion_id: UUID,
    version: int,
    part: str,
    words: str,
    under_18: bool,
    independent: bool | None,
    by: User,
    at: datetime,
) -> Companion:
    """What somebody is there for. Raises StaleCompanion if `version` is not the newest."""
    companion = _locked(companion_id)
    if companion.version != version:
        raise StaleCompanion(companion)
    companion.part, companion.words = part, words
    companion.under_18, companion.independent = under_18, independent
    companion.version += 1
    companion.save()
    _enter("companion.changed", companion, by=by, at=at)
    return companion


@transaction.atomic
def end_companion(*, companion_id: UUID, why: str, by: User, at: datetime) -> Companion:
    """They take no part from now on. What they said stays on record. Twice is once."""
    companion = _locked(companion_id)
    if companion.ended_at is None:
        companion.ended_at, companion.ended_why = at, why
        companion.version += 1
        companion.save()
        _enter("companion.ended", companion, by=by, at=at)
    return companion


def _locked(companion_id: UUID) -> Companion:
    lock_case(Companion.objects.values_list("case_id", flat=True).get(pk=companion_id))
    return Companion.objects.select_for_update(no_key=True).get(pk=companion_id)


def _enter(event: str, companion: Companion, *, by: User, at: datetime, **more: str) -> None:
    record(
        event,
        by=by,
        about=companion,
        at=at,
        side=Side(companion.side),
        case_id=companion.case_id,
        detail={"part": companion.part, **more},
    )


@transaction.atomic
def describe_victim(*, case_id: UUID, victim_as: str, by: User, at: datetime) -> Case:
    """How the victim was harmed. An organisation is a person of the case that somebody speaks for."""
    case = lock_case(case_id)
    if case.victim_as == victim_as:
        return case
    case.victim_as = victim_as
    case.save(update_fields=["victim_as"])
    kind = PersonKind.ORGANISATION if victim_as == VictimAs.ORGANISATION else PersonKind.PERSON
    if case.victim.kind != kind:
        changes: dict[str, str | bool] = {"kind": kind}
        version = case.victim.version
        describe_person(person_id=case.victim_id, version=version, changes=changes, by=by, at=at, side=Side.VICTIM)
    detail = {"as": victim_as}
    record("case.victim_described", by=by, about=case, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return case


@transaction.atomic
def record_safeguard(
    *, case_id: UUID, person: Person, side: Side, guardian: str, lead: User, words: str, by: User, at: datetime
) -> Safeguard:
    """A child takes part: which parent or guardian agreed, and which specialist leads the work with them."""
    case = lock_case(case_id)
    safeguard = Safeguard(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=person,
        side=side,
        guardian=guardian,
        lead=lead,
        words=words,
    )
    safeguard.save()
    record("safeguard.recorded", by=by, about=safeguard, at=at, side=side, case_id=case.pk)
    return safeguard
