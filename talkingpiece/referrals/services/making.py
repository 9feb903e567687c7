"""One maker of referrals, whoever writes them down: an owner, a ball, search tokens and an acknowledgement for each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.states import InitiatedBy, OffenceCategory, Route, VictimAs
from talkingpiece.core.jobs import enqueue
from talkingpiece.notifications.services import queue_message
from talkingpiece.people import tokens
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, Days
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import hold
from talkingpiece.protection.keys import make_data_key
from talkingpiece.referrals.codes import code_digest, code_of
from talkingpiece.referrals.models import Referral, ReferralToken
from talkingpiece.referrals.services.whose_turn import reply_due, settle_turn
from talkingpiece.referrals.states import CaseStage, FirstContact, MayKnow, ReferralState
from talkingpiece.referrals.ways import from_plain, to_plain
from talkingpiece.staffing.queries import duty_owner

# Without letters and figures that look or sound alike: it is read out on the telephone.
ALPHABET = "ABCDEFGHKMNPQRTUVWXY346789"
_ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True)
class Answers:
    """What is known of the person who was harmed. `ways` empty: they will contact us, and we never them."""

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
    full_name: str = ""
    birth_date: str = ""  # ISO date, or empty
    victim_as: str = VictimAs.DIRECT
    category: str = OffenceCategory.UNKNOWN
    crime_reference: str = ""
    offender_name: str = ""
    support: str = ""


@dataclass(frozen=True)
class Source:
    """Through whose hands it came. By default nobody's: somebody wrote it down for themselves.

    `acknowledge`: "message" sends one if a machine may; "told" says that they know already that it arrived;
    "person" leaves it to whoever owns the referral. `ring_at`: when they were promised a call.
    """

    taken_by: User | None = None
    agency: Agency | None = None
    referred_by: User | None = None
    referrer_words: str = ""
    referrer_reach: str = ""
    referrer_may_know: str = MayKnow.NOTHING
    first_contact: str = FirstContact.ASKED
    first_contact_by: str = ""
    first_contact_words: str = ""
    first_contact_agreed: bool = True
    agreed_on: date | None = None
    agreed_how: str = ""
    agency_answers: tuple[tuple[str, str], ...] = ()
    acknowledge: Literal["message", "told", "person"] = "message"
    promised: str = ""
    ring_at: datetime | None = None
    said_to_be: Person | None = None  # whom whoever took the call recognised

    @property
    def by(self) -> User | None:
        return self.taken_by or self.referred_by


BY_THEMSELVES = Source()


@transaction.atomic
def make_referral(
    *,
    area: Area,
    seed: str,
    form: str,
    answers: Answers,
    at: datetime,
    route: str = Route.SELF,
    initiated_by: str = InitiatedBy.VICTIM,
    source: Source = BY_THEMSELVES,
) -> Referral:
    """One referral for one `seed`, a secret from which its code is derived: asked again, it is the same one.

    Raises IntegrityError if the same seed is used on another connection at the same moment.
    """
    earlier = referral_from(area, seed)
    if earlier is not None:
        return earlier
    referral = _write(area, seed, form, route, initiated_by, answers, source, at)
    _index(referral, answers)
    record(
        "referral.sent",
        by=source.by,
        about=referral,
        at=at,
        side=Side.VICTIM,
        detail={"form": form, "safe_now": answers.safe_now, **_recognised(source)},
    )
    by_message = source.acknowledge == "message"
    if settings.TP_DOOR == "public":
        # Whose turn it is, and a message that leaves, are out of that door's reach: the worker's next job.
        enqueue("referrals.arrived", area_id=area.pk, referral_id=referral.pk, by_message=int(by_message))
    else:
        _follow_up(referral, by_message, at)
    return referral


@transaction.atomic
def follow_up(*, referral_id: UUID, by_message: bool, at: datetime) -> None:
    """What follows from a referral that came in at the public door. Twice is once."""
    referral = Referral.objects.select_for_update(no_key=True).get(pk=referral_id)
    if referral.state == ReferralState.NEW and open_ball(referral.pk) is None:
        _follow_up(referral, by_message, at)


def _follow_up(referral: Referral, by_message: bool, at: datetime) -> None:
    settle_turn(referral, at=at)
    if by_message:
        _acknowledge(referral, [from_plain(way) for way in referral.ways], at)


def referral_from(area: Area, seed: str) -> Referral | None:
    digest = _digest(area, seed)
    hold(digest)
    return Referral.objects.filter(area=area, code_digest=digest).first()


def _digest(area: Area, seed: str) -> str:
    return code_digest(area.pk, code_of(area.pk, seed))


def _write(
    area: Area,
    seed: str,
    form: str,
    route: str,
    initiated_by: str,
    answers: Answers,
    source: Source,
    at: datetime,
) -> Referral:
    referral = Referral(
        area=area,
        key=make_data_key(area.pk),
        reference=f"{area.code}-" + "".join(secrets.choice(ALPHABET) for _ in range(6)),
        route=route,
        initiated_by=initiated_by,
        form=form,
        received_at=at,
        owner=duty_owner(area.pk, at),
        code_digest=_digest(area, seed),
        acknowledged_at=at if source.acknowledge == "told" else None,
        **_told(answers),
        **_brought(source),
    )
    referral.save()
    return referral


def _told(answers: Answers) -> dict[str, object]:
    return {
        "called": answers.called,
        "full_name": answers.full_name,
        "birth_date": answers.birth_date,
        "ways": [to_plain(way) for way in answers.ways],
        "conceal_from": answers.conceal_from,
        "what_happened": answers.what_happened,
        "about_offender": answers.about_offender,
        "offender_name": answers.offender_name,
        "category": answers.category,
        "crime_reference": answers.crime_reference,
        "support": answers.support,
        "victim_as": answers.victim_as,
        "stage": answers.stage,
        "hopes": list(answers.hopes),
        "hope_words": answers.hope_words,
        "language": answers.language,
        "interpreter": answers.interpreter,
        "access_needs": answers.access_needs,
        "safe_now": answers.safe_now,
    }


def _recognised(source: Source) -> dict[str, str]:
    return {"known": str(source.said_to_be.pk)} if source.said_to_be else {}


def _brought(source: Source) -> dict[str, object]:
    return {
        "taken_by": source.taken_by,
        "agency": source.agency,
        "referred_by": source.referred_by,
        "referrer_words": source.referrer_words,
        "referrer_reach": source.referrer_reach,
        "referrer_may_know": source.referrer_may_know,
        "first_contact": source.first_contact,
        "first_contact_by": source.first_contact_by,
        "first_contact_words": source.first_contact_words,
        "agreed_on": source.agreed_on,
        "agreed_how": source.agreed_how,
        "agency_answers": [list(pair) for pair in source.agency_answers],
        "first_contact_agreed": source.first_contact_agreed,
        "promised": source.promised,
        "ring_at": source.ring_at,
        "said_to_be": source.said_to_be,
    }


def _index(referral: Referral, answers: Answers) -> None:
    found = tokens.all_of(
        referral.area_id,
        names=[answers.called, answers.full_name],
        birth_date=answers.birth_date,
        ways=[(way.channel, way.value) for way in answers.ways],
    )
    ReferralToken.objects.bulk_create(
        [ReferralToken(area_id=referral.area_id, referral=referral, kind=kind, token=value) for kind, value in found]
    )


def _acknowledge(referral: Referral, ways: list[Way], at: datetime) -> None:
    """By text or e-mail, and only if they called that safe. Otherwise the call that is owed acknowledges it.

    A way with hours or a note of its own is left to a person too: a machine would send at any hour.
    """
    by_channel = {way.channel: way for way in ways if _at_any_hour(way)}
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
