"""A part of the answers, more time for the rest, what cannot be said, and a refusal: each is kept as it was said."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.cases.queries import open_ball
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.gates import blockers_to_close, facts_for_close
from talkingpiece.information_sharing.models import InformationRequest, Reply
from talkingpiece.information_sharing.queries import consultation, escalated_in, latest_answer, open_requests
from talkingpiece.information_sharing.services import chase_request, close_request, note_answer_read
from tests.information_sharing.conftest import Setting


def in_part(setting: Setting, request: InformationRequest, **changes: Any) -> InformationRequest:
    until = timezone.localdate(setting.at) + timedelta(days=5)
    given: dict[str, Any] = {"answers": {"suitable": "Yes."}, "view": "", "rest": "more_time", "until": until}
    return setting.answer(request, **(given | changes))


def state(setting: Setting) -> str:
    return consultation(setting.case.pk, setting.responsible.pk, "offender_manager", at=setting.at)


def send(setting: Setting, request: InformationRequest, **typed: str) -> Any:
    client = setting.world.client(setting.world.offender_manager)
    given = {"answer_suitable": "Yes.", "answer_conditions": "", "view": "", "rest": "more_time"}
    return client.post(reverse("information_sharing:answer", args=[request.pk]), given | typed)


def test_what_needs_more_time_stays_open_until_then(setting: Setting) -> None:
    request = in_part(setting, setting.ask())
    assert request.answered_at is None
    assert timezone.localtime(request.due_at).date() == timezone.localdate(setting.at) + timedelta(days=6)
    assert [one.pk for one in open_requests(setting.case.pk)] == [request.pk]
    assert state(setting) == "asked"
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert ball.what == "read_answer"  # what came is read meanwhile
    note_answer_read(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.holder, ball.due_at) == ("agency_answer", "agency", request.due_at)


def test_the_rest_makes_the_answer_whole(setting: Setting) -> None:
    request = in_part(setting, setting.ask())
    request = setting.answer(request, answers={"conditions": "One."}, view="support")
    assert request.answers == {"suitable": "Yes.", "conditions": "One."}
    assert state(setting) == "consulted"
    assert [reply.rest for reply in request.replies.order_by("recorded_at")] == ["more_time", "whole"]
    found = latest_answer(setting.responsible.pk)
    assert found is not None
    assert found.pk == request.pk


def test_a_whole_answer_leaves_nothing_out(setting: Setting) -> None:
    with pytest.raises(IllegalTransition):
        setting.answer(setting.ask(), answers={"suitable": "Yes."})


def test_what_cannot_be_said_is_an_answer_too(setting: Setting) -> None:
    request = in_part(setting, setting.ask(), rest="cannot_say", until=None, view="support", words="It is sealed.")
    assert request.answers == {"suitable": "Yes.", "conditions": "Cannot say: It is sealed."}
    assert state(setting) == "consulted"


def test_a_refusal_goes_to_a_supervisor_who_decides_as_without_an_answer(setting: Setting) -> None:
    request = setting.answer(setting.ask(), rest="refused", answers={}, view="", words="A trial is running.")
    assert state(setting) == "refused"
    assert not open_requests(setting.case.pk)
    assert latest_answer(setting.responsible.pk) is None
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.user_id) == ("unanswered", setting.world.supervisor.pk)
    assert blockers_to_close(facts_for_close(request, setting.at)).is_open  # neither chased nor overdue
    page = setting.world.client(setting.world.facilitator).get(
        reverse("information_sharing:request", args=[setting.case.reference, request.pk])
    )
    assert "A trial is running." in page.content.decode()
    close_request(request_id=request.pk, why="Known from elsewhere.", by=setting.world.supervisor, at=setting.at)
    assert state(setting) == "supervisor_decided"
    with pytest.raises(IllegalTransition):
        setting.answer(request)


def test_one_that_only_waits_is_not_decided_on(setting: Setting) -> None:
    request = setting.ask()
    with pytest.raises(Blocked):
        close_request(request_id=request.pk, why="Too slow.", by=setting.world.supervisor, at=setting.at)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Say until when you need time"),
        ({"rest": "cannot_say"}, "Say why nothing can be said on them"),
        ({"rest": "cannot_say", "why_not": "Sealed"}, "Choose what you think, all in all"),
        ({"rest": "cannot_say", "why_not": "Sealed", "answer_suitable": ""}, "Answer at least one question"),
        ({"rest": "refused"}, "Say for which reason you do not answer"),
        ({"rest": "whole", "view": "support"}, "If you do not know, write “not known”"),
    ],
)
def test_each_kind_of_answer_says_what_it_owes(setting: Setting, typed: dict[str, str], message: str) -> None:
    request = setting.ask()
    assert message in send(setting, request, **typed).content.decode()
    assert not Reply.objects.exists()


def test_the_page_asks_only_what_is_still_open(setting: Setting) -> None:
    request = setting.ask()
    day = timezone.localdate(setting.at) + timedelta(days=5)
    dated = {"until_day": str(day.day), "until_month": str(day.month), "until_year": str(day.year)}
    assert send(setting, request, **dated).status_code == 302
    client = setting.world.client(setting.world.offender_manager)
    page = client.get(reverse("information_sharing:answer", args=[request.pk])).content.decode()
    assert "answer_conditions" in page
    assert "answer_suitable" not in page
    assert "What you have answered so far" in page


def test_after_the_second_reminder_a_supervisor_has_it_before_them(setting: Setting) -> None:
    request = setting.ask()
    chase_request(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    assert not escalated_in(setting.world.area.pk)
    chase_request(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    assert [one.pk for one in escalated_in(setting.world.area.pk)] == [request.pk]
    work = setting.world.client(setting.world.supervisor).get(reverse("casefile:my_work")).content.decode()
    assert "Tom Adeyemi has not answered" in work
    setting.answer(request)
    assert not escalated_in(setting.world.area.pk)
