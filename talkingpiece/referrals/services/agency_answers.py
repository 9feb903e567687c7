"""What became of the first contact, and what the agency that referred may hear."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of, promised
from talkingpiece.cases.services import lock_case, pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.consents.queries import words as consent_words
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import tokens_of
from talkingpiece.referrals.services.referrer import put_choice_in_ledger
from talkingpiece.referrals.services.said_no import note_no
from talkingpiece.referrals.services.triage import lock_referral
from talkingpiece.referrals.services.whose_turn import settle_turn
from talkingpiece.referrals.states import TRANSITIONS, FirstContact, MayKnow, ReferralState


@transaction.atomic
def record_asked(
    *, referral_id: UUID, agreed: bool, on: date, how: str, words: str, may_know: str, by: User, at: datetime
) -> Referral:
    """Somebody asked them, as the rule says, and this was their answer. Raises IllegalTransition if it is known."""
    referral = lock_referral(referral_id)
    if referral.first_contact != FirstContact.RULE or referral.agreed_on is not None:
        raise IllegalTransition(referral.first_contact, "asked")
    referral.agreed_on, referral.agreed_how = on, how
    referral.first_contact_words = words or referral.first_contact_words
    if agreed:
        referral.first_contact, referral.first_contact_agreed = FirstContact.ASKED, True
        referral.referrer_may_know = may_know
    elif referral.case_id is None:
        _stop(referral, words, by, at)
    referral.save()
    if not agreed:
        note_no(area_id=referral.area_id, tokens=tokens_of(referral), agency=referral.agency, by=by, at=at)
    answer = Answer.GIVEN if agreed else Answer.REFUSED
    record(
        "referral.asked",
        by=by,
        about=referral,
        at=at,
        side=Side.VICTIM,
        case_id=referral.case_id,
        detail={"answer": answer},
    )
    if referral.case_id and referral.person:
        _onto_case(lock_case(referral.case_id), referral.person, referral, answer, by, at)
    settle_turn(referral, at=at)
    return referral


def _stop(referral: Referral, words: str, by: User, at: datetime) -> None:
    """They said no: it ends as if they had stopped it themselves, because they have."""
    check_transition(TRANSITIONS, current=referral.state, to=ReferralState.STOPPED)
    referral.state, referral.decided_at, referral.decided_by = ReferralState.STOPPED, at, by
    referral.held_until, referral.decision_words = None, words


def _onto_case(case: Case, person: Person, referral: Referral, answer: Answer, by: User, at: datetime) -> None:
    put_choice_in_ledger(case, person, referral, referral.agreed_how, by, agreed_at(referral, at))
    record_consent(
        case_id=case.pk,
        person=person,
        side=Side.VICTIM,
        item=Item.CONTACT,
        answer=answer,
        wording=consent_words(case).wording(Item.CONTACT, Side.VICTIM).question,
        method=referral.agreed_how,
        language=referral.language,
        by=by,
        at=agreed_at(referral, at),
    )
    ball = open_ball(case.pk)
    if not case.is_open or ball is None or ball.what != What.FIRST_CONTACT or ball.holder != Holder.AGENCY:
        return
    owner = owner_of(case.pk) or by
    what, promise = (What.ALLOCATE, "hand_over_answer") if answer == Answer.GIVEN else (What.END_CASE, "acknowledge")
    pass_ball(case=case, holder=Holder.USER, user=owner, what=what, at=at, due_at=promised(case, promise, at))


def agreed_at(referral: Referral, at: datetime) -> datetime:
    """The moment of their yes: noon of that day, where only the day is known, and never later than now."""
    if referral.agreed_on is None:
        return at
    return min(at, timezone.make_aware(datetime.combine(referral.agreed_on, time(12))))


@transaction.atomic
def change_may_know(*, referral_id: UUID, may_know: str, by: User, at: datetime) -> Referral:
    """The victim said how much the agency may hear. A fact: recordable in every state."""
    referral = lock_referral(referral_id)
    if referral.agency_id is None:
        raise IllegalTransition("no agency", "may know")
    referral.referrer_may_know = MayKnow(may_know)
    referral.save(update_fields=["referrer_may_know"])
    record(
        "referral.may_know_changed",
        by=by,
        about=referral,
        at=at,
        side=Side.VICTIM,
        case_id=referral.case_id,
        detail={"may_know": may_know},
    )
    if referral.case_id:
        case = lock_case(referral.case_id)
        put_choice_in_ledger(case, case.victim, referral, "", by, at)
    return referral
