from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from talkingpiece.risk.models import RedFlag
from talkingpiece.risk.states import FlagAnswer


def still_open() -> Q:
    """Standing flags that nobody has answered, and those of which the answer is that they stay."""
    return Q(error_at__isnull=True) & ~Q(answer=FlagAnswer.MITIGATED)


def open_flags(case_id: UUID) -> list[RedFlag]:
    """What stops the work now, the oldest first."""
    found = RedFlag.objects.filter(still_open(), case_id=case_id)
    return list(found.select_related("recorded_by", "answered_by").order_by("happened_at"))


def flags(case_id: UUID) -> list[RedFlag]:
    """Every flag that was ever raised in the case, errors too; the newest first."""
    found = RedFlag.objects.filter(case_id=case_id).select_related("recorded_by", "answered_by", "error_by")
    return list(found.order_by("-happened_at", "-recorded_at"))


def unanswered_flags(area_id: UUID) -> list[RedFlag]:
    """For the desk: flags of the area's open cases that wait for a supervisor's answer, the oldest first."""
    found = RedFlag.objects.standing().filter(answered_at__isnull=True, area_id=area_id, case__ended_at__isnull=True)
    chosen = found.select_related("case", "case__victim", "recorded_by").order_by("happened_at")
    return list(chosen)
