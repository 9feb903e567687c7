"""What somebody in an agency does. Only the addressee, only while there is a ground, and only once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import owner_of, promised
from talkingpiece.cases.services import lock_case, pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import Blocked, Blocker, Condition, verdict
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import asked_of_another, with_ground
from talkingpiece.information_sharing.states import View
from talkingpiece.protection.classes import Side


@transaction.atomic
def keep_draft(*, request_id: UUID, draft: dict[str, str], by: User, at: datetime) -> InformationRequest:
    """Keep what was written so far for its author. Nobody in the service reads it."""
    _case, request = _to_answer(request_id, by, at)
    request.answers = {"draft": draft}
    request.save()
    record("information_request.draft_kept", by=by, about=request, at=at, side=Side.OFFENDER, case_id=request.case_id)
    return request


@transaction.atomic
def answer_request(
    *, request_id: UUID, view: str, answers: dict[str, str], reason: str, by: User, at: datetime
) -> InformationRequest:
    """The answer, once and for good: `answers` by question. What was wrong in it is put right by asking again."""
    case, request = _to_answer(request_id, by, at)
    request.view, request.reason = View(view), reason
    request.answers = {code: answers[code] for code in request.questions}
    request.answered_at, request.answered_by = at, by
    request.save()
    owner = owner_of(case.pk)
    if owner is not None:
        due_at = promised(case, "acknowledge", at)
        pass_ball(case=case, holder=Holder.USER, user=owner, what=What.READ_ANSWER, at=at, due_at=due_at)
    record(
        "information_request.answered",
        by=by,
        about=request,
        at=at,
        side=Side.OFFENDER,
        case_id=case.pk,
        detail={"view": view},
    )
    return request


def _to_answer(request_id: UUID, by: User, at: datetime) -> tuple[Case, InformationRequest]:
    case = lock_case(InformationRequest.objects.values_list("case_id", flat=True).get(pk=request_id))
    request = InformationRequest.objects.select_for_update(of=("self",)).select_related("disclosure").get(pk=request_id)
    waiting = request.answered_at is None and request.closed_at is None and request.stands and case.is_open
    waiting = waiting and not asked_of_another([request])
    if request.addressed_to_id != by.pk or not waiting:
        raise IllegalTransition("answered" if request.answered_at else "closed", "answered")
    if request.pk not in with_ground([request], at=at):
        raise Blocked(verdict([Condition("", closed_for_agency())]))
    return case, request


def closed_for_agency() -> Blocker:
    """All that an agency is told when a ground has gone, whatever it was."""
    return Blocker(
        code="closed",
        message=_("This request is closed"),
        remedy="",
        who=_("There is nothing that you have to do."),
        side=Side.JOINT,
    )
