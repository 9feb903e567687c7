from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core.blockers import digest
from talkingpiece.documents.payloads import ReportPaper
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.payloads import told_in_report
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.protection.classes import Side


@transaction.atomic
def disclose_report(
    *,
    case_id: UUID,
    agency: Agency,
    recipient: User,
    categories: Iterable[str],
    paper: ReportPaper,
    ground: Ground,
    agreement_id: UUID | None,
    consent_id: UUID | None,
    by: User,
    at: datetime,
) -> Disclosure:
    """A report leaves for an offender manager. Its room's gate found the ground, and that everybody was shown it."""
    case = lock_case(case_id)
    sent = told_in_report(paper)
    disclosure = Disclosure(
        **fact_columns(case, by=by, at=at),
        case=case,
        agency=agency,
        recipient=recipient,
        purpose=Errand.OUTCOME_REPORT,
        categories=list(categories),
        ground=ground,
        agreement_id=agreement_id,
        consent_id=consent_id,
        sent=sent,
        sent_digest=digest(sent),
        person_told=PersonTold.AGREED,
    )
    disclosure.save()
    record(
        "disclosure.made",
        by=by,
        about=disclosure,
        at=at,
        side=Side.JOINT,
        case_id=case.pk,
        basis=ground,
        detail={"categories": sorted(disclosure.categories), "digest": disclosure.sent_digest},
    )
    return disclosure
