"""What the duty owner does with a referral short of accepting it. Each act locks it first."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record, record_reveal
from talkingpiece.cases.services import uncover
from talkingpiece.core.transitions import check_transition
from talkingpiece.notifications.services import stop_messages
from talkingpiece.notifications.states import StoppedWhy
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.services.sending import note_acknowledged
from talkingpiece.referrals.services.whose_turn import settle_turn
from talkingpiece.referrals.states import TRANSITIONS, LeftMessage, ReferralState

_REVEALED = "referral.way_revealed"


def lock_referral(referral_id: UUID) -> Referral:
    """The first line of every act on a referral."""
    return Referral.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=referral_id)


def _decide(referral: Referral, to: str, *, by: User, at: datetime) -> None:
    check_transition(TRANSITIONS, current=referral.state, to=to)
    referral.state, referral.decided_at, referral.decided_by = to, at, by
    referral.held_until, referral.signposted_to, referral.told_how = None, "", ""


def _done(referral: Referral, verb: str, *, by: User, at: datetime, **codes: str) -> None:
    referral.save()
    record(f"referral.{verb}", by=by, about=referral, at=at, side=Side.VICTIM, detail=codes)
    settle_turn(referral, at=at)


@transaction.atomic
def hold_referral(
    *, referral_id: UUID, until: date | None, why: str, by: User, at: datetime, remit_version: int, remit_reason: str
) -> Referral:
    """Not now. Raises IllegalTransition if somebody else decided first."""
    referral = lock_referral(referral_id)
    _decide(referral, ReferralState.HELD, by=by, at=at)
    referral.held_until, referral.decision_words = until, why
    referral.remit_version, referral.remit_reason = remit_version, remit_reason
    _done(referral, "held", by=by, at=at, remit=remit_reason)
    return referral


@transaction.atomic
def signpost_referral(
    *,
    referral_id: UUID,
    to: str,
    words: str,
    told_how: str,
    by: User,
    at: datetime,
    remit_version: int,
    remit_reason: str,
) -> Referral:
    """Somebody else can help better. The person was told, in these words. Raises IllegalTransition."""
    referral = lock_referral(referral_id)
    _decide(referral, ReferralState.SIGNPOSTED, by=by, at=at)
    referral.signposted_to, referral.decision_words, referral.told_how = to, words, told_how
    referral.remit_version, referral.remit_reason = remit_version, remit_reason
    stop_messages(about_id=referral.pk, at=at, by=by, why=StoppedWhy.NOT_SENT)
    _done(referral, "signposted", by=by, at=at, told=told_how, remit=remit_reason)
    return referral


@transaction.atomic
def reopen_referral(*, referral_id: UUID, why: str, by: User, at: datetime) -> Referral:
    """Back to the front door, with the promise of an answer running anew. Raises IllegalTransition."""
    referral = lock_referral(referral_id)
    _decide(referral, ReferralState.NEW, by=by, at=at)
    referral.decision_words = why
    _done(referral, "reopened", by=by, at=at)
    return referral


@transaction.atomic
def answer_danger(*, referral_id: UUID, done: str, by: User, at: datetime) -> Referral:
    """Somebody saw that the person may not be safe, and did this. A fact: recordable in every state."""
    referral = lock_referral(referral_id)
    referral.danger_seen_at, referral.danger_seen_by = at, by
    earlier = referral.danger_done
    referral.danger_done = f"{earlier}\n{done}" if earlier else done
    _see(referral.pk, by, at, danger=True)
    _done(referral, "danger_seen", by=by, at=at)
    return referral


@transaction.atomic
def read_messages(*, referral_id: UUID, by: User, at: datetime) -> Referral:
    """Every word left with the code was read, but for a danger: that is answered, not read."""
    referral = lock_referral(referral_id)
    _see(referral.pk, by, at, danger=False)
    _done(referral, "messages_read", by=by, at=at)
    return referral


def _see(referral_id: UUID, by: User, at: datetime, *, danger: bool) -> None:
    unseen = CodeMessage.objects.filter(referral_id=referral_id, seen_at__isnull=True)
    wanted = unseen.filter(kind=LeftMessage.NOT_SAFE) if danger else unseen.exclude(kind=LeftMessage.NOT_SAFE)
    wanted.update(seen_at=at, seen_by=by)


@transaction.atomic
def record_call(*, referral_id: UUID, reached: bool, by: User, at: datetime) -> Referral:
    """Somebody rang. If they spoke, the person knows that their message arrived, and has been called back."""
    referral = lock_referral(referral_id)
    record(
        "referral.called",
        by=by,
        about=referral,
        at=at,
        side=Side.VICTIM,
        detail={"reached": "yes" if reached else "no"},
    )
    if reached:
        calls = CodeMessage.objects.filter(referral_id=referral_id, seen_at__isnull=True, kind=LeftMessage.CALL)
        calls.update(seen_at=at, seen_by=by)
        note_acknowledged(referral_id=referral_id, by=by, at=at)
        referral = lock_referral(referral_id)
        referral.ring_at = None
        referral.save(update_fields=["ring_at"])
        settle_turn(referral, at=at)
    return referral


@transaction.atomic
def reveal_way(*, referral: Referral, way: Way, purpose: str, by: User) -> None:
    """In one tap, entered in the trail: for whoever may ring it now (access.one_tap)."""
    record_reveal(
        _REVEALED,
        by=by,
        about=referral,
        side=Side.VICTIM,
        purpose=purpose,
        case_id=referral.case_id,
        detail={"channel": way.channel},
    )


@transaction.atomic
def uncover_way(*, referral: Referral, way: Way, purpose: str, by: User, at: datetime) -> bool:
    """On purpose, and within the day's budget: False if that is spent."""
    return uncover(
        _REVEALED,
        about=referral,
        side=Side.VICTIM,
        purpose=purpose,
        by=by,
        at=at,
        case_id=referral.case_id,
        detail={"channel": way.channel},
    )
