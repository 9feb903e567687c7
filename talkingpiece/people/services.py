from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.linkage import standardise
from talkingpiece.people import tokens
from talkingpiece.people.models import Conflict, ContactHold, ContactPoint, Merge, Number, Person, PersonToken
from talkingpiece.people.states import Days, IfAnswered, PersonKind
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key
from talkingpiece.protection.models import DataKey


@dataclass(frozen=True)
class Way:
    """A way of contact as somebody gave it."""

    channel: str
    value: str
    days: str = Days.ANY
    from_time: time | None = None
    to_time: time | None = None
    if_answered: str = IfAnswered.RING_OFF
    note: str = ""


@transaction.atomic
def create_person(
    *,
    area_id: UUID,
    called: str,
    by: User | None,
    at: datetime,
    side: Side,
    full_name: str = "",
    birth_date: date | None = None,
    pronouns: str = "",
    preferred_term: str = "",
    language: str = "English",
    interpreter: bool = False,
    access_needs: str = "",
    conceal_from: str = "",
    ways: Iterable[Way] = (),
    kind: str = PersonKind.PERSON,
) -> Person:
    """A new person with their own data key, search tokens and safe ways of contact."""
    person = Person(
        area_id=area_id,
        key=make_data_key(area_id),
        kind=kind,
        called=called,
        full_name=full_name,
        birth_date=birth_date.isoformat() if birth_date else "",
        pronouns=pronouns,
        preferred_term=preferred_term,
        language=language,
        interpreter=interpreter,
        access_needs=access_needs,
        conceal_from=conceal_from,
        known_since=at,
    )
    person.save()
    _index(person, tokens.all_of(area_id, names=[called, full_name], birth_date=person.birth_date))
    record("person.created", by=by, about=person, at=at, side=side)
    for way in ways:
        add_way(person=person, way=way, by=by, at=at, side=side)
    return person


def _index(person: Person, found: Iterable[tokens.Token]) -> None:
    PersonToken.objects.bulk_create(
        [PersonToken(area_id=person.area_id, person=person, kind=kind, token=value) for kind, value in found],
        ignore_conflicts=True,
    )


@transaction.atomic
def add_way(*, person: Person, way: Way, by: User | None, at: datetime, side: Side) -> ContactPoint:
    """A way of contact that the person called safe at `at`."""
    point = ContactPoint(
        area_id=person.area_id,
        key_id=person.key_id,
        person=person,
        channel=way.channel,
        value=way.value,
        days=way.days,
        from_time=way.from_time,
        to_time=way.to_time,
        if_answered=way.if_answered,
        note=way.note,
        confirmed_at=at,
    )
    point.save()
    _index(person, tokens.of_way(person.area_id, way.channel, way.value))
    record("contact_point.added", by=by, about=point, at=at, side=side, detail={"channel": way.channel})
    return point


@transaction.atomic
def name_number(*, person: Person, kind: str, value: str, by: User | None, at: datetime, side: Side) -> Number | None:
    """By which number they are known now. The one before is kept, and finds them still. None for what is no number."""
    standard = standardise.number(kind, value)
    if not standard:
        return None
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    held = Number.objects.filter(person=person, kind=kind, ended_at__isnull=True).first()
    if held is not None and held.value == standard:
        return held
    Number.objects.filter(person=person, kind=kind, ended_at__isnull=True).update(ended_at=at)
    number = Number(area_id=person.area_id, key_id=person.key_id, person=person, kind=kind, value=standard, since=at)
    number.save()
    _index(person, tokens.of_number(person.area_id, kind, standard))
    record("number.named", by=by, about=number, at=at, side=side, detail={"kind": kind})
    return number


@transaction.atomic
def hold_contact(*, person: Person, at: datetime) -> None:
    """Nothing is sent to them from now on, until a worker confirmed with them how they want to be reached."""
    _held, new = ContactHold.objects.get_or_create(
        person=person, lifted_at=None, defaults={"area_id": person.area_id, "asked_at": at}
    )
    if new:
        record("contact.held", by=None, about=person, at=at, side=Side.VICTIM)


@transaction.atomic
def lift_hold(*, person: Person, by: User, at: datetime) -> None:
    """A worker asked them in the way that was safe before; the ways in the record are right again."""
    held = ContactHold.objects.select_for_update(no_key=True).filter(person=person, lifted_at__isnull=True)
    if held.update(lifted_at=at, lifted_by=by):
        record("contact.confirmed", by=by, about=person, at=at, side=Side.VICTIM)


@transaction.atomic
def end_way(*, point_id: UUID, why: str, by: User, at: datetime, side: Side) -> ContactPoint:
    """A way is safe no longer. It stays known as one never to use."""
    point = ContactPoint.objects.select_for_update(no_key=True).get(pk=point_id)
    if point.ended_at is None:
        point.ended_at, point.ended_why = at, why
        point.save(update_fields=["ended_at", "ended_why"])
        record("contact_point.ended", by=by, about=point, at=at, side=side, detail={"channel": point.channel})
    return point


class Stale(Exception):
    """Somebody else saved this record first. `current` is how it is now."""

    def __init__(self, current: Person) -> None:
        self.current = current
        super().__init__("stale")


@transaction.atomic
def describe_person(
    *, person_id: UUID, version: int, changes: dict[str, str | bool], by: User, at: datetime, side: Side
) -> Person:
    """Change how somebody is called and what they need. Raises Stale if `version` is no longer the newest."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if person.version != version:
        raise Stale(person)
    for name, value in changes.items():
        setattr(person, name, value)
    person.version += 1
    person.save()
    _index(
        person,
        tokens.all_of(person.area_id, names=[person.called, person.full_name], birth_date=person.birth_date),
    )
    record("person.described", by=by, about=person, at=at, side=side, detail={"fields": sorted(changes)})
    return person


@transaction.atomic
def erase_person(*, person_id: UUID, by: User, at: datetime, side: Side) -> Person:
    """Destroy the key of this record: what it sealed opens nowhere any more, not in the history either.

    The row stays, so that the trail and the counts still have what they point to. Search no longer finds it. Twice is
    once. Another record of the same person (a merge) and a case's own narrative have keys of their own.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    PersonToken.objects.filter(person=person).delete()
    if DataKey.objects.filter(pk=person.key_id, destroyed_at__isnull=True).exists():
        destroy_data_key(person.key_id, at=at)
        record("person.erased", by=by, about=person, at=at, side=side)
    return person


def lock_people(person_ids: Iterable[UUID]) -> list[Person]:
    """Always in the order of their ids."""
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=list(person_ids)).order_by("pk"))


def write_merge(*, kept: Person, merged: Person, words: str, side: Side, by: User, at: datetime) -> Merge:
    """Both records are read as `kept`. Called by the act that asked whether they may be, and by nobody else."""
    merge = Merge(
        area_id=kept.area_id,
        key_id=kept.key_id,
        kept=kept,
        merged=merged,
        words=words,
        happened_at=at,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    merge.save()
    detail = {"kept": str(kept.pk), "merged": str(merged.pk)}
    record("people.merged", by=by, about=merge, at=at, side=side, detail=detail)
    return merge


@transaction.atomic
def undo_merge(*, merge_id: UUID, why: str, side: Side, by: User, at: datetime) -> Merge:
    """They were two people after all. Nothing had been rewritten, so each has again what was theirs. Twice is once."""
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge_id)
    if merge.undone_at is None:
        merge.undone_at, merge.undone_by, merge.undone_why = at, by, why
        merge.save()
        detail = {"kept": str(merge.kept_id), "merged": str(merge.merged_id)}
        record("people.merge_undone", by=by, about=merge, at=at, side=side, detail=detail)
    return merge


@transaction.atomic
def declare_conflict(*, user: User, person: Person, words: str, by: User, at: datetime) -> Conflict:
    """This worker knows this person, or has another reason not to work with them. Known already: once is enough."""
    known = Conflict.objects.standing().filter(user=user, person=person).first()
    if known is not None:
        return known
    conflict = Conflict(
        area_id=person.area_id,
        key_id=person.key_id,
        happened_at=at,
        recorded_at=clock.now(),
        recorded_by=by,
        user=user,
        person=person,
        words=words,
    )
    conflict.save()
    record("conflict.declared", by=by, about=conflict, at=at, side=Side.SERVICE, detail={"user": str(user.pk)})
    return conflict
