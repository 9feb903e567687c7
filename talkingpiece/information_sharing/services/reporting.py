from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.cases.services import lock_case
from talkingpiece.documents.payloads import ReportPaper
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.payloads import told_in_report
from talkingpiece.information_sharing.services.disclosing import disclose
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.protection.classes import Side


@transaction.atomic
def disclose_report(
    *,
    case_id: UUID,
    agency: Agency | None,
    recipient: User | None,
    categories: Iterable[str],
    paper: ReportPaper,
    ground: Ground,
    agreement_id: UUID | None,
    consent_id: UUID | None,
    by: User,
    at: datetime,
    recipient_words: str = "",
    corrects: Disclosure | None = None,
) -> Disclosure:
    """A report leaves: for somebody of an agency, or addressed in words.

    Its room’s gate found the ground, and that everybody was shown it.
    """
    return disclose(
        case=lock_case(case_id),
        agency=agency,
        recipient=recipient,
        recipient_words=recipient_words,
        purpose=Errand.OUTCOME_REPORT,
        categories=categories,
        ground=ground,
        agreement_id=agreement_id,
        consent_id=consent_id,
        sent=told_in_report(paper),
        person_told=PersonTold.AGREED,
        side=Side.JOINT,
        corrects=corrects,
        by=by,
        at=at,
    )
