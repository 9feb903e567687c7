from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.services import fact_columns, lock_case, pass_ball, record_passing
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import require_open
from talkingpiece.engagement.queries import needs
from talkingpiece.evaluation.gates import blockers_to_ask, facts_to_ask
from talkingpiece.evaluation.models import Asking, NeedMet
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class NeedAnswer:
    """What the victim said of one of their needs."""

    need_id: UUID
    met: str
    words: str = ""


@dataclass(frozen=True)
class Answers:
    """`needs`, `felt_safe`, `would_again` may each be left out: nobody has to answer everything."""

    needs: Sequence[NeedAnswer] = ()
    felt_safe: str = ""
    would_again: str = ""
    words: str = ""


@transaction.atomic
def record_asking(*, case_id: UUID, means: str, answers: Answers | None, by: User, at: datetime) -> Asking:
    """The victim was asked. `answers` None: they would rather not answer, which is an answer.

    Raises Blocked if they did not say that we may ask; KeyError for a need of another case.
    """
    case = lock_case(case_id)
    facts = facts_to_ask(case, at)
    require_open(blockers_to_ask(facts))
    said = answers or Answers()
    asking = Asking(
        **fact_columns(case, by=by, at=at),
        case=case,
        person_id=case.victim_id,
        means=means,
        answered=answers is not None,
        felt_safe=said.felt_safe,
        would_again=said.would_again,
        words=said.words,
    )
    asking.save()
    own = {need.pk: need for need in needs(case.pk)}
    for one in said.needs:
        NeedMet(
            **fact_columns(case, by=by, at=at),
            case=case,
            asking=asking,
            need=own[one.need_id],
            met=one.met,
            words=one.words,
        ).save()
    record_passing(case=case, gate="ask_needs", facts=facts, by=by, at=at, subject_id=asking.pk)
    _go_on(case, at=at)
    detail = {"answered": asking.answered, "needs": len(said.needs)}
    record("victim.asked", by=by, about=asking, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return asking


def _go_on(case: Case, *, at: datetime) -> None:
    """If the case waited for this, the next thing is to end it well."""
    ball, owner = open_ball(case.pk), owner_of(case.pk)
    if case.is_open and owner is not None and ball is not None and ball.what == What.ASK_NEEDS:
        pass_ball(case=case, holder=Holder.USER, user=owner, what=What.END_CASE, at=at)
