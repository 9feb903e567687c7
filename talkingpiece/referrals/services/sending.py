"""A self-referral arrives: with an owner, a ball, its search tokens and its acknowledgement, in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import formats, timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.cases.states import InitiatedBy, Route
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.services import queue_message, settle_by_hand
from talkingpiece.people import tokens
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, Days
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.referrals.codes import code_digest, code_of
from talkingpiece.referrals.models import Referral, ReferralToken
from talkingpiece.referrals.services.drafts import take_draft
from talkingpiece.referrals.services.whose_turn import reply_due, settle_turn
from talkingpiece.referrals.states import CaseStage
from talkingpiece.referrals.ways import to_plain
from talkingpiece.staffing.queries import duty_owner

# Without letters and figures that look or sound alike: it is read out on the telephone.
_ALPHABET = "ABCDEFGHKMNPQRTUVWXY346789"
_ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True)
class Answers:
    """What somebody told us about themselves. `ways` empty: they will contact us, and we never them."""

    called: str
    ways: tuple[Way, ...] = ()
    conceal_from: str = ""
    what_happened: str = ""
    about_offender: str = ""
    stage: str = CaseStage.NOT_KNOWN
    hopes: tuple[str, ...] = ()
    hope_words: str = ""
    language: str = "English"
    interpreter: bool = False
    access_needs: str = ""
    safe_now: str = ""


def send_referral(*, area: Area, session_token: str, form: str, answers: Answers, at: datetime) -> Referral:
    """One referral for one session's token: sent twice, also at the same moment, it is the same one."""
    try:
        return _send(area, session_token, form, answers, at)
    except IntegrityError:
        return Referral.objects.get(area=area, code_digest=_digest(area, session_token))


@transaction.atomic
def _send(area: Area, session_token: str, form: str, answers: Answers, at: datetime) -> Referral:
    take_draft(session_token, at=at)
    earlier = Referral.objects.filter(area=area, code_digest=_digest(area, session_token)).first()
    if earlier is not None:
        return earlier
    referral = _write(area, session_token, form, answers, at)
    _index(referral, answers)
    settle_turn(referral, at=at)
    record(
        "referral.sent",
        by=None,
        about=referral,
        at=at,
        side=Side.VICTIM,
        detail={"form": form, "safe_now": answers.safe_now},
    )
    _acknowledge(referral, answers, at)
    return referral


def _digest(area: Area, session_token: str) -> str:
    return code_digest(area.pk, code_of(area.pk, session_token))


def _write(area: Area, session_token: str, form: str, answers: Answers, at: datetime) -> Referral:
    owner: User = duty_owner(area.pk, at)
    referral = Referral(
        area=area,
        key=make_data_key(area.pk),
        reference=f"{area.code}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6)),
        route=Route.SELF,
        initiated_by=InitiatedBy.VICTIM,
        form=form,
        received_at=at,
        owner=owner,
        called=answers.called,
        ways=[to_plain(way) for way in answers.ways],
        conceal_from=answers.conceal_from,
        what_happened=answers.what_happened,
        about_offender=answers.about_offender,
        stage=answers.stage,
        hopes=list(answers.hopes),
        hope_words=answers.hope_words,
        language=answers.language,
        interpreter=answers.interpreter,
        access_needs=answers.access_needs,
        safe_now=answers.safe_now,
        first_contact_agreed=True,
        code_digest=_digest(area, session_token),
    )
    referral.save()
    return referral


def _index(referral: Referral, answers: Answers) -> None:
    found = tokens.all_of(
        referral.area_id, names=[answers.called], ways=[(way.channel, way.value) for way in answers.ways]
    )
    ReferralToken.objects.bulk_create(
        [ReferralToken(area_id=referral.area_id, referral=referral, kind=kind, token=value) for kind, value in found]
    )


def _acknowledge(referral: Referral, answers: Answers, at: datetime) -> None:
    """By text or e-mail, and only if they called that safe. Otherwise the call that is owed acknowledges it.

    A way with hours or a note of its own is left to a person too: a machine would send at any hour.
    """
    by_channel = {way.channel: way for way in answers.ways if _at_any_hour(way)}
    way = by_channel.get(Channel.TEXT) or by_channel.get(Channel.EMAIL)
    if way is None:
        return
    day = timezone.localdate(reply_due(referral, referral.received_at))
    queue_message(
        area_id=referral.area_id,
        key_id=referral.key_id,
        channel=way.channel,
        address=way.value,
        template=_ACKNOWLEDGE,
        words={"day": formats.date_format(day, "l j F")},
        about=referral,
        at=at,
        then="referrals.acknowledged",
    )


def _at_any_hour(way: Way) -> bool:
    return way.days == Days.ANY and way.from_time is None and not way.note


@transaction.atomic
def note_acknowledged(*, referral_id: UUID, by: User | None, at: datetime) -> Referral:
    """They know that their message arrived. The first time counts."""
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if referral.acknowledged_at is None:
        referral.acknowledged_at = at
        referral.save(update_fields=["acknowledged_at"])
        record("referral.acknowledged", by=by, about=referral, at=at, side=Side.VICTIM)
        settle_turn(referral, at=at)
    return referral


@transaction.atomic
def settle_acknowledgement(*, referral: Referral, message_id: UUID, sent: bool, by: User, at: datetime) -> None:
    """Somebody sent the words by hand, or found out what became of them. Raises IllegalTransition."""
    message = settle_by_hand(message_id=message_id, sent=sent, by=by, at=at)
    if message.about_id != referral.pk:
        raise IllegalTransition("another referral", "sent")
    if sent:
        note_acknowledged(referral_id=referral.pk, by=by, at=at)
