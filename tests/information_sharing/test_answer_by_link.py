"""A one-time link opens one request, to whoever presses, while we may ask at all; and nothing else."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event, Kind
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.information_sharing.models import InformationRequest, Reply, RequestLink
from talkingpiece.information_sharing.queries import link_expires, link_of
from talkingpiece.information_sharing.services import LinkOver, answer_by_link, withdraw_link
from tests.agreements.given import replaced
from tests.information_sharing.conftest import PLANTED, Setting

TYPED = {
    "answer_suitable": "Yes, at the office.",
    "answer_conditions": "None that I know of.",
    "view": "support",
    "rest": "whole",
    "said_name": "Ada Frost",
    "said_post": "duty officer",
}


def path(setting: Setting, token: str) -> str:
    return reverse("information_sharing:by_link", args=[setting.world.area.slug, token])


def opened(setting: Setting, token: str) -> Client:
    client = Client()
    assert client.post(path(setting, token), {"open": "1"}).status_code == 302
    return client


def test_the_link_alone_shows_nothing(setting: Setting) -> None:
    _link, token = setting.link(setting.ask())
    for _time in range(3):  # whatever looks into mail opens it more than once
        page = Client().get(path(setting, token))
        assert "Open the request" in page.content.decode()
        assert not [word for word in [*PLANTED, "Callum", "Reeve"] if word in page.content.decode()]
        assert page["Referrer-Policy"] == "strict-origin"
    assert RequestLink.objects.get().opened_at is None


def test_whoever_presses_answers_once_under_the_name_they_give(setting: Setting) -> None:
    request = setting.ask(message="Could this wait until the new year?")
    _link, token = setting.link(request)
    client = opened(setting, token)
    page = client.get(path(setting, token)).content.decode()
    assert "Do not tell Callum Reeve" in page
    assert "Could this wait until the new year?" in page
    assert not [word for word in [*PLANTED, setting.case.reference, "estorative"] if word in page]
    assert client.post(path(setting, token), TYPED).status_code == 302
    request.refresh_from_db()
    assert request.answers == {"suitable": "Yes, at the office.", "conditions": "None that I know of."}
    assert request.answered_by is None
    reply = Reply.objects.get()
    assert (reply.said_name, reply.said_post, reply.recorded_by) == ("Ada Frost", "duty officer", None)
    shown = setting.world.client(setting.world.facilitator).get(
        reverse("information_sharing:request", args=[setting.case.reference, request.pk])
    )
    assert "somebody who says they are Ada Frost, duty officer, by a link" in shown.content.decode()
    again = client.get(path(setting, token))
    assert (again.status_code, "Callum" in again.content.decode()) == (404, False)
    assert Event.objects.filter(name="request_link.opened").exists()


def test_another_browser_that_did_not_press_cannot_send(setting: Setting) -> None:
    request = setting.ask()
    _link, token = setting.link(request)
    opened(setting, token)
    assert "Open the request" in Client().post(path(setting, token), TYPED).content.decode()
    request.refresh_from_db()
    assert request.answered_at is None


def test_a_name_and_a_post_are_asked(setting: Setting) -> None:
    _link, token = setting.link(setting.ask())
    page = opened(setting, token).post(path(setting, token), TYPED | {"said_name": "", "said_post": ""})
    assert "Write your name" in page.content.decode()
    assert "Write your post" in page.content.decode()


def test_more_time_leaves_the_link_for_the_rest_and_reads_nothing_back(setting: Setting) -> None:
    request = setting.ask()
    _link, token = setting.link(request)
    client, day = opened(setting, token), timezone.localdate(setting.at) + timedelta(days=5)
    dated = {"until_day": str(day.day), "until_month": str(day.month), "until_year": str(day.year)}
    client.post(path(setting, token), TYPED | {"answer_conditions": "", "rest": "more_time"} | dated)
    page = client.get(path(setting, token)).content.decode()
    assert "answer_conditions" in page
    assert "Yes, at the office." not in page


def test_it_goes_to_a_work_address_only(setting: Setting) -> None:
    request = setting.ask()
    with pytest.raises(Blocked) as refusal:
        setting.link(request, email="ada@home.example.net")
    assert refusal.value.verdict.codes == ["not_a_work_address"]
    setting.link(request, email="ada@mail.justice.gov.uk")
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:make_link", args=[setting.case.reference, request.pk])
    page = client.post(url, {"name": "Ada", "email": "ada@home.example.net"}).content.decode()
    assert "This is not an address of Probation, Ridgeway that we know" in page
    page = client.post(url, {"name": "Ada", "email": setting.world.offender_manager.email}).content.decode()
    address = re.search(r"/staff/answer/ridgeway/[\w-]+/", page)
    assert address is not None
    assert Client().get(address[0]).status_code == 200


def dies(setting: Setting, request: InformationRequest, how: str) -> None:
    world = setting.world
    if how == "answered":
        setting.answer(request)
    elif how == "refused":
        setting.answer(request, rest="refused", answers={}, view="", words="No.")
    elif how == "withdrawn":
        withdraw_link(request_id=request.pk, by=world.facilitator, at=setting.at)
    elif how == "another":
        setting.link(request)
    elif how == "agreement":
        setting.agreement_ends()
    elif how == "case":
        setting.case.ended_at = setting.at
        setting.case.save()
    else:
        request.error_at, request.error_by = setting.at, world.facilitator
        request.save()


@pytest.mark.parametrize("how", ["answered", "refused", "withdrawn", "another", "agreement", "case", "error"])
def test_it_opens_nothing_once_nothing_is_asked(setting: Setting, how: str) -> None:
    request = setting.ask()
    _link, token = setting.link(request)
    client = opened(setting, token)
    dies(setting, request, how)
    page = client.get(path(setting, token))
    never = client.get(path(setting, "never-made"))
    assert (page.status_code, page.content) == (404, never.content)
    with pytest.raises(LinkOver):
        answer_by_link(token=token, name="A", post="B", view="support", answers={}, reason="", at=setting.at)


def test_consent_taken_back_closes_page_and_link_in_that_minute(setting: Setting) -> None:
    setting.agreement_ends()
    consent = setting.consent()
    request = setting.ask()
    _link, token = setting.link(request)
    assert link_of(token, setting.at) is not None
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.at)
    assert link_of(token, setting.at) is None


def test_the_last_minute_of_an_agreement_closes_page_and_link_alike(setting: Setting) -> None:
    ends = timezone.localdate(setting.at) + timedelta(days=1)
    replaced(setting.world.agreement, ends_on=ends)
    request = setting.ask()
    _link, token = setting.link(request)
    midnight = timezone.make_aware(datetime.combine(ends, time()))
    answer = reverse("information_sharing:answer", args=[request.pk])
    for moment, is_open in [(midnight - timedelta(minutes=1), True), (midnight, False)]:
        with clock.pretend(moment):
            page = setting.world.client(setting.world.offender_manager).get(answer).content.decode()
            assert ("Callum Reeve" in page) is is_open
            assert (Client().get(path(setting, token)).status_code == 200) is is_open


def test_it_ends_some_days_after_the_answer_was_due(setting: Setting) -> None:
    link, token = setting.link(setting.ask())
    ends = link_expires(link)
    assert ends == link.request.due_at + timedelta(days=7)
    assert link_of(token, ends - timedelta(seconds=1)) is not None
    assert link_of(token, ends) is None


def test_whoever_tries_one_after_the_other_is_slowed_down(setting: Setting) -> None:
    client = Client()
    answers = [client.get(path(setting, f"guess-{number}")).status_code for number in range(12)]
    assert (answers[0], answers[-1]) == (404, 429)
    _link, token = setting.link(setting.ask())
    assert client.get(path(setting, token)).status_code == 200  # a good link opens all the same
    assert not Event.objects.filter(kind=Kind.REFUSAL, name__startswith="request_link").exists()
