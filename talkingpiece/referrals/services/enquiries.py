"""An offender asked first. It is written down, and held; no act here reaches a victim, or makes a case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.cases.states import OffenceCategory
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.people import tokens
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.referrals.enquiry_gates import blockers_to_apply_rule, facts_for_rule
from talkingpiece.referrals.enquiry_queries import asked_first, cases_that_meet, involved_in
from talkingpiece.referrals.models import EnquiryToken, OffenderEnquiry, Referral
from talkingpiece.referrals.services.making import ALPHABET
from talkingpiece.referrals.states import ENQUIRY_TRANSITIONS, EnquiryState


@dataclass(frozen=True)
class Asked:
    """What an offender asked for, and who passed it on."""

    called: str
    words: str
    full_name: str = ""
    birth_date: date | None = None
    reached_through: str = ""
    agency: Agency | None = None
    category: str = OffenceCategory.UNKNOWN
    crime_reference: str = ""


@transaction.atomic
def record_enquiry(*, area: Area, asked: Asked, by: User, at: datetime) -> OffenderEnquiry:
    born = asked.birth_date.isoformat() if asked.birth_date else ""
    enquiry = OffenderEnquiry(
        area=area,
        key=make_data_key(area.pk),
        reference=f"{area.code}-E" + "".join(secrets.choice(ALPHABET) for _ in range(6)),
        received_at=at,
        agency=asked.agency,
        reached_through=asked.reached_through,
        called=asked.called,
        full_name=asked.full_name,
        birth_date=born,
        category=asked.category,
        crime_reference=asked.crime_reference,
        words=asked.words,
        recorded_by=by,
    )
    enquiry.save()
    found = tokens.all_of(area.pk, names=[asked.called, asked.full_name], birth_date=born)
    EnquiryToken.objects.bulk_create(
        [EnquiryToken(area=area, enquiry=enquiry, kind=kind, token=value) for kind, value in found]
    )
    record("enquiry.recorded", by=by, about=enquiry, at=at, side=Side.OFFENDER)
    return enquiry


@transaction.atomic
def apply_rule(
    *, enquiry_id: UUID, words: str, legal_bar: str, names_no_victim: bool, by: User, at: datetime
) -> OffenderEnquiry:
    """Who may ask whom, in words; nobody is asked by us here. Raises Blocked, IllegalTransition."""
    enquiry = _locked(enquiry_id)
    _check(enquiry, EnquiryState.RULE_APPLIED)
    facts = facts_for_rule(enquiry, legal_bar=legal_bar, names_no_victim=names_no_victim, by=by)
    require_open(blockers_to_apply_rule(facts))
    enquiry.legal_bar = legal_bar
    return _decided(enquiry, EnquiryState.RULE_APPLIED, "rule_applied", words, by, at, legal=legal_bar)


@transaction.atomic
def end_enquiry(*, enquiry_id: UUID, words: str, told_at: datetime, by: User, at: datetime) -> OffenderEnquiry:
    """The offender was told, in the neutral words. Raises IllegalTransition."""
    enquiry = _locked(enquiry_id)
    _check(enquiry, EnquiryState.ENDED)
    enquiry.told_at = told_at
    return _decided(enquiry, EnquiryState.ENDED, "ended", words, by, at)


@transaction.atomic
def hold_enquiry_again(*, enquiry_id: UUID, words: str, by: User, at: datetime) -> OffenderEnquiry:
    """Raises IllegalTransition."""
    enquiry = _locked(enquiry_id)
    _check(enquiry, EnquiryState.HELD)
    enquiry.met_case = None
    return _decided(enquiry, EnquiryState.HELD, "held_again", words, by, at)


@transaction.atomic
def meet_enquiry(*, enquiry_id: UUID, case_id: UUID, by: User, at: datetime) -> OffenderEnquiry:
    """The victim came by themselves. Known inside the service only. Raises IllegalTransition."""
    enquiry = _locked(enquiry_id)
    _check(enquiry, EnquiryState.MET)
    case = next((case for case in cases_that_meet(enquiry) if case.pk == case_id), None)
    if case is None:
        raise IllegalTransition("a case without an offender of this name", EnquiryState.MET)
    enquiry.met_case = case
    # No case id in the trail of the offender's side: whoever reads that side learns of no victim.
    return _decided(enquiry, EnquiryState.MET, "met", "", by, at)


@transaction.atomic
def name_offender(*, referral_id: UUID, name: str, by: User, at: datetime) -> Referral:
    """Whom the worker believes to have done it, kept before anything is opened, so that others can look at it too."""
    referral = Referral.objects.select_for_update(no_key=True, of=("self",)).get(pk=referral_id)
    if name and name not in referral.offender_name:
        referral.offender_name = f"{referral.offender_name}; {name}" if referral.offender_name else name
        referral.save()
        record("referral.offender_named", by=by, about=referral, at=at, side=Side.VICTIM)
    return referral


@transaction.atomic
def look_at_referral(*, referral: Referral, by: User, at: datetime) -> Referral:
    """Somebody who did not work on the offender's enquiry looked: the victim's referral may go on.

    Raises IllegalTransition if they did work on it.
    """
    locked = Referral.objects.select_for_update(no_key=True, of=("self",)).get(pk=referral.pk)
    if by.pk in involved_in(asked_first(locked)):
        raise IllegalTransition("worked on the enquiry", "looked")
    locked.looked_at, locked.looked_by = at, by
    locked.save(update_fields=["looked_at", "looked_by"])
    record("referral.looked_at", by=by, about=locked, at=at, side=Side.VICTIM, case_id=locked.case_id)
    return locked


def _locked(enquiry_id: UUID) -> OffenderEnquiry:
    return OffenderEnquiry.objects.select_for_update(no_key=True, of=("self",)).get(pk=enquiry_id)


def _check(enquiry: OffenderEnquiry, to: str) -> None:
    check_transition(ENQUIRY_TRANSITIONS, current=enquiry.state, to=to)


def _decided(
    enquiry: OffenderEnquiry, to: str, verb: str, words: str, by: User, at: datetime, **codes: str
) -> OffenderEnquiry:
    enquiry.state, enquiry.decision_words = to, words
    enquiry.decided_at, enquiry.decided_by = at, by
    enquiry.version += 1
    enquiry.save()
    record(f"enquiry.{verb}", by=by, about=enquiry, at=at, side=Side.OFFENDER, detail=codes)
    return enquiry
