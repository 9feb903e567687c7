"""Which assessments and flags somebody may open: those of a case that they opened."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.cases.access import Opened
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.profile import Factor
from talkingpiece.risk.queries import policy_of


def get_assessment(opened: Opened, assessment_id: UUID) -> Assessment:
    """Raises Http404 for an assessment of another case."""
    found = Assessment.objects.filter(case=opened.case, pk=assessment_id)
    assessment = found.select_related(
        "assessor", "signed_by", "returned_by", "signed_outside", "returned_outside"
    ).first()
    if assessment is None:
        raise Http404
    return assessment


def get_factor(opened: Opened, assessment: Assessment, key: str) -> Factor:
    """Raises Http404 for a factor that this approach does not ask."""
    for factor in policy_of(opened.case).factors_of(assessment.approach):
        if factor.key == key:
            return factor
    raise Http404


def get_flag(opened: Opened, flag_id: UUID) -> RedFlag:
    """Raises Http404 for a flag of another case."""
    found = RedFlag.objects.filter(case=opened.case, pk=flag_id)
    flag = found.select_related("recorded_by", "answered_by", "error_by").first()
    if flag is None:
        raise Http404
    return flag
