"""What only a case supervisor can answer, and never about their own work."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core.blockers import Blocker, condition, require_open, verdict
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import StanceTaken, SupervisorAgreement
from talkingpiece.engagement.queries import engagement, stance_of, supervisor_for, works_on
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.services.approaching import pass_after_stance
from talkingpiece.engagement.turns import Turn
from talkingpiece.protection.classes import Side


@transaction.atomic
def ask_supervisor(*, responsible_id: UUID, by: User, at: datetime) -> User:
    """The question goes to a supervisor. Raises IllegalTransition if the area has none who may answer it."""
    case, responsible = _locked(responsible_id)
    supervisor = supervisor_for(case, at)
    if supervisor is None or not case.is_open:
        raise IllegalTransition("no supervisor" if case.is_open else "ended", "asked")
    dues = passing.dues(case, engagement(case), at)
    if passing.about(case):
        passing.pass_turn(case, Turn(What.AGREE_APPROACH, due_at=dues.supervisor, supervisor=True), by=by, at=at)
    record(
        "supervisor.asked",
        by=by,
        about=responsible,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"to": str(supervisor.pk)},
    )
    return supervisor


@transaction.atomic
def agree_to_approach(*, responsible_id: UUID, agreed: bool, words: str, by: User, at: datetime) -> SupervisorAgreement:
    """A supervisor's yes or no to approaching this offender. Raises Blocked for somebody who works on the case."""
    case, responsible = _locked(responsible_id)
    _require_second_person(case, by)
    answer = SupervisorAgreement(
        **fact_columns(case, by=by, at=at), case=case, responsible=responsible, agreed=agreed, words=words
    )
    answer.save()
    if passing.about(case) == What.AGREE_APPROACH:
        dues = passing.dues(case, engagement(case), at)
        what = What.APPROACH if agreed else What.NEXT_CONTACT
        passing.pass_turn(case, Turn(what, due_at=dues.next_step), by=by, at=at)
    _record("approach.agreed" if agreed else "approach.not_agreed", answer, by=by, at=at)
    return answer


@transaction.atomic
def decide_exception(*, stance_id: UUID, agreed: bool, words: str, by: User, at: datetime) -> StanceTaken:
    """May somebody take part who accepts only some of it? Answered once; a new stance is a new question.

    Raises IllegalTransition if the stance needs no exception, was answered, or is no longer the newest.
    """
    case = lock_case(StanceTaken.objects.values_list("case_id", flat=True).get(pk=stance_id))
    stance = StanceTaken.objects.select_for_update(of=("self",)).get(pk=stance_id)
    newest = stance_of(stance.responsible_id)
    if stance.exception_at is not None or newest is None or newest.pk != stance.pk:
        raise IllegalTransition("answered" if stance.exception_at else "superseded", "excepted")
    if not engagement(case).excepts(stance.stance):
        raise IllegalTransition(stance.stance, "excepted")
    _require_second_person(case, by)
    stance.exception_by, stance.exception_at = by, at
    stance.exception_agreed, stance.exception_words = agreed, words
    stance.save()
    pass_after_stance(case, stance.responsible_id, by=by, at=at)
    _record("stance.excepted" if agreed else "stance.not_excepted", stance, by=by, at=at)
    return stance


def _locked(responsible_id: UUID) -> tuple[Case, Responsible]:
    responsible = Responsible.objects.select_related("person").get(pk=responsible_id)
    return lock_case(responsible.case_id), responsible


def _require_second_person(case: Case, by: User) -> None:
    own_work = Blocker(
        code="own_work",
        message=_("Somebody else answers this"),
        why=_("You work on this case. A second person looks at it."),
        remedy=_("Ask another case supervisor"),
        who=_("Another case supervisor."),
        side=Side.SERVICE,
    )
    require_open(verdict([condition(not works_on(case, by), _("A second person answers"), own_work)]))


def _record(name: str, about: SupervisorAgreement | StanceTaken, *, by: User, at: datetime) -> None:
    detail = {"responsible": str(about.responsible_id)}
    record(name, by=by, about=about, at=at, side=Side.OFFENDER, case_id=about.case_id, detail=detail)
