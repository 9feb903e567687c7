from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area, Opening
from talkingpiece.areas.queries import opening_of
from talkingpiece.areas.services import write_closing, write_opening
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import digest, require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.planning_group.gates import blockers_to_open, facts_to_open
from talkingpiece.planning_group.models import Decision, EvidenceGiven
from talkingpiece.planning_group.queries import checklist_of, profile_of, steps_of
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


@transaction.atomic
def give_evidence(
    *,
    area_id: UUID,
    item: str,
    words: str,
    dated: date,
    by: User,
    at: datetime,
    reference: str = "",
    until: date | None = None,
) -> EvidenceGiven:
    """Somebody saw that it is there. Raises KeyError for an item that the area's checklist does not have."""
    checklist_of(area_id).item(item)
    given = EvidenceGiven.objects.create(
        area_id=area_id,
        key=make_data_key(area_id),
        item=item,
        words=words,
        reference=reference,
        dated=dated,
        until=until,
        given_at=at,
        given_by=by,
    )
    record("evidence.given", by=by, about=given, at=at, side=Side.SERVICE, detail={"item": item})
    return given


@transaction.atomic
def take_back_evidence(*, evidence_id: UUID, why: str, by: User, at: datetime) -> EvidenceGiven:
    """It was a mistake, or no longer true. Raises IllegalTransition if it was taken back before."""
    given = EvidenceGiven.objects.select_for_update(no_key=True, of=("self",)).get(pk=evidence_id)
    if given.taken_back_at is not None:
        raise IllegalTransition("taken back", "taken back")
    given.taken_back_at, given.taken_back_by, given.taken_back_why = at, by, why
    given.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    record("evidence.taken_back", by=by, about=given, at=at, side=Side.SERVICE, detail={"item": given.item})
    return given


@transaction.atomic
def open_for_meetings(
    *,
    area_id: UUID,
    sitting_on: date,
    present: str,
    by: User,
    at: datetime,
    words: str = "",
    dissent: str = "",
) -> Opening:
    """The planning group's decision that meetings may be held. Raises Blocked with everything that is missing."""
    area = Area.objects.select_for_update(no_key=True).get(pk=area_id)
    facts = facts_to_open(steps_of(area, at), already_open=opening_of(area_id) is not None)
    require_open(blockers_to_open(facts))
    opening = write_opening(area=area, words=words, by_id=by.pk, at=at)
    Decision.objects.create(
        area=area,
        key=make_data_key(area_id),
        opening=opening.pk,
        sitting_on=sitting_on,
        present=present,
        words=words,
        dissent=dissent,
        facts_digest=digest(facts),
        profile_version=profile_of(area_id).version,
        recorded_at=at,
        recorded_by=by,
    )
    record("area.opened_for_meetings", by=by, about=opening, at=at, side=Side.SERVICE)
    return opening


@transaction.atomic
def close_for_meetings(*, area_id: UUID, why: str, by: User, at: datetime) -> Opening:
    """No further meeting is booked. Raises IllegalTransition if the area is not open."""
    Area.objects.select_for_update(no_key=True).get(pk=area_id)
    opening = opening_of(area_id)
    if opening is None:
        raise IllegalTransition("closed", "closed")
    write_closing(opening=opening, why=why, by_id=by.pk, at=at)
    record("area.closed_for_meetings", by=by, about=opening, at=at, side=Side.SERVICE)
    return opening
