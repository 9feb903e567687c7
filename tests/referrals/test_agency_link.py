"""A one-time link: one person, once; and a link that opens nothing says one sentence, whatever ails it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.core import clock
from talkingpiece.core.links import new_token
from talkingpiece.referrals import services
from talkingpiece.referrals.models import CodeAttempt, IntakeDraft, Referral
from talkingpiece.referrals.services import Answers
from talkingpiece.referrals.states import Form
from tests.referrals.agencies import draft_of, link_for, police, said, typed
from tests.referrals.test_agency_pages import text
from tests.world import World


def page(name: str, token: str) -> str:
    return reverse(f"front:agency{name}", args=[token])


def by_link(**changes: Any) -> dict[str, Any]:
    return typed(**({"referrer_name": "Jo Marsh, family liaison officer", "version": "0"} | changes))


def never_made(_world: World) -> str:
    return new_token()


def over(world: World) -> str:
    link, token = link_for(world)
    link.expires_at = clock.now() - timedelta(seconds=1)
    link.save()
    return token


def withdrawn(world: World) -> str:
    link, token = link_for(world)
    services.withdraw_link(invitation_id=link.pk, by=world.coordinator, at=clock.now())
    return token


def used(world: World) -> str:
    link, token = link_for(world)
    services.send_by_link(invitation_id=link.pk, answers=Answers("Maya"), said=said(), at=clock.now())
    return token


def of_a_draft(world: World) -> str:
    """The id of somebody's draft is no key to it."""
    return str(draft_of(world).pk)


@pytest.mark.parametrize("name", ["", "_check", "_receipt"])
@pytest.mark.parametrize("what", [over, withdrawn, used, of_a_draft])
def test_a_link_that_opens_nothing_cannot_be_told_from_one_that_never_was(
    world: World, what: Callable[[World], str], name: str
) -> None:
    answers = []
    for make in (never_made, what):
        token = make(world)
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page(name, token))
        headers = {key: value for key, value in answer.items() if key != "Content-Length"}
        answers.append((answer.status_code, answer.content, len(asked), headers, dict(client.cookies)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert "This link was used or has ended." in answers[0][1].decode()


@pytest.mark.parametrize("what", [over, withdrawn, used])
def test_nothing_can_be_posted_to_it_either(world: World, what: Callable[[World], str]) -> None:
    token, before = what(world), Referral.objects.count()
    for name in ("", "_check"):
        assert Client().post(page(name, token), by_link()).status_code == 404
    assert Referral.objects.count() == before
    assert not IntakeDraft.objects.exists()


def test_by_a_link_somebody_is_referred_without_an_account(world: World) -> None:
    link, token = link_for(world, police(world))
    client = Client()
    assert "Are they a bereaved family?" in text(client.get(page("", token)))
    wrong = text(client.post(page("", token), by_link(called="", conceal_from="Her uncle")))
    assert "Enter the name that they like to be called by" in wrong
    assert "Her uncle" in wrong
    right = client.post(page("", token), by_link(version="2", conceal_from="Her uncle", asked_bereaved_family="yes"))
    assert right["Location"] == page("_check", token)
    assert "Her uncle" in text(client.get(page("_check", token)))
    sent = client.post(page("_check", token), {})
    assert sent["Location"] == page("_receipt", token)
    receipt = text(client.get(page("_receipt", token)))
    found = Referral.objects.get()
    assert found.reference in receipt
    assert not re.search("Maya|uncle|01632 960417", receipt)
    assert (found.form, found.agency, found.referrer_words) == (
        Form.LINK,
        link.agency,
        "Jo Marsh, family liaison officer",
    )
    assert found.agency_answers == [["Are they a bereaved family?", "Yes"]]


def test_afterwards_it_shows_nothing_even_to_the_browser_that_sent_it(world: World) -> None:
    _link, token = link_for(world)
    client = Client()
    client.post(page("", token), by_link())
    client.post(page("_check", token), {})
    assert client.get(page("_receipt", token)).status_code == 200
    for name in ("", "_check", "_receipt"):
        answer = client.get(page(name, token))
        assert answer.status_code == 404
        assert "Maya" not in text(answer)


def test_pressed_twice_it_is_one_referral_and_one_receipt(world: World) -> None:
    _link, token = link_for(world)
    client = Client()
    client.post(page("", token), by_link())
    assert client.post(page("_check", token), {})["Location"] == page("_receipt", token)
    assert client.post(page("_check", token), {})["Location"] == page("_receipt", token)
    assert client.get(page("_receipt", token)).status_code == 200
    assert Referral.objects.count() == 1


def test_the_receipt_is_for_the_browser_that_sent_it(world: World) -> None:
    token = used(world)
    assert Client().get(page("_receipt", token)).status_code == 404


def test_what_was_saved_is_there_when_the_link_is_opened_again(world: World) -> None:
    _link, token = link_for(world)
    client = Client()
    saved = client.post(page("", token), by_link(called="", later="1"))
    assert saved["Location"] == page("", token)
    again = text(Client().get(page("", token)))
    assert "Her brother" in again
    assert "Enter the name" not in again


def test_another_link_begins_empty_in_the_same_browser(world: World) -> None:
    client = Client()
    _first, one = link_for(world)
    _second, two = link_for(world)
    client.post(page("", one), by_link(later="1"))
    assert not re.search("Her brother|Maya|01632 960417", text(client.get(page("", two))))


def test_it_uses_no_session_and_a_victims_own_answers_stay_apart(world: World) -> None:
    client = Client()
    client.post(reverse("front:question", args=["name"]), {"called": "Grace"})
    session = client.cookies["s"].value
    _link, token = link_for(world)
    assert "Grace" not in text(client.get(page("", token)))
    client.post(page("", token), by_link())
    client.post(page("_check", token), {})
    assert client.cookies["s"].value == session
    assert "Grace" in client.get(reverse("front:question", args=["name"])).content.decode()
    alone = Client()
    alone.get(page("", link_for(world)[1]))
    assert "s" not in alone.cookies


def test_the_key_in_the_path_is_told_to_nobody_and_kept_by_no_cache(world: World) -> None:
    _link, token = link_for(world)
    for answer in (Client().get(page("", token)), Client().get(page("", new_token()))):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "no-store"
    cookie = Client()
    cookie.get(page("", token))
    assert cookie.cookies["tp_link"]["path"] == page("", token)
    assert cookie.cookies["tp_link"]["httponly"]
    assert token not in cookie.cookies["tp_link"].value


def test_somebody_who_tries_many_is_asked_for_patience_before_we_look(world: World) -> None:
    _link, token = link_for(world)
    client = Client()
    assert client.get(page("", token)).status_code == 200
    for _number in range(19):
        assert Client().get(page("", new_token())).status_code == 404
    stranger = Client()
    assert stranger.get(page("", new_token())).status_code == 429
    assert stranger.get(page("", token)).status_code == 429
    assert stranger.post(page("", token), by_link()).status_code == 429
    # Whoever has opened it before goes on: what they typed is not lost.
    assert client.post(page("", token), by_link())["Location"] == page("_check", token)
    CodeAttempt.objects.all().delete()
    assert stranger.get(page("", token)).status_code == 200


def test_a_forged_cookie_buys_no_patience(world: World) -> None:
    CodeAttempt.objects.all().delete()
    _link, token = link_for(world)
    for _number in range(20):
        Client().get(page("", new_token()))
    forger = Client()
    forger.cookies["tp_link"] = "anything:at:all"
    assert forger.get(page("", token)).status_code == 429


def test_nobody_who_was_not_asked_is_sent_by_a_link(world: World) -> None:
    _link, token = link_for(world)
    client = Client()
    client.post(page("", token), by_link(knows="not_yet"))
    check = text(client.get(page("_check", token)))
    assert "Ask them first" in check
    refused = client.post(page("_check", token), {})
    assert refused.status_code == 409
    assert not Referral.objects.exists()
    assert "Her brother" in text(Client().get(page("", token)))
