"""Somebody else reads an assessment, and signs it or gives it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.services import lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import check_transition
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_sign, facts_for_sign
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import policy_of
from talkingpiece.risk.services.passing import balls_of, hand_on, hand_to, has_left, working_days_after
from talkingpiece.risk.states import TRANSITIONS, AssessmentState
from talkingpiece.risk.turns import after_signing, waits_for


@transaction.atomic
def sign_assessment(*, assessment_id: UUID, words: str, by: User, at: datetime) -> Assessment:
    """Accept it. It counts from today for as many weeks as the area's profile says, and replaces the one before.

    Raises Blocked for somebody who took part in it or while a red flag stands against its decision, and
    IllegalTransition if it was signed or given back in the meantime.
    """
    case, assessment = lock_assessment(assessment_id)
    assessment.signed_by = by
    return sign(case, assessment, words=words, by=by, at=at)


@transaction.atomic
def return_assessment(*, assessment_id: UUID, words: str, by: User, at: datetime) -> Assessment:
    """Give it back with words. What was written stays, and can be written on."""
    case, assessment = lock_assessment(assessment_id)
    assessment.returned_by, assessment.returned_outside = by, None
    return give_back(case, assessment, words=words, by=by, at=at)


def sign(case: Case, assessment: Assessment, *, words: str, by: User | None, at: datetime) -> Assessment:
    """`assessment` is locked and says who signs: `by`, or without it somebody outside."""
    check_transition(TRANSITIONS, current=assessment.state, to=AssessmentState.SIGNED)
    facts = facts_for_sign(case, assessment, by)
    require_open(blockers_to_sign(facts))
    _supersede(case, assessment.approach)
    assessment.state = AssessmentState.SIGNED
    assessment.signed_at, assessment.sign_words = at, words
    assessment.valid_until = timezone.localdate(at) + timedelta(weeks=policy_of(case).weeks_valid)
    assessment.save()
    record_passing(case=case, gate="sign_risk", facts=facts, by=by, at=at, subject_id=assessment.pk)
    _record("signed", assessment, by=by, outside=assessment.signed_outside_id, at=at, decision=assessment.decision)
    _go_on(case, assessment, by=by or assessment.assessor, at=at)
    return assessment


def give_back(case: Case, assessment: Assessment, *, words: str, by: User | None, at: datetime) -> Assessment:
    """`assessment` is locked and says who gives it back."""
    check_transition(TRANSITIONS, current=assessment.state, to=AssessmentState.RETURNED)
    assessment.state = AssessmentState.RETURNED
    assessment.returned_at, assessment.returned_words = at, words
    assessment.version += 1
    assessment.save()
    _record("returned", assessment, by=by, outside=assessment.returned_outside_id, at=at)
    if waits_for([ball.what for ball in balls_of(case)]) == What.SIGN_RISK:
        user = owner_of(case.pk) if has_left(case, assessment.assessor_id) else None
        due_at = working_days_after(case, at, policy_of(case).go_on_days)
        hand_to(case, user or assessment.assessor, What.RISK_RETURNED, at=at, due_at=due_at)
    return assessment


def _supersede(case: Case, approach: str) -> None:
    before = Assessment.objects.select_for_update(no_key=True).filter(
        case=case, approach=approach, state=AssessmentState.SIGNED
    )
    for assessment in before:
        check_transition(TRANSITIONS, current=assessment.state, to=AssessmentState.SUPERSEDED)
        assessment.state = AssessmentState.SUPERSEDED
        assessment.save(update_fields=["state"])


def _go_on(case: Case, assessment: Assessment, *, by: User, at: datetime) -> None:
    balls = balls_of(case)
    whats = [ball.what for ball in balls]
    if waits_for(whats) not in {What.SIGN_RISK, What.ASSESS_RISK, What.RISK_RETURNED}:
        return
    turn = after_signing(whats, decision=assessment.decision, approach=assessment.approach)
    due_at = working_days_after(case, at, policy_of(case).go_on_days)
    hand_on(case, turn, balls, by=by, at=at, due_at=due_at)


def lock_assessment(assessment_id: UUID) -> tuple[Case, Assessment]:
    case = lock_case(Assessment.objects.values_list("case_id", flat=True).get(pk=assessment_id))
    return case, Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)


def _record(
    verb: str, assessment: Assessment, *, by: User | None, outside: UUID | None, at: datetime, **codes: str
) -> None:
    decided = {"outside": str(outside)} if by is None else {}
    record(
        f"risk_assessment.{verb}",
        by=by,
        about=assessment,
        at=at,
        side=Side.JOINT,
        case_id=assessment.case_id,
        detail={"assessment": str(assessment.pk), **decided, **codes},
    )
