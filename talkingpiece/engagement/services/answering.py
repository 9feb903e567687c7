"""What only a case supervisor can answer, and never about their own work."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.gates import second_person
from talkingpiece.cases.models import Case, OutsideSupervisor, Responsible
from talkingpiece.cases.services import LinkOver, fact_columns, lock_case, use_up
from talkingpiece.cases.services import ask_outside as make_link
from talkingpiece.cases.states import Question
from talkingpiece.core.blockers import require_open, verdict
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import approach_question, live_outside
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
    return _answered(case, responsible, agreed, words, by=by, at=at)


def _answered(
    case: Case,
    responsible: Responsible,
    agreed: bool,
    words: str,
    *,
    by: User | OutsideSupervisor,
    at: datetime,
) -> SupervisorAgreement:
    """By a colleague, or by somebody outside under their own name."""
    colleague, outside = (by, None) if isinstance(by, User) else (None, by)
    answer = SupervisorAgreement(
        **fact_columns(case, by=colleague, at=at),
        case=case,
        responsible=responsible,
        agreed=agreed,
        words=words,
        outside=outside,
    )
    answer.save()
    if passing.about(case) == What.AGREE_APPROACH:
        dues = passing.dues(case, engagement(case), at)
        turn = Turn(What.APPROACH if agreed else What.NEXT_CONTACT, due_at=dues.next_step)
        passing.pass_turn(case, turn, by=by if isinstance(by, User) else by.asked_by, at=at)
    _record("approach.agreed" if agreed else "approach.not_agreed", answer, by=colleague, at=at)
    return answer


@transaction.atomic
def ask_outside(
    *, responsible_id: UUID, name: str, organisation: str, email: str, by: User, at: datetime
) -> tuple[OutsideSupervisor, str]:
    """Asks a supervisor of another organisation instead. Raises Blocked for whoever works on the case, where nothing
    waits for a supervisor, and for the address of somebody with an account."""
    case, responsible = _locked(responsible_id)
    question = approach_question(case, responsible, at)
    asked, token = make_link(
        case=case,
        question=Question.APPROACH,
        about_id=responsible.pk,
        content_digest=question.digest,
        waits=question.waits,
        own=works_on(case, by),
        name=name,
        organisation=organisation,
        email=email,
        by=by,
        at=at,
    )
    if passing.about(case):
        passing.pass_turn(case, Turn(What.AGREE_APPROACH, due_at=asked.expires_at), by=by, at=at, user=by)
    return asked, token


@transaction.atomic
def answer_outside(*, token: str, agreed: bool, words: str, at: datetime) -> SupervisorAgreement:
    """Their answer, under their name. Raises LinkOver."""
    found = live_outside(token, at)
    if found is None:
        raise LinkOver
    case, responsible = _locked(found[1].pk)
    found = live_outside(token, at)  # once more, now that nobody else can answer
    if found is None:
        raise LinkOver
    use_up(found[0], yes=agreed, at=at)
    return _answered(case, responsible, agreed, words, by=found[0], at=at)


@transaction.atomic
def decide_exception(*, stance_id: UUID, agreed: bool, words: str, by: User, at: datetime) -> StanceTaken:
    """May somebody take part who accepts only some of it? Answered once; a new stance is a new question.

    Raises IllegalTransition if the stance needs no exception, was answered, or is no longer the newest.
    """
    case = lock_case(StanceTaken.objects.values_list("case_id", flat=True).get(pk=stance_id))
    stance = StanceTaken.objects.select_for_update(no_key=True, of=("self",)).get(pk=stance_id)
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
    second = second_person(
        works_on(case, by),
        met=_("A second person answers"),
        message=_("Somebody else answers this"),
        why=_("You work on this case. A second person looks at it."),
        who=_("Another case supervisor."),
    )
    require_open(verdict([second]))


def _record(name: str, about: SupervisorAgreement | StanceTaken, *, by: User | None, at: datetime) -> None:
    detail = {"responsible": str(about.responsible_id)}
    if isinstance(about, SupervisorAgreement) and about.outside_id:
        detail["outside"] = str(about.outside_id)
    record(name, by=by, about=about, at=at, side=Side.OFFENDER, case_id=about.case_id, detail=detail)
