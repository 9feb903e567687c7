from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core.blockers import digest
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.protection.classes import Side


@transaction.atomic
def disclose_visit(
    *,
    case_id: UUID,
    agency: Agency,
    recipient: User | None,
    sent: dict[str, Any],
    ground: Ground,
    agreement_id: UUID | None,
    consent_id: UUID | None,
    by: User,
    at: datetime,
) -> Disclosure:
    """A prison is asked to let our workers see somebody. The gate of that request found the ground."""
    case = lock_case(case_id)
    disclosure = Disclosure(
        **fact_columns(case, by=by, at=at),
        case=case,
        agency=agency,
        recipient=recipient,
        purpose=Errand.LEGAL_VISIT,
        categories=[Category.IDENTITY],
        ground=ground,
        agreement_id=agreement_id,
        consent_id=consent_id,
        sent=sent,
        sent_digest=digest(sent),
        person_told=PersonTold.UNSAFE,
    )
    disclosure.save()
    record(
        "disclosure.made",
        by=by,
        about=disclosure,
        at=at,
        side=Side.OFFENDER,
        case_id=case.pk,
        basis=ground,
        detail={"categories": sorted(disclosure.categories), "digest": disclosure.sent_digest},
    )
    return disclosure
