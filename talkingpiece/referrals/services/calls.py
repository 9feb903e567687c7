"""A telephone call as it is written down: sealed, kept at every pause, its worker's alone, destroyed in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.links import new_token
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.queries import remit
from talkingpiece.referrals.services.making import Answers, Source, make_referral
from talkingpiece.referrals.states import Form, Intake

Typed = Mapping[str, list[str]]


class CallGone(LookupError):
    """It was sent, thrown away or destroyed meanwhile, or is not theirs."""


@dataclass(frozen=True)
class Saved:
    """`aside`: the fields in which another window's words were replaced; those words are kept beside."""

    draft: IntakeDraft
    aside: tuple[str, ...] = ()


@transaction.atomic
def begin_call(*, area: Area, by: User, at: datetime) -> IntakeDraft:
    """The telephone rings. Continues a call in which nothing was written yet: two callers never share one."""
    mine = IntakeDraft.objects.select_for_update(no_key=True).filter(
        area=area, user=by, kind=Intake.CALL, expires_at__gt=at
    )
    untouched = mine.filter(version=1).order_by("-started_at").first()
    if untouched is not None:
        return untouched
    draft = IntakeDraft(
        area=area,
        key=make_data_key(area.pk),
        kind=Intake.CALL,
        user=by,
        answers={"typed": {}, "marks": {}, "aside": [], "seed": new_token()},
        started_at=at,
        changed_at=at,
        expires_at=at + timedelta(days=remit(area.pk).call_days),
    )
    draft.save()
    enqueue("referrals.expire_call", area_id=area.pk, not_before=draft.expires_at, draft_id=draft.pk)
    record("call.begun", by=by, about=draft, at=at, side=Side.VICTIM)
    return draft


@transaction.atomic
def save_call(*, draft_id: UUID, by: User, typed: Typed, seen_version: int, window: str, at: datetime) -> Saved:
    """Keep what was typed, right or wrong. Raises CallGone.

    Two windows on one call: the newest words stand in the field, those of the other window are kept beside it, and a
    field that is empty only because its window is older empties nothing.
    """
    draft = _locked(draft_id, by, at)
    kept, aside = draft.answers, []
    changes = {name: list(values) for name, values in typed.items() if kept["typed"].get(name, []) != list(values)}
    if not changes:
        return Saved(draft)
    draft.version += 1
    for name, values in changes.items():
        earlier = kept["typed"].get(name, [])
        if any(earlier) and _is_of_another_window(kept["marks"].get(name), seen_version, window):
            if not any(values):
                continue
            kept["aside"].append([name, earlier])
            aside.append(name)
        kept["typed"][name], kept["marks"][name] = values, [draft.version, window]
    draft.answers, draft.changed_at = kept, at
    draft.save()
    return Saved(draft, tuple(aside))


def _is_of_another_window(mark: list[Any] | None, seen_version: int, window: str) -> bool:
    return mark is not None and mark[0] > seen_version and mark[1] != window


@transaction.atomic
def send_call(
    *, draft_id: UUID, by: User, answers: Answers, source: Source, ended_early: bool, at: datetime
) -> Referral:
    """To triage, half-filled too; the draft is destroyed. Raises CallGone.

    Somebody who was cut off does not know that we have it: where a call is safe, ringing back is owed at once.
    """
    draft = _locked(draft_id, by, at)
    area = Area.objects.get(pk=draft.area_id)
    seed = draft.answers["seed"]
    _destroy(draft, at)
    return make_referral(
        area=area,
        seed=seed,
        form=Form.TELEPHONE,
        answers=answers,
        at=at,
        source=_by_telephone(source, answers, by, ended_early, at),
    )


def _by_telephone(source: Source, answers: Answers, by: User, ended_early: bool, at: datetime) -> Source:
    can_ring = any(way.channel == Channel.CALL for way in answers.ways)
    ring_at = source.ring_at or (at if ended_early else None)
    return Source(
        taken_by=by,
        referrer_words=source.referrer_words,
        # A machine never writes to somebody who had to ring off: who knows who came in.
        acknowledge="person" if ended_early else "told",
        promised=source.promised,
        ring_at=ring_at if can_ring else None,
        said_to_be=source.said_to_be,
    )


@transaction.atomic
def drop_call(*, draft_id: UUID, by: User, at: datetime) -> None:
    """A wrong number, or they rang off: nothing of it is kept. Raises CallGone."""
    draft = _locked(draft_id, by, at)
    record("call.thrown_away", by=by, about=draft, at=at, side=Side.VICTIM)
    _destroy(draft, at)


@transaction.atomic
def expire_call(*, draft_id: UUID, at: datetime) -> bool:
    """Whether there was something to destroy: its time was over."""
    draft = (
        IntakeDraft.objects.select_for_update(no_key=True)
        .filter(pk=draft_id, kind=Intake.CALL, expires_at__lte=at)
        .first()
    )
    if draft is None:
        return False
    record("call.expired", by=None, about=draft, at=at, side=Side.VICTIM)
    _destroy(draft, at)
    return True


def _locked(draft_id: UUID, by: User, at: datetime) -> IntakeDraft:
    mine = IntakeDraft.objects.select_for_update(no_key=True).filter(kind=Intake.CALL, user=by, expires_at__gt=at)
    draft = mine.filter(pk=draft_id).first()
    if draft is None:
        raise CallGone(str(draft_id))
    return draft


def _destroy(draft: IntakeDraft, at: datetime) -> None:
    key_id = draft.key_id
    draft.delete()
    destroy_data_key(key_id, at=at)
