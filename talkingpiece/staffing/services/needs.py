"""What the people of a case need of whoever works with them: written down anew, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import StaffingNeed
from talkingpiece.staffing.queries import Wishes


@transaction.atomic
def record_need(*, case_id: UUID, wishes: Wishes, by: User, at: datetime) -> StaffingNeed:
    """It counts from now on, for new offers. Whoever works on the case already goes on."""
    case = lock_case(case_id)
    need = StaffingNeed(**fact_columns(case, by=by, at=at), case=case, two=wishes.two, said=wishes.as_said())
    need.save()
    record("staffing_need.recorded", by=by, about=need, at=at, side=Side.VICTIM, case_id=case.pk)
    return need
