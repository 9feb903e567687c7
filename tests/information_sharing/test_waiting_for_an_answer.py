"""Asked, chased, unanswered: then a supervisor decides, and the case goes on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import record_legal_check
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import consultation, latest_answer, open_requests
from talkingpiece.information_sharing.services import (
    chase_request,
    close_request,
    note_answer_read,
    record_consultation,
    refer_to_supervisor,
)
from tests.information_sharing.conftest import Setting

LONG = timedelta(days=40)


def chase(setting: Setting, request: InformationRequest, after: timedelta = LONG) -> InformationRequest:
    return chase_request(request_id=request.pk, by=setting.world.facilitator, at=setting.at + after)


def close(setting: Setting, request: InformationRequest, after: timedelta) -> InformationRequest:
    return close_request(
        request_id=request.pk, why="The prison told us enough.", by=setting.world.supervisor, at=setting.at + after
    )


def state(setting: Setting, after: timedelta = timedelta(0), whom: str = "offender_manager") -> str:
    return consultation(setting.case.pk, setting.responsible.pk, whom, at=setting.at + after)


def test_an_overdue_request_is_due_again_after_a_reminder(setting: Setting) -> None:
    request = setting.ask()
    assert state(setting, LONG) == "overdue"
    chased = chase(setting, request)
    assert chased.chased_count == 1
    assert chased.due_at > setting.at + LONG
    assert state(setting, LONG) == "asked"
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.due_at) == ("agency_answer", chased.due_at)


def test_a_reminder_before_the_day_gives_no_more_time(setting: Setting) -> None:
    request = setting.ask()
    assert chase(setting, request, timedelta(days=1)).due_at == request.due_at


def test_an_answered_request_is_not_chased(setting: Setting) -> None:
    request = setting.ask()
    setting.answer(request)
    with pytest.raises(IllegalTransition):
        chase(setting, request)


def test_the_supervisor_decides_only_after_chasing_and_waiting(setting: Setting) -> None:
    request = setting.ask()
    with pytest.raises(Blocked) as refusal:
        close(setting, request, LONG)
    assert refusal.value.verdict.codes == ["not_chased"]
    chase(setting, request)
    with pytest.raises(Blocked) as refusal:
        close(setting, request, LONG)
    assert refusal.value.verdict.codes == ["not_overdue"]
    closed = close(setting, request, LONG * 2)
    assert closed.closed_by_id == setting.world.supervisor.pk
    assert state(setting) == "supervisor_decided"
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.user_id) == ("legal_check", setting.world.facilitator.pk)


def test_the_database_too_closes_nothing_that_was_not_chased(setting: Setting) -> None:
    request = setting.ask()
    request.closed_at, request.closed_by = setting.at, setting.world.supervisor
    with pytest.raises(IntegrityError), transaction.atomic():
        request.save()


def test_the_facilitator_can_hand_the_decision_to_a_supervisor(setting: Setting) -> None:
    request = setting.ask()
    with pytest.raises(Blocked):
        refer_to_supervisor(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    chase(setting, request)
    refer_to_supervisor(request_id=request.pk, by=setting.world.facilitator, at=setting.at + LONG * 2)
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.user_id) == ("unanswered", setting.world.supervisor.pk)


def test_reading_the_answer_passes_the_ball_on(setting: Setting) -> None:
    request = setting.ask()
    with pytest.raises(IllegalTransition):
        note_answer_read(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    setting.answer(request)
    note_answer_read(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert ball.what == "legal_check"
    record_legal_check(
        responsible_id=setting.responsible.pk, result="unknown", source="X", by=setting.world.facilitator, at=setting.at
    )
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert ball.what == "legal_check"
    record_legal_check(
        responsible_id=setting.responsible.pk, result="clear", source="X", by=setting.world.facilitator, at=setting.at
    )
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert ball.what == "assess_risk"


def test_how_far_somebody_was_consulted(setting: Setting) -> None:
    assert state(setting) == "not_asked"
    request = setting.ask()
    assert state(setting) == "asked"
    assert [one.pk for one in open_requests(setting.case.pk)] == [request.pk]
    setting.answer(request)
    assert state(setting) == "consulted"
    assert open_requests(setting.case.pk) == []
    answered = latest_answer(setting.responsible.pk)
    assert answered is not None
    assert answered.pk == request.pk


def test_an_answer_entered_in_error_consults_nobody(setting: Setting) -> None:
    request = setting.answer(setting.ask())
    request.error_at, request.error_by, request.error_why = setting.at, setting.world.facilitator, "Wrong person"
    request.save()
    assert state(setting) == "not_asked"
    assert latest_answer(setting.responsible.pk) is None


def test_a_consultation_outside_counts_for_that_offenders_manager_only(setting: Setting) -> None:
    other = setting.world.responsible(setting.case, "Dean")
    record_consultation(
        case_id=setting.case.pk,
        whom="offender_manager",
        responsible_id=setting.responsible.pk,
        outcome="consulted",
        words="Spoke on the telephone.",
        by=setting.world.facilitator,
        at=setting.at,
    )
    assert state(setting) == "consulted"
    assert consultation(setting.case.pk, other.pk, "offender_manager", at=setting.at) == "not_asked"
    assert state(setting, whom="liaison") == "not_asked"


def test_that_there_is_nobody_can_be_known_in_two_ways(setting: Setting) -> None:
    record_consultation(
        case_id=setting.case.pk,
        whom="liaison",
        outcome="none",
        words="Not in the scheme.",
        by=setting.world.facilitator,
        at=setting.at,
    )
    assert state(setting, whom="liaison") == "none"
    setting.responsible.without_manager = True
    setting.responsible.save()
    assert state(setting) == "none"
