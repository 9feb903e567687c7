"""A supervisor of another organisation decides on one assessment, by a link that is bound to its very words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import OutsideSupervisor
from talkingpiece.cases.services import LinkOver, use_up
from talkingpiece.cases.services import ask_outside as make_link
from talkingpiece.cases.states import Question
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import content_digest, live_outside, took_part
from talkingpiece.risk.services.passing import hand_to
from talkingpiece.risk.services.signing import give_back, lock_assessment, sign
from talkingpiece.risk.states import AssessmentState


@transaction.atomic
def ask_outside(
    *, assessment_id: UUID, name: str, organisation: str, email: str, by: User, at: datetime
) -> tuple[OutsideSupervisor, str]:
    """Raises Blocked for whoever took part in the assessment, and for the address of somebody with an account."""
    case, assessment = lock_assessment(assessment_id)
    asked, token = make_link(
        case=case,
        question=Question.RISK,
        about_id=assessment.pk,
        content_digest=content_digest(assessment),
        waits=assessment.state == AssessmentState.SUBMITTED,
        own=took_part(assessment, by),
        name=name,
        organisation=organisation,
        email=email,
        by=by,
        at=at,
    )
    hand_to(case, by, What.SIGN_RISK, at=at, due_at=asked.expires_at)
    return asked, token


@transaction.atomic
def answer_outside(*, token: str, answer: str, words: str, at: datetime) -> Assessment:
    """Their decision, under their name. Raises LinkOver, and Blocked while a red flag stands against it."""
    found = live_outside(token, at)
    if found is None:
        raise LinkOver
    case, _locked = lock_assessment(found[1].pk)
    found = live_outside(token, at)  # once more, now that nobody else can decide
    if found is None:
        raise LinkOver
    asked, assessment = found
    signs = answer == "sign"
    use_up(asked, yes=signs, at=at)
    if signs:
        assessment.signed_by, assessment.signed_outside = None, asked
        return sign(case, assessment, words=words, by=None, at=at)
    assessment.returned_by, assessment.returned_outside = None, asked
    return give_back(case, assessment, words=words, by=None, at=at)
