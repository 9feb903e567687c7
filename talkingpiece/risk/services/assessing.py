"""Writing an assessment, one factor at a time, and putting it forward."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import promised
from talkingpiece.cases.services import lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import SIDES, Decided, blockers_to_submit, facts_for_submit
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.profile import Factor
from talkingpiece.risk.queries import open_assessment, open_flags, policy_of, seen, signer_of
from talkingpiece.risk.services.flags import raise_flag
from talkingpiece.risk.services.passing import hand_to
from talkingpiece.risk.states import TRANSITIONS, WRITABLE, AssessmentState, Concern


@dataclass(frozen=True)
class Written:
    """What somebody wrote of one factor. Nothing but `present` and `concern` must be there to be saved."""

    present: str
    concern: str
    victim_view: str = ""
    offender_view: str = ""
    note: str = ""
    source: str = ""
    mitigation: str = ""
    residual: str = ""
    owner_words: str = ""
    review_by: date | None = None


class StaleFactor(Exception):
    """Somebody else saved this factor first. `current` is how it is now."""

    def __init__(self, current: FactorView) -> None:
        self.current = current
        super().__init__("stale")


class StaleAssessment(Exception):
    """A factor was saved since whoever decides looked at them. `current` is the assessment now."""

    def __init__(self, current: Assessment) -> None:
        self.current = current
        super().__init__("stale")


@transaction.atomic
def start_assessment(*, case_id: UUID, approach: str, by: User, at: datetime) -> Assessment:
    """A new assessment of this approach; the open one if there is one. Raises IllegalTransition for an ended case."""
    case = lock_case(case_id)
    if not case.is_open:
        raise IllegalTransition("ended", "assessed")
    found = open_assessment(case.pk, approach)
    if found is not None:
        return found
    newest = Assessment.objects.filter(case=case).aggregate(newest=Max("number"))["newest"] or 0
    assessment = Assessment(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        number=newest + 1,
        approach=approach,
        assessor=by,
        started_at=at,
    )
    assessment.save()
    _record("started", assessment, by=by, at=at, approach=approach)
    return assessment


@transaction.atomic
def assess_factor(
    *, assessment_id: UUID, factor: str, written: Written, version: str, by: User, at: datetime, flag: str = ""
) -> FactorView:
    """Save what was seen of one factor. Concern "stop" raises a red flag of the kind `flag`, once.

    Raises StaleFactor if `version` (queries.seen) is no longer how it is, KeyError for a factor that the area does not
    ask of this approach, IllegalTransition once it was put forward, ValueError for "stop" without a kind.
    """
    case, assessment = _locked(assessment_id)
    if assessment.state not in WRITABLE or not case.is_open:
        raise IllegalTransition(assessment.state, "written")
    asked = {one.key: one for one in policy_of(case).factors_of(assessment.approach)}[factor]
    view = FactorView.objects.select_for_update(no_key=True).filter(assessment=assessment, factor=factor).first()
    if view is not None and seen(view) != version:
        raise StaleFactor(view)
    stopped = view is not None and view.concern == Concern.STOP
    if written.concern == Concern.STOP and not stopped:
        _stop(case, asked, written, flag, by=by, at=at)
    view = _write(view or FactorView(assessment=assessment, factor=factor), case, asked, written)
    assessment.version += 1
    assessment.save(update_fields=["version"])
    record(
        "risk_factor.assessed",
        by=by,
        about=view,
        at=at,
        side=_side(asked),
        case_id=case.pk,
        detail={"assessment": str(assessment.pk), "factor": factor, "concern": written.concern},
    )
    return view


def _write(view: FactorView, case: Case, factor: Factor, written: Written) -> FactorView:
    view.area_id, view.key_id, view.about = case.area_id, case.key_id, factor.about
    for name, value in asdict(written).items():
        setattr(view, name, value)
    view.save()
    return view


def _stop(case: Case, factor: Factor, written: Written, kind: str, *, by: User, at: datetime) -> None:
    if not kind:
        raise ValueError("A red flag has a kind.")
    side = _side(factor)
    if not any(flag.kind == kind and flag.side == side for flag in open_flags(case.pk)):
        raise_flag(case_id=case.pk, kind=kind, side=side, words=written.note, by=by, at=at)


def _side(factor: Factor) -> Side:
    return SIDES.get(factor.about, Side.JOINT)


@transaction.atomic
def submit_assessment(
    *, assessment_id: UUID, version: int, decision: str, reasons: str, plan: str, by: User, at: datetime
) -> Assessment:
    """Put it forward with a decision, for somebody else to sign. Whoever does this answers for it as its assessor.

    Raises Blocked with every reason, StaleAssessment if a factor was saved since, IllegalTransition if it waits.
    """
    case, assessment = _locked(assessment_id)
    check_transition(TRANSITIONS, current=assessment.state, to=AssessmentState.SUBMITTED)
    if assessment.version != version:
        raise StaleAssessment(assessment)
    decided = Decided(decision, reasons=bool(reasons.strip()), plan=bool(plan.strip()))
    facts = facts_for_submit(case, assessment, by, at, decided)
    require_open(blockers_to_submit(facts, policy_of(case)))
    assessment.state, assessment.assessor, assessment.submitted_at = AssessmentState.SUBMITTED, by, at
    assessment.decision, assessment.reasons, assessment.plan = decision, reasons, plan
    assessment.version += 1
    assessment.save()
    record_passing(case=case, gate="submit_risk", facts=facts, by=by, at=at, subject_id=assessment.pk)
    _record("submitted", assessment, by=by, at=at, decision=decision)
    signer = signer_of(case, assessment, at)
    if signer is not None:
        hand_to(case, signer, What.SIGN_RISK, at=at, due_at=promised(case, "sign_off", at))
    return assessment


def _locked(assessment_id: UUID) -> tuple[Case, Assessment]:
    case = lock_case(Assessment.objects.values_list("case_id", flat=True).get(pk=assessment_id))
    return case, Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)


def _record(verb: str, assessment: Assessment, *, by: User, at: datetime, **codes: str) -> None:
    record(
        f"risk_assessment.{verb}",
        by=by,
        about=assessment,
        at=at,
        side=Side.JOINT,
        case_id=assessment.case_id,
        detail={"assessment": str(assessment.pk), **codes},
    )
