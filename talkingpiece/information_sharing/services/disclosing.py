"""The only way out: whatever leaves the service, on whichever path, is written down here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns
from talkingpiece.core import clock
from talkingpiece.core.blockers import digest
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.protection.classes import Side


@transaction.atomic
def disclose(
    *,
    case: Case,
    purpose: Errand,
    categories: Iterable[str],
    ground: Ground,
    sent: dict[str, Any],
    person_told: str,
    side: Side,
    by: User,
    at: datetime,
    agency: Agency | None = None,
    recipient: User | None = None,
    recipient_words: str = "",
    recipient_kind: str = "",
    agreement_id: UUID | None = None,
    consent_id: UUID | None = None,
    duty: str = "",
    not_told_why: str = "",
    approved_by: User | None = None,
    corrects: Disclosure | None = None,
) -> Disclosure:
    """`case` is locked, and the gate of the act found the ground: the database refuses a disclosure without one.

    Under the third ground the managers of the area have it before them from this moment.
    """
    disclosure = Disclosure(
        **fact_columns(case, by=by, at=at),
        case=case,
        agency=agency,
        recipient=recipient,
        recipient_words=recipient_words,
        recipient_kind=recipient_kind,
        purpose=purpose,
        categories=[str(category) for category in categories],
        ground=ground,
        agreement_id=agreement_id if ground == Ground.AGREEMENT else None,
        consent_id=consent_id if ground == Ground.CONSENT else None,
        duty=duty,
        sent=sent,
        sent_digest=digest(sent),
        person_told=person_told,
        not_told_why=not_told_why if person_told == PersonTold.UNSAFE else "",
        manager_told_at=clock.now() if ground == Ground.DUTY else None,
        approved_by=approved_by or by,
        corrects=corrects,
    )
    disclosure.save()
    record(
        "disclosure.made",
        by=by,
        about=disclosure,
        at=at,
        side=side,
        case_id=case.pk,
        basis=ground,
        detail={"categories": sorted(disclosure.categories), "digest": disclosure.sent_digest, **_corrected(corrects)},
    )
    return disclosure


def _corrected(corrects: Disclosure | None) -> dict[str, str]:
    return {"corrects": str(corrects.pk)} if corrects else {}
