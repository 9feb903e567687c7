from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import lock_case
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.states import OPEN_STATES


@transaction.atomic
def give_assessment(*, assessment_id: UUID, to: User, by: User, at: datetime) -> Assessment:
    """Somebody else answers for it from now, and goes on writing it. Raises IllegalTransition once it is signed."""
    case = lock_case(Assessment.objects.values_list("case_id", flat=True).get(pk=assessment_id))
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)
    if assessment.state not in OPEN_STATES:
        raise IllegalTransition(assessment.state, assessment.state)
    assessment.assessor = to
    assessment.save(update_fields=["assessor"])
    record(
        "risk.given",
        by=by,
        about=assessment,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"to": str(to.pk)},
    )
    return assessment
