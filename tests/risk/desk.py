"""Short names for what comes before what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.queries import open_ball
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import policy_of, seen, views_of
from talkingpiece.risk.services import Written, assess_factor, sign_assessment, start_assessment, submit_assessment
from talkingpiece.risk.states import Concern, Decision, Present, Residual
from tests.world import World

FINE = Written(present=Present.NO, concern=Concern.NONE, note="Spoken about at the visit.", source="Herself")
WORRYING = replace(
    FINE, present=Present.YES, concern=Concern.SOME, mitigation="Two visits more.", residual=Residual.ACCEPTABLE
)


def ball_of(case: Case) -> Ball:
    ball = open_ball(case.pk)
    assert ball is not None
    return ball


def write(assessment: Assessment, factor: str, written: Written, by: User, at: datetime, flag: str = "") -> FactorView:
    version = seen(views_of(assessment.pk).get(factor))
    return assess_factor(
        assessment_id=assessment.pk, factor=factor, written=written, version=version, by=by, at=at, flag=flag
    )


def filled(world: World, case: Case, approach: str = VICTIM_FIRST, *, by: User | None = None) -> Assessment:
    """An assessment in which everything that must be looked at was looked at."""
    worker = by or world.facilitator
    assessment = start_assessment(case_id=case.pk, approach=approach, by=worker, at=world.now)
    for factor in policy_of(case).required(approach):
        write(assessment, factor.key, FINE, worker, world.now)
    assessment.refresh_from_db()
    return assessment


def submitted(world: World, case: Case, approach: str = VICTIM_FIRST, **more: Any) -> Assessment:
    given: dict[str, Any] = {
        "decision": Decision.PROCEED,
        "reasons": "She knows what she wants.",
        "plan": "",
        "at": world.now,
    } | more
    worker = given.pop("by", world.facilitator)
    assessment = filled(world, case, approach, by=worker)
    return submit_assessment(assessment_id=assessment.pk, version=assessment.version, by=worker, **given)


def signed(world: World, case: Case, approach: str = VICTIM_FIRST, **more: Any) -> Assessment:
    assessment = submitted(world, case, approach, **more)
    return sign_assessment(
        assessment_id=assessment.pk, words="I agree.", by=world.supervisor, at=more.get("at", world.now)
    )
