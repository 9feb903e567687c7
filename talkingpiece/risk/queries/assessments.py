from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import section
from talkingpiece.audit.queries import events_of_case
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import digest
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.states import OPEN_STATES, AssessmentState

# Acts by which somebody takes part in an assessment; whoever did one of them does not sign it.
WRITING = ("risk_assessment.started", "risk_factor.assessed", "risk_assessment.submitted")

FIELDS = (
    "present",
    "concern",
    "victim_view",
    "offender_view",
    "note",
    "source",
    "mitigation",
    "residual",
    "owner_words",
    "review_by",
)


def policy_of(case: Case) -> Risk:
    return section(case.area_id, case.profile_version, Risk)


def _of(case_id: UUID) -> QuerySet[Assessment]:
    found = Assessment.objects.filter(case_id=case_id)
    return found.select_related("assessor", "signed_by", "returned_by", "signed_outside", "returned_outside")


def current(case_id: UUID, approach: str) -> Assessment | None:
    """The signed assessment of this approach, whether it is still in date or not."""
    return _of(case_id).filter(approach=approach, state=AssessmentState.SIGNED).first()


def open_assessment(case_id: UUID, approach: str) -> Assessment | None:
    """The one that is being written, waits for a signature, or was given back."""
    return _of(case_id).filter(approach=approach, state__in=OPEN_STATES).first()


def assessments(case_id: UUID) -> list[Assessment]:
    """All of the case, the newest first, with those that were replaced."""
    return list(_of(case_id).order_by("-number"))


def views_of(assessment_id: UUID) -> dict[str, FactorView]:
    return {view.factor: view for view in FactorView.objects.filter(assessment_id=assessment_id)}


def seen(view: FactorView | None) -> str:
    """Changes with whatever is written of a factor: what a form carries, to notice that somebody else saved first."""
    if view is None:
        return "new"
    written = {field: getattr(view, field) for field in FIELDS}
    return digest(written)[:16]


def earlier_views(assessment: Assessment) -> dict[str, FactorView]:
    """What was last signed about each factor of the case: a start for looking again, never an answer by itself."""
    signed = FactorView.objects.filter(
        assessment__case_id=assessment.case_id,
        assessment__state__in=[AssessmentState.SIGNED, AssessmentState.SUPERSEDED],
        assessment__number__lt=assessment.number,
    )
    return {view.factor: view for view in signed.select_related("assessment").order_by("assessment__number")}


def took_part(assessment: Assessment, user: User) -> bool:
    """Whether this user started it, put it forward, or wrote any of its factors: then somebody else signs."""
    if assessment.assessor_id == user.pk:
        return True
    written = events_of_case(assessment.case_id).filter(name__in=WRITING, actor_id=user.pk)
    return written.filter(detail__assessment=str(assessment.pk)).exists()


def to_sign(area_id: UUID) -> list[Assessment]:
    """For the desk: assessments of the area's open cases that wait for a signature, the oldest first."""
    found = Assessment.objects.filter(area_id=area_id, state=AssessmentState.SUBMITTED, case__ended_at__isnull=True)
    return list(found.select_related("case", "case__victim", "assessor").order_by("submitted_at"))


def content_digest(assessment: Assessment) -> str:
    """Of everything that whoever signs it answers for."""
    written = {key: {field: getattr(view, field) for field in FIELDS} for key, view in views_of(assessment.pk).items()}
    decided = (assessment.decision, assessment.reasons, assessment.plan, assessment.version, assessment.submitted_at)
    return digest({"assessment": str(assessment.pk), "decided": decided, "written": written})
