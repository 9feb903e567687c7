"""A case that ran before this system did keeps how and when it came, so that every count starts from the same rows."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.core.links import new_token
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.referrals.codes import code_digest, code_of
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services.making import ALPHABET
from talkingpiece.referrals.states import Form, ReferralState


@transaction.atomic
def take_over_referral(*, case: Case, words: str, owner: User, by: User, at: datetime) -> Referral:
    """How an open case came, decided long ago and elsewhere. No gate was passed, nobody said yes to anything here."""
    referral = Referral(
        area_id=case.area_id,
        key=make_data_key(case.area_id),
        reference=f"{case.area.code}-" + "".join(secrets.choice(ALPHABET) for _ in range(6)),
        route=case.route,
        initiated_by=case.initiated_by,
        form=Form.LIST,
        state=ReferralState.ACCEPTED,
        received_at=case.opened_at,
        owner=owner,
        taken_by=by,
        victim_as=case.victim_as,
        called=case.victim.called,
        full_name=case.victim.full_name,
        birth_date=case.victim.birth_date,
        ways=[],
        what_happened=words,
        category=case.incident.category,
        language=case.victim.language,
        interpreter=case.victim.interpreter,
        first_contact_agreed=False,
        # Nobody was given its code, and nobody can be.
        code_digest=code_digest(case.area_id, code_of(case.area_id, new_token())),
        decided_at=case.opened_at,
        decided_by=by,
        person=case.victim,
        case=case,
    )
    referral.save()
    record("referral.taken_over", by=by, about=referral, at=at, side=Side.VICTIM, case_id=case.pk)
    return referral
