from __future__ import annotations

from datetime import datetime
from uuid import UUID

from talkingpiece.core.links import token_digest
from talkingpiece.risk.models import OutsideSupervisor
from talkingpiece.risk.queries.assessments import content_digest
from talkingpiece.risk.states import AssessmentState


def live_outside(token: str, at: datetime) -> OutsideSupervisor | None:
    """None whatever ails it: never made, over, withdrawn, answered, signed by another, or no longer the same words."""
    found = OutsideSupervisor.objects.filter(
        token_digest=token_digest(token),
        expires_at__gt=at,
        withdrawn_at__isnull=True,
        answered_at__isnull=True,
        assessment__state=AssessmentState.SUBMITTED,
        assessment__case__ended_at__isnull=True,
    )
    asked = found.select_related("assessment__case__victim", "area", "asked_by").first()
    return asked if asked is not None and asked.content_digest == content_digest(asked.assessment) else None


def asked_outside(assessment_id: UUID, at: datetime) -> OutsideSupervisor | None:
    """Who outside the service was asked last and may still answer."""
    found = OutsideSupervisor.objects.filter(
        assessment_id=assessment_id, answered_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return found.order_by("-asked_at").first()
