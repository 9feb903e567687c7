"""One rule says whose turn a referral is, whatever happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from talkingpiece.areas.models import Area
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import due
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import close_ball, pass_referral_ball
from talkingpiece.people.states import Channel
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.states import FirstContact, Form, LeftMessage, ReferralState, SafeNow


@dataclass(frozen=True)
class Turn:
    what: What
    due_at: datetime | None


def reply_due(referral: Referral, since: datetime) -> datetime:
    """By when we promised to answer what reached us at `since`."""
    jurisdiction = Area.objects.values_list("jurisdiction", flat=True).get(pk=referral.area_id)
    return due(since, current_section(referral.area_id, Promises).acknowledge, jurisdiction)


def owes_a_call(referral: Referral) -> bool:
    """They asked for a call, or a call is the only way to say that their message arrived."""
    if referral.first_contact == FirstContact.RULE:
        return False  # nobody asked them yet: the rule says who does, once the referral is accepted
    channels = {way["channel"] for way in referral.ways}
    if referral.acknowledged_at is not None or Channel.CALL not in channels:
        return False
    return referral.form == Form.CALL_ME or not channels & {Channel.TEXT, Channel.EMAIL}


def settle_turn(referral: Referral, *, at: datetime) -> None:
    """Pass the ball if it is now about something else; keep it, with its date, if it is not."""
    unseen = list(CodeMessage.objects.filter(referral=referral, seen_at__isnull=True).order_by("left_at"))
    turn = _turn(referral, unseen)
    now = open_ball(referral.pk)
    if turn is None:
        close_ball(subject_id=referral.pk, at=at)
    elif now is None or (now.what, now.due_at, now.user_id) != (turn.what, turn.due_at, referral.owner_id):
        pass_referral_ball(
            referral_id=referral.pk,
            area_id=referral.area_id,
            user=referral.owner,
            what=turn.what,
            at=at,
            due_at=turn.due_at,
        )


def _turn(referral: Referral, unseen: list[CodeMessage]) -> Turn | None:
    if referral.state == ReferralState.ACCEPTED:
        return None  # from here on the case's ball says whose turn it is
    dangers = [m.left_at for m in unseen if m.kind == LeftMessage.NOT_SAFE]
    if referral.safe_now in {SafeNow.NO, SafeNow.NOT_SURE} and referral.danger_seen_at is None:
        dangers.append(referral.received_at)
    if dangers:
        return Turn(What.DANGER, min(dangers))
    calls = [reply_due(referral, m.left_at) for m in unseen if m.kind == LeftMessage.CALL]
    undecided = referral.state in {ReferralState.NEW, ReferralState.HELD}
    if undecided and owes_a_call(referral):
        calls.append(reply_due(referral, referral.received_at))
    if undecided and referral.ring_at is not None:
        calls.append(referral.ring_at)
    if calls:
        return Turn(What.CALL_BACK, min(calls))
    if unseen:
        return Turn(What.CODE_MESSAGE, reply_due(referral, unseen[0].left_at))
    if referral.state == ReferralState.NEW:
        return Turn(What.TRIAGE, reply_due(referral, referral.decided_at or referral.received_at))
    if referral.state == ReferralState.HELD:
        return Turn(What.HELD_REFERRAL, _end_of(referral.held_until))
    return None


def _end_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(17))) if day else None
