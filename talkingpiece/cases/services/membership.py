from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Member
from talkingpiece.cases.services.life import lock_case
from talkingpiece.cases.states import MemberRole
from talkingpiece.protection.classes import Side


@transaction.atomic
def leave_case(*, case_id: UUID, user: User, by: User, at: datetime) -> None:
    """Somebody helps with the case no longer. Its owner cannot: a case is handed over, never left."""
    case = lock_case(case_id)
    found = Member.objects.filter(case=case, user=user, ends_at__isnull=True).exclude(role=MemberRole.OWNER)
    for member in found:
        member.ends_at = at
        member.save(update_fields=["ends_at"])
        record("member.left", by=by, about=member, at=at, side=Side.SERVICE, case_id=case.pk)
