"""What whoever referred somebody may see of it: the victim's choice in the ledger, and each thing that was seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from talkingpiece.accounts.models import User
from talkingpiece.agreements.states import Category
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import lock_case
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.queries import words as consent_words
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.information_sharing.services import disclose
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.agency_told import Stage, ToldReferrer
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import MayKnow

# What says something of the case, and not only that something was sent to us.
_OF_THE_CASE = frozenset({Stage.TAKEN_UP, Stage.ENDED})


def put_choice_in_ledger(case: Case, person: Person, referral: Referral, how: str, by: User, at: datetime) -> None:
    """Once there is a case, the victim's choice is a consent like each other: it can be taken back, and then counts no
    more. `case` is locked."""
    target = str(referral.agency_id)
    live = live_consent(case.pk, person.pk, Item.REFERRER, on=timezone.localdate(at), target=target)
    if referral.referrer_may_know != MayKnow.NOTHING:
        asked = consent_words(case).wording(Item.REFERRER, Side.VICTIM).question
        chosen = gettext(str(MayKnow(referral.referrer_may_know).label))
        record_consent(
            case_id=case.pk,
            person=person,
            side=Side.VICTIM,
            item=Item.REFERRER,
            answer=Answer.GIVEN,
            wording=f"{gettext(asked)} {chosen}",
            method=how or Method.SPOKEN,
            target=target,
            language=referral.language,
            by=by,
            at=at,
        )
    elif live is not None:
        withdraw_consent(consent_id=live.pk, how=how or Method.SPOKEN, by=by, at=at)


@transaction.atomic
def note_seen(*, referral_id: UUID, told: ToldReferrer, by: User, at: datetime) -> None:
    """What the agency's page said when its author looked. What differs later is new to them; what it says of the case
    for the first time leaves the service by this, and is written down as everything that does."""
    referral = (
        Referral.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=referral_id)
    )
    if referral.referrer_saw == told.stage:
        return
    referral.referrer_saw = told.stage
    referral.save(update_fields=["referrer_saw"])
    if referral.case_id is None or told.stage not in _OF_THE_CASE:
        return
    case = lock_case(referral.case_id)
    on, target = timezone.localdate(at), str(referral.agency_id)
    consent = live_consent(case.pk, case.victim_id, Item.REFERRER, on=on, target=target)
    if consent is None:
        return
    disclose(
        case=case,
        purpose=Errand.TELL_REFERRER,
        categories=[Category.OUTCOME],
        ground=Ground.CONSENT,
        consent_id=consent.pk,
        agency=referral.agency,
        recipient=by,
        sent={"kind": "referrer", "told": str(Stage(told.stage).label)},
        person_told=PersonTold.AGREED,
        side=Side.VICTIM,
        approved_by=consent.recorded_by,
        by=by,
        at=at,
    )
