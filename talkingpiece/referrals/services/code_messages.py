"""Whoever holds the receipt's number can leave a word. Nothing is said back, and a wrong number costs the same work."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record, record_refusal
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball, owner_of, promised
from talkingpiece.cases.services import lock_case, pass_ball, pass_referral_ball, pause_case
from talkingpiece.cases.states import Holder
from talkingpiece.core.jobs import enqueue
from talkingpiece.notifications.services import stop_messages
from talkingpiece.people.services import hold_contact
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import hold
from talkingpiece.protection.keys import make_data_key
from talkingpiece.protection.tokens import token
from talkingpiece.referrals.codes import code_digest
from talkingpiece.referrals.models import CodeAttempt, CodeMessage, Referral
from talkingpiece.referrals.queries import attempts_since, remit
from talkingpiece.referrals.services.whose_turn import settle_turn
from talkingpiece.referrals.states import TRANSITIONS, LeftMessage, ReferralState
from talkingpiece.staffing.queries import duty_owner

_WINDOW = timedelta(hours=1)
_HALF_AN_HOUR = timedelta(minutes=30)
# What only leaves a word, whoever says it.
_CHANGES = frozenset({LeftMessage.PAUSE, LeftMessage.STOP, LeftMessage.CHANGE})


@transaction.atomic
def count_attempt(*, area_id: UUID, address: str, at: datetime, code: str = "") -> bool:
    """Whether there is still patience with this network, and with this number. Only keyed tokens of both are kept, for
    an hour. A number that nobody has is counted like one that somebody has."""
    origin = token(area_id, "origin", _prefix(address)).hex()
    number = code_digest(area_id, code) if code else ""
    CodeAttempt.objects.filter(area_id=area_id, tried_at__lte=at - _WINDOW).delete()
    if attempts_since(area_id, origin, at - _WINDOW) >= remit(area_id).code_attempts_an_hour:
        return False
    tries = CodeAttempt.objects.filter(area_id=area_id, number=number, tried_at__gt=at - _HALF_AN_HOUR)
    before = tries.count() if number else 0
    if before > remit(area_id).number_attempts:
        return False
    CodeAttempt.objects.create(area_id=area_id, origin=origin, number=number, tried_at=at)
    if number and before == remit(area_id).number_attempts:
        area = Area.objects.get(pk=area_id)
        leave_message(
            area=area, code=code, kind=LeftMessage.TRIES, words="", at=at
        )  # once; staff are told, if it is one
        return False
    return True


def _prefix(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


@transaction.atomic
def leave_message(*, area: Area, code: str, kind: str, words: str, at: datetime) -> None:
    """Answers nothing, whether the code is known or not. A known one's message is passed on at once."""
    digest = code_digest(area.pk, code)
    hold(digest)
    referral = Referral.objects.filter(area=area, code_digest=digest).first()
    if referral is None:
        _same_work(area, kind, words, at)
        record_refusal("code.unknown", by=None, area_id=area.pk, side=Side.VICTIM)
        return
    message = CodeMessage(area=area, key_id=referral.key_id, referral=referral, kind=kind, words=words, left_at=at)
    message.save()
    record(
        "code_message.left",
        by=None,
        about=message,
        at=at,
        side=Side.VICTIM,
        case_id=referral.case_id,
        detail={"kind": kind},
    )
    if settings.TP_DOOR == "public":
        # Cases are out of that door's reach: the worker's next job.
        enqueue("referrals.word_left", area_id=area.pk, message_id=message.pk)
    else:
        _pass_on(message)


@transaction.atomic
def pass_on_word(*, message_id: UUID) -> None:
    """What follows from a word that was left at the public door."""
    _pass_on(CodeMessage.objects.get(pk=message_id))


def _pass_on(message: CodeMessage) -> None:
    referral = (
        Referral.objects.select_for_update(no_key=True, of=("self",))
        .select_related("owner")
        .get(pk=message.referral_id)
    )
    kind = message.kind
    if referral.code_locked_at is not None and kind in _CHANGES:
        kind = LeftMessage.CALL  # somebody reads it and rings; by itself it changes nothing any more
    if kind == LeftMessage.NOT_SAFE and referral.code_locked_at is None:
        Referral.objects.filter(pk=referral.pk).update(code_locked_at=message.left_at)
    if referral.case_id is None:
        _onto_referral(referral, kind, message.left_at)
    else:
        _onto_case(referral.case_id, kind, message.words, message.left_at)


@transaction.atomic
def unlock_code(*, referral_id: UUID, by: User, at: datetime) -> None:
    """A worker has spoken with them: their number works again."""
    referral = Referral.objects.select_for_update(no_key=True, of=("self",)).get(pk=referral_id)
    if referral.code_locked_at is not None:
        referral.code_locked_at = None
        referral.save(update_fields=["code_locked_at"])
        record("code.unlocked", by=by, about=referral, at=at, side=Side.VICTIM, case_id=referral.case_id)


def _same_work(area: Area, kind: str, words: str, at: datetime) -> None:
    """Seal, store and pass on, and undo it all: the time that an answer takes says nothing either."""
    nobody = uuid4()
    with transaction.atomic():
        key = make_data_key(area.pk)
        CodeMessage(area=area, key=key, referral_id=nobody, kind=kind, words=words, left_at=at).save()
        if settings.TP_DOOR == "public":
            enqueue("referrals.word_left", area_id=area.pk, message_id=nobody)
        else:
            owner = duty_owner(area.pk, at)
            pass_referral_ball(
                referral_id=nobody, area_id=area.pk, user=owner, what=What.CODE_MESSAGE, at=at, due_at=at
            )
            Referral.objects.filter(pk=nobody).update(state=ReferralState.STOPPED)
        transaction.set_rollback(True)


def _onto_referral(referral: Referral, kind: str, at: datetime) -> None:
    wanted = {LeftMessage.PAUSE: ReferralState.HELD, LeftMessage.STOP: ReferralState.STOPPED}.get(LeftMessage(kind))
    if wanted is not None and wanted in TRANSITIONS[referral.state]:
        referral.state, referral.decided_at, referral.decided_by = wanted, at, None
        referral.held_until = None
        referral.save(update_fields=["state", "decided_at", "decided_by", "held_until"])
    if kind in _CHANGES:
        stop_messages(about_id=referral.pk, at=at)
    settle_turn(referral, at=at)


def _onto_case(case_id: UUID, kind: str, words: str, at: datetime) -> None:
    case = lock_case(case_id)
    held = open_ball(case_id)
    in_danger = held if held is not None and held.what == What.DANGER else None
    if kind in _CHANGES:
        stop_messages(about_id=case_id, at=at)
    if kind == LeftMessage.CHANGE:
        hold_contact(person=case.victim, at=at)
    if kind == LeftMessage.PAUSE and case.is_open:
        pause_case(case_id=case_id, words=words, resume_on=None, by=None, at=at)
        if in_danger is None:
            return
    owner = owner_of(case_id) or duty_owner(case.area_id, at)
    what, due_at = What.CODE_MESSAGE, promised(case, "acknowledge", at)
    if kind == LeftMessage.CALL:
        what = What.CALL_BACK
    # Nothing said later takes a danger off the desk of whoever must answer for it.
    if kind == LeftMessage.NOT_SAFE or in_danger is not None:
        what, due_at = What.DANGER, in_danger.due_at if in_danger and in_danger.due_at else at
    pass_ball(case=case, holder=Holder.USER, user=owner, what=what, at=at, due_at=due_at)
