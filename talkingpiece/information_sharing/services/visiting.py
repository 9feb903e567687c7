from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.cases.services import lock_case
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.services.disclosing import disclose
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
    return disclose(
        case=lock_case(case_id),
        agency=agency,
        recipient=recipient,
        purpose=Errand.LEGAL_VISIT,
        categories=[Category.IDENTITY],
        ground=ground,
        agreement_id=agreement_id,
        consent_id=consent_id,
        sent=sent,
        person_told=PersonTold.UNSAFE,
        side=Side.OFFENDER,
        by=by,
        at=at,
    )
