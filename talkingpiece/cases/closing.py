"""The rows of ending and reopening. Only `casefile` imports this: it alone can see all that the ending's gate asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.services import close_ball, fact_columns


def write_ending(*, case: Case, by: User, at: datetime, **columns: Any) -> Ending:
    """The locked case is ended by this. `columns`: those of Ending."""
    ending = Ending(**fact_columns(case, by=by, at=at), case=case, **columns)
    ending.save()
    case.ended_at = at
    case.save(update_fields=["ended_at"])
    close_ball(subject_id=case.pk, at=at)
    return ending


def write_reopening(*, case: Case, ending: Ending, why: str, by: User, at: datetime) -> Ending:
    ending.reopened_at, ending.reopened_by, ending.reopened_why = at, by, why
    ending.save()
    case.ended_at = None
    case.save(update_fields=["ended_at"])
    return ending
