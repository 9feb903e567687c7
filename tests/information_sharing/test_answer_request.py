"""The offender manager's desk: the addressee and nobody else, once and for good, and nothing of the victim."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.queries import open_ball
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import InformationRequest
from tests.information_sharing.conftest import PLANTED, Setting

ANSWER = {
    "answer_suitable": "Yes, at the office.",
    "answer_conditions": "None that I know of.",
    "view": "support",
    "rest": "whole",
}


def page(setting: Setting, user: User, request: InformationRequest) -> Any:
    return setting.world.client(user).get(reverse("information_sharing:answer", args=[request.pk]))


def send(setting: Setting, request: InformationRequest, **typed: Any) -> Any:
    client = setting.world.client(setting.world.offender_manager)
    url = reverse("information_sharing:answer", args=[request.pk])
    return client.post(url, ANSWER | typed)


def colleague(setting: Setting) -> User:
    at, probation = setting.at - timedelta(days=9), setting.world.probation
    user = add_user(email="colleague@example.org", name="Jo Byrne", at=at, agency=probation)
    give_role(user=user, area=setting.world.area, role=Role.OFFENDER_MANAGER, by=None, at=at)
    return user


def test_the_addressee_answers_and_the_owner_is_told_to_read(setting: Setting) -> None:
    request = setting.ask()
    assert send(setting, request).status_code == 302
    request.refresh_from_db()
    assert request.answers == {"suitable": "Yes, at the office.", "conditions": "None that I know of."}
    assert (request.view, request.answered_by_id) == ("support", setting.world.offender_manager.pk)
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.user_id) == ("read_answer", setting.world.facilitator.pk)


def test_everything_the_agency_sees_is_what_was_sent(setting: Setting) -> None:
    request = setting.ask(message="Could this wait until the new year?")
    shown = page(setting, setting.world.offender_manager, request).content.decode()
    sent = request.disclosure.sent
    for words in [sent["opening"], sent["message"], sent["about"]["name"], *(q["words"] for q in sent["questions"])]:
        assert escape(words) in shown
    assert "17 May 1994" in shown
    assert "Do not tell Callum Reeve" in shown
    assert "weekdays, 9am to 5pm" in shown


@pytest.mark.parametrize("when", ["before", "after"])
def test_no_page_of_the_agency_says_anything_of_the_victim(setting: Setting, when: str) -> None:
    request = setting.ask(message="Please call me.")
    if when == "after":
        setting.answer(request)
    client = setting.world.client(setting.world.offender_manager)
    for url in [reverse("information_sharing:requests"), reverse("information_sharing:answer", args=[request.pk])]:
        shown = client.get(url).content.decode()
        assert "Callum Reeve" in shown
        assert not [word for word in [*PLANTED, setting.case.reference, "estorative"] if word in shown]


def test_nobody_but_the_addressee_finds_it(setting: Setting) -> None:
    request = setting.ask()
    assert page(setting, setting.world.offender_manager, request).status_code == 200
    other = colleague(setting)
    for user in [other, setting.world.facilitator, setting.world.coordinator, setting.world.supervisor]:
        assert page(setting, user, request).status_code == 404
    assert Event.objects.filter(
        kind=Kind.REFUSAL, actor_id=other.pk, detail__asked__request_id=str(request.pk)
    ).exists()
    assert "Callum" not in setting.world.client(other).get(reverse("information_sharing:requests")).content.decode()


def test_a_request_that_does_not_exist_looks_the_same_to_a_stranger(setting: Setting) -> None:
    client = setting.world.client(colleague(setting))
    answers = [client.get(reverse("information_sharing:answer", args=[pk])) for pk in (setting.ask().pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_colleague_cannot_answer_for_the_addressee(setting: Setting) -> None:
    with pytest.raises(IllegalTransition):
        setting.answer(setting.ask(), by=colleague(setting))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"answer_conditions": ""}, "If you do not know, write “not known”"),
        ({"view": ""}, "Choose what you think, all in all"),
        ({"view": "object"}, "Say for which reason you object"),
        ({"view": "conditions"}, "Say which conditions"),
    ],
)
def test_a_whole_answer_has_every_part(setting: Setting, typed: dict[str, str], message: str) -> None:
    request = setting.ask()
    shown = send(setting, request, **typed).content.decode()
    assert message in shown
    assert "Yes, at the office." in shown
    request.refresh_from_db()
    assert request.answered_at is None


def test_an_objection_comes_with_its_reason(setting: Setting) -> None:
    request = setting.ask()
    send(setting, request, view="object", objection_words="He is unwell until January.")
    request.refresh_from_db()
    assert (request.view, request.reason) == ("object", "He is unwell until January.")


def test_what_is_half_written_is_kept_for_its_author_alone(setting: Setting) -> None:
    request = setting.ask()
    answer = send(setting, request, later="1", answer_conditions="", view="object", objection_words="Not sure yet")
    assert answer.status_code == 302
    shown = page(setting, setting.world.offender_manager, request).content.decode()
    assert "Yes, at the office." in shown
    assert "Not sure yet" in shown
    staff = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:request", args=[setting.case.reference, request.pk])
    assert "Yes, at the office." not in staff.get(url).content.decode()
    request.refresh_from_db()
    assert request.answered_at is None


def test_an_answer_is_given_once(setting: Setting) -> None:
    request = setting.ask()
    setting.answer(request)
    with pytest.raises(IllegalTransition):
        setting.answer(request, view="object", reason="On second thoughts")
    shown = page(setting, setting.world.offender_manager, request).content.decode()
    assert "You answered on" in shown
    assert "<textarea" not in shown


def test_when_the_agreement_has_ended_the_request_is_closed_without_a_word_why(setting: Setting) -> None:
    request = setting.ask()
    setting.agreement_ends()
    shown = page(setting, setting.world.offender_manager, request).content.decode()
    assert "This request is closed" in shown
    assert "Callum" not in shown
    assert "agreement" not in shown
    [found] = Event.objects.filter(name__startswith="information_request.", actor_id=setting.world.offender_manager.pk)
    assert (found.name, found.kind) == ("information_request.found_closed", Kind.READING)
    desk = setting.world.client(setting.world.offender_manager).get(reverse("information_sharing:requests"))
    assert "Callum" not in desk.content.decode()
    with pytest.raises(Blocked) as refusal:
        setting.answer(request)
    assert refusal.value.verdict.codes == ["closed"]


def test_when_the_victim_takes_the_consent_back_the_request_is_closed_at_once(setting: Setting) -> None:
    setting.agreement_ends()
    consent = setting.consent()
    request = setting.ask()
    assert "Callum" in page(setting, setting.world.offender_manager, request).content.decode()
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.at)
    assert "This request is closed" in page(setting, setting.world.offender_manager, request).content.decode()
    with pytest.raises(Blocked):
        setting.answer(request)


def test_a_request_entered_in_error_is_closed(setting: Setting) -> None:
    request = setting.ask()
    request.error_at, request.error_by, request.error_why = setting.at, setting.world.facilitator, "Wrong person"
    request.save()
    shown = page(setting, setting.world.offender_manager, request).content.decode()
    assert "This request is closed" in shown
    assert "Wrong person" not in shown


def test_when_the_case_has_ended_nobody_waits_for_an_answer(setting: Setting) -> None:
    request = setting.ask()
    setting.case.ended_at = setting.at
    setting.case.save()
    assert "This request is closed" in page(setting, setting.world.offender_manager, request).content.decode()
    with pytest.raises(IllegalTransition):
        setting.answer(request)


def test_each_opening_is_in_the_trail(setting: Setting) -> None:
    request = setting.ask()
    page(setting, setting.world.offender_manager, request)
    reading = Event.objects.get(kind=Kind.READING, about_id=request.pk)
    assert (reading.name, reading.actor_id) == ("information_request.opened", setting.world.offender_manager.pk)
