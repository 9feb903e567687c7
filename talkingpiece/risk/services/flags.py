"""Red flags: raised by anybody on the case at any time, answered by a supervisor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import RedFlag
from talkingpiece.risk.queries import open_flags, policy_of, supervisors
from talkingpiece.risk.services.passing import balls_of, hand_on, hand_to, working_days_after
from talkingpiece.risk.states import FlagAnswer
from talkingpiece.risk.turns import after_flag, waits_for
from talkingpiece.staffing.queries import duty_owner


@transaction.atomic
def raise_flag(*, case_id: UUID, kind: str, side: Side, words: str, by: User, at: datetime) -> RedFlag:
    """Something that stops the work until a supervisor has answered. Never gated; an ended case can have one too."""
    case = lock_case(case_id)
    flag = RedFlag(**fact_columns(case, by=by, at=at), case=case, kind=kind, side=side, words=words)
    flag.save()
    record("red_flag.raised", by=by, about=flag, at=at, side=side, case_id=case.pk, detail={"kind": kind})
    now = flag.recorded_at
    found = supervisors(case, now)
    holder = found[0] if found else duty_owner(case.area_id, now)
    due_at = working_days_after(case, now, policy_of(case).flag_answer_days)
    hand_to(case, holder, What.RED_FLAG, at=now, due_at=due_at)
    return flag


@transaction.atomic
def answer_flag(*, flag_id: UUID, answer: str, words: str, by: User, at: datetime) -> RedFlag:
    """Dealt with, or it stays. One that stays can be answered again: what was said before is kept in its words.

    Raises IllegalTransition if it is dealt with already or was entered in error.
    """
    case = lock_case(RedFlag.objects.values_list("case_id", flat=True).get(pk=flag_id))
    flag = RedFlag.objects.select_for_update(no_key=True).get(pk=flag_id)
    if flag.error_at is not None or flag.answer == FlagAnswer.MITIGATED:
        raise IllegalTransition("error" if flag.error_at else flag.answer, answer)
    flag.answer_words = f"{flag.answer_words}\n\n{words}".strip()
    flag.answered_at, flag.answered_by, flag.answer = at, by, answer
    flag.save()
    record(
        "red_flag.answered",
        by=by,
        about=flag,
        at=at,
        side=Side(flag.side),
        case_id=case.pk,
        detail={"answer": answer},
    )
    _go_on(case, by=by, at=at)
    return flag


def _go_on(case: Case, *, by: User, at: datetime) -> None:
    balls = balls_of(case)
    whats = [ball.what for ball in balls]
    if waits_for(whats) != What.RED_FLAG or any(flag.answered_at is None for flag in open_flags(case.pk)):
        return
    due_at = working_days_after(case, at, policy_of(case).go_on_days)
    hand_on(case, after_flag(whats), balls, by=by, at=at, due_at=due_at)
