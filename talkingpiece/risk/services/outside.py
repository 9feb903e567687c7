"""The second person of the two may be a supervisor of another organisation, for one decision, by a one-time link."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_token, token_digest
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_ask_outside, facts_to_ask_outside
from talkingpiece.risk.models import Assessment, OutsideSupervisor
from talkingpiece.risk.queries import content_digest, live_outside
from talkingpiece.risk.services.passing import hand_to
from talkingpiece.risk.services.signing import give_back, lock_assessment, sign
from talkingpiece.risk.states import OutsideAnswer

LINK_LIVES = timedelta(hours=72)


class LinkOver(Exception):
    """The link opens nothing, whatever the reason."""


@transaction.atomic
def ask_outside(
    *, assessment_id: UUID, name: str, organisation: str, email: str, by: User, at: datetime
) -> tuple[OutsideSupervisor, str]:
    """The link's token, which nobody can show a second time. A link made before opens nothing any more.

    Raises Blocked for whoever took part in the assessment, and for the address of somebody with an account.
    """
    case, assessment = lock_assessment(assessment_id)
    require_open(blockers_to_ask_outside(facts_to_ask_outside(assessment, email, by)))
    before = OutsideSupervisor.objects.filter(assessment=assessment, answered_at__isnull=True)
    before.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    token = new_token()
    asked = OutsideSupervisor(
        area_id=assessment.area_id,
        key_id=assessment.key_id,
        assessment=assessment,
        token_digest=token_digest(token),
        content_digest=content_digest(assessment),
        name=name,
        organisation=organisation,
        email=email,
        asked_at=at,
        asked_by=by,
        expires_at=at + LINK_LIVES,
    )
    asked.save()
    record(
        "outside_supervisor.asked",
        by=by,
        about=asked,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"assessment": str(assessment.pk), "content": asked.content_digest},
    )
    hand_to(case, by, What.SIGN_RISK, at=at, due_at=asked.expires_at)
    return asked, token


@transaction.atomic
def answer_outside(*, token: str, answer: str, words: str, at: datetime) -> Assessment:
    """Their decision, under their name. Raises LinkOver, and Blocked while a red flag stands against it."""
    asked = live_outside(token, at)
    if asked is None:
        raise LinkOver
    case, assessment = lock_assessment(asked.assessment_id)
    asked = live_outside(token, at)  # once more, now that nobody else can decide
    if asked is None:
        raise LinkOver
    asked.answered_at, asked.answer = at, answer
    asked.save(update_fields=["answered_at", "answer"])
    if answer == OutsideAnswer.SIGN:
        assessment.signed_by, assessment.signed_outside = None, asked
        return sign(case, assessment, words=words, by=None, at=at)
    assessment.returned_by, assessment.returned_outside = None, asked
    return give_back(case, assessment, words=words, by=None, at=at)
