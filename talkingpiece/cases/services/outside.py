"""The second person of the two may be a supervisor of another organisation, for one decision, by a one-time link."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import has_account
from talkingpiece.audit.services import record
from talkingpiece.cases.gates import OutsideFacts, blockers_to_ask_outside
from talkingpiece.cases.models import Case, OutsideSupervisor
from talkingpiece.cases.states import OutsideAnswer, Question
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_token, token_digest
from talkingpiece.protection.classes import Side

LINK_LIVES = timedelta(hours=72)


class LinkOver(Exception):
    """The link opens nothing, whatever the reason."""


@transaction.atomic
def ask_outside(
    *,
    case: Case,
    question: Question,
    about_id: UUID,
    content_digest: str,
    waits: bool,
    own: bool,
    name: str,
    organisation: str,
    email: str,
    by: User,
    at: datetime,
) -> tuple[OutsideSupervisor, str]:
    """The link's token, which nobody can show a second time. A link made before opens nothing any more.

    The room whose question it is says whether it `waits`, and whether it is `own` work of whoever asks. Raises Blocked
    for them, and for the address of somebody with an account.
    """
    require_open(blockers_to_ask_outside(OutsideFacts(waits, own, has_account(email))))
    before = OutsideSupervisor.objects.filter(question=question, about_id=about_id, answered_at__isnull=True)
    before.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    token = new_token()
    asked = OutsideSupervisor(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        question=question,
        about_id=about_id,
        token_digest=token_digest(token),
        content_digest=content_digest,
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
        detail={"question": question.value, "about": str(about_id), "content": content_digest},
    )
    return asked, token


def use_up(asked: OutsideSupervisor, *, yes: bool, at: datetime) -> None:
    """They answered: the link opens nothing any more. The act itself is entered by the room whose question it is."""
    asked.answered_at, asked.answer = at, OutsideAnswer.YES if yes else OutsideAnswer.NO
    asked.save(update_fields=["answered_at", "answer"])
