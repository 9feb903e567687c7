from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.core import clock
from talkingpiece.notifications.models import Message
from talkingpiece.people.services import Way
from talkingpiece.protection.models import DataKey
from talkingpiece.referrals.models import Draft, Referral, ReferralToken
from talkingpiece.referrals.questions import QUESTIONS
from talkingpiece.referrals.services import Answers, expire_draft, send_referral
from talkingpiece.referrals.states import CaseStage, Form, Hope, ReferralState, SafeNow
from tests.referrals.visitor import Visitor
from tests.world import World


def test_a_whole_self_referral_arrives_with_everything_that_was_said(world: World) -> None:
    maya = Visitor()
    assert maya.answer("name", called="Maya").url == reverse("front:question", args=["contact"])
    maya.answer(
        "contact",
        safe=["call", "post"],
        call_number="01632 960417",
        call_days="weekdays",
        call_from="10am",
        call_to="2pm",
        call_note="Never on a Friday",
        answered="first_name",
        post_address="3 Mill Lane, Ridgeway",
    )
    maya.answer("safe-now", safe_now="yes")
    maya.answer("keep-from", conceal_from="My brother")
    maya.answer("what-happened", what_happened="Somebody broke in at night.")
    maya.answer("other-person", about_offender="I do not know him")
    maya.answer("how-far", stage="post_sentence")
    maya.answer("hopes", hopes=["ask_why", "reassurance_safety"], hope_words="Why our house?")
    last = maya.answer("help", language="Polish", interpreter="on", access_needs="No stairs")
    assert last.url == reverse("front:check")
    page = maya.get("check")
    for said in ("Maya", "01632 960417", "Weekdays, 10am to 2pm only", "Never on a Friday", "Why our house?", "Polish"):
        assert said in page
    assert Referral.objects.count() == 0, "nothing is sent before Send is pressed"

    assert maya.post("check").url == reverse("front:receipt")

    referral = Referral.objects.get()
    assert (referral.called, referral.state, referral.route, referral.initiated_by, referral.form) == (
        "Maya",
        ReferralState.NEW,
        "self",
        "victim",
        Form.QUESTIONS,
    )
    assert referral.first_contact_agreed
    assert referral.owner == world.coordinator
    assert [way["channel"] for way in referral.ways] == ["call", "post"]
    assert referral.ways[0] | {"value": ""} == {
        "channel": "call",
        "value": "",
        "days": "weekdays",
        "from_time": "10:00",
        "to_time": "14:00",
        "if_answered": "first_name",
        "note": "Never on a Friday",
    }
    assert referral.conceal_from == "My brother"
    assert referral.what_happened == "Somebody broke in at night."
    assert referral.about_offender == "I do not know him"
    assert referral.stage == CaseStage.SENTENCED
    assert referral.hopes == [Hope.ASK, Hope.SAFE]
    assert (referral.hope_words, referral.language, referral.interpreter) == ("Why our house?", "Polish", True)
    assert (referral.access_needs, referral.safe_now) == ("No stairs", SafeNow.YES)
    kinds = set(ReferralToken.objects.filter(referral=referral).values_list("kind", flat=True))
    assert {"name", "sound", "letter", "phone"} <= kinds
    assert Event.objects.get(name="referral.sent").actor_id is None


def test_only_a_name_and_a_way_are_needed(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    maya.post("check")
    referral = Referral.objects.get()
    assert (referral.called, referral.what_happened, referral.stage) == ("Maya", "", CaseStage.NOT_KNOWN)


def test_without_a_name_or_a_way_nothing_is_sent_and_the_page_says_where_to_put_it_right(world: World) -> None:
    maya = Visitor()
    maya.answer("what-happened", what_happened="A burglary.")
    refused = maya.post("check")
    assert refused.status_code == 200
    page = refused.content.decode()
    assert "Tell us what we should call you" in page
    assert "Choose a safe way to reach you" in page
    assert "A burglary." in page
    assert Referral.objects.count() == 0

    maya.name_and_way()
    assert maya.post("check").status_code == 302
    assert Referral.objects.get().what_happened == "A burglary."


def test_none_is_a_full_answer_and_nobody_ever_tries_to_reach_them(world: World) -> None:
    maya = Visitor()
    maya.answer("name", called="Maya")
    maya.answer("contact", safe=["none"])
    maya.post("check")
    referral = Referral.objects.get()
    assert referral.ways == []
    assert Message.objects.count() == 0
    assert "we will not try to reach you" in maya.get("receipt")


def test_what_was_typed_is_kept_with_its_slip_and_shown_again(world: World) -> None:
    maya = Visitor()
    refused = maya.answer("contact", safe=["call"], call_number="01632 96", call_note="weekdays 10 to 2, never Fridays")
    assert refused.status_code == 200
    page = refused.content.decode()
    assert "Enter the whole phone number, like 01632 960 001" in page
    assert 'value="01632 96"' in page
    assert "Everything you wrote is still here." in page
    # Left and come back, the slip and all.
    again = maya.page("contact")
    assert 'value="01632 96"' in again
    assert "weekdays 10 to 2, never Fridays" in again
    maya.answer("name", called="Maya")
    check = maya.post("check").content.decode()
    assert "Enter the whole phone number, like 01632 960 001" in check
    assert Referral.objects.count() == 0


def test_nothing_typed_is_lost_by_skipping_or_by_asking_for_a_call(world: World) -> None:
    maya = Visitor()
    skipped = maya.answer("what-happened", what_happened="Too hard to write", skip="1")
    assert skipped.url == reverse("front:question", args=["other-person"])
    called = maya.answer("hopes", hope_words="An answer", call="1")
    assert called.url == reverse("front:call_me")
    assert "Too hard to write" in maya.page("what-happened")
    assert "An answer" in maya.page("hopes")


def test_a_draft_belongs_to_its_session_alone_and_lies_there_sealed(world: World) -> None:
    maya, stranger = Visitor(), Visitor()
    maya.answer("what-happened", what_happened="Somebody broke in.")
    assert "Somebody broke in." not in stranger.page("what-happened")
    draft = Draft.objects.get()
    token = maya.client.session["tp_front"]
    assert token not in draft.token_digest
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM referrals_draft")
        assert b"Somebody" not in bytes(cursor.fetchone()[0])


def test_leaving_makes_the_draft_unreachable(world: World) -> None:
    maya = Visitor()
    maya.answer("what-happened", what_happened="Somebody broke in.")
    maya.client.get(reverse("exit"))
    assert "Somebody broke in." not in maya.page("what-happened")


def test_whoever_was_away_too_long_keeps_what_is_on_the_page_and_is_told(world: World) -> None:
    maya = Visitor()
    maya.answer("name", called="Maya")
    assert 'name="begun"' in maya.page("what-happened")
    maya.client.session.flush()
    maya.client = Client()
    answered = maya.client.post(
        reverse("front:question", args=["what-happened"]), {"what_happened": "Long words", "begun": "1"}, follow=True
    )
    assert "You were away for a while" in answered.content.decode()
    assert "Long words" in maya.page("what-happened")


def test_an_unsent_draft_is_destroyed_with_its_key_once_its_time_is_over(world: World) -> None:
    Visitor().answer("what-happened", what_happened="Somebody broke in.")
    draft = Draft.objects.get()
    assert not expire_draft(draft_id=draft.pk, at=draft.expires_at - timedelta(minutes=1))
    assert Draft.objects.exists()
    assert expire_draft(draft_id=draft.pk, at=draft.expires_at)
    assert not Draft.objects.exists()
    key = DataKey.objects.get(pk=draft.key_id)
    assert key.wrapped is None
    assert key.destroyed_at is not None


def test_sending_destroys_the_draft_and_its_key(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    key_id = Draft.objects.get().key_id
    maya.post("check")
    assert not Draft.objects.exists()
    assert DataKey.objects.get(pk=key_id).wrapped is None


def test_sending_twice_makes_one_referral_and_leads_to_the_same_receipt(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    first = maya.post("check")
    second = maya.post("check")
    assert first.url == second.url == reverse("front:receipt")
    assert Referral.objects.count() == 1
    assert maya.code_shown()


def test_the_receipt_shows_its_number_once_and_says_what_comes_next(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    maya.post("check")
    page = maya.get("receipt")
    number = re.search(r"\d{4} \d{4} \d{4} \d{4}", page)
    assert number
    assert "You hear from us by" in page
    assert "Somebody reads it" in page
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert title.group(1) == "Thank you – Talking Piece"
    stored = Referral.objects.get().code_digest
    assert number.group().replace(" ", "") not in stored
    again = maya.get("receipt")
    assert number.group() not in again
    assert "There is nothing to show here" in again


@pytest.mark.parametrize("slug", QUESTIONS)
def test_every_question_can_be_skipped_has_a_way_back_and_offers_a_call(world: World, slug: str) -> None:
    maya = Visitor()
    page = maya.page(slug)
    number = QUESTIONS.index(slug) + 1
    assert f"<title>Question {number} of {len(QUESTIONS)} – " in page
    assert 'class="govuk-back-link' in page
    assert 'name="call"' in page
    assert 'name="skip"' in page
    assert "Why we ask" in page
    assert 'name="submission"' not in page, "a page saved again is saved again, not led to where it went first"
    assert maya.answer(slug, skip="1").status_code == 302


def test_changing_an_answer_leads_back_to_the_check_page(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    url = reverse("front:question", args=["name"]) + "?check=1"
    assert url in maya.get("check")
    changed: Any = maya.client.post(url, {"called": "May"})
    assert changed.url == reverse("front:check")


def test_a_referral_is_acknowledged_only_in_a_way_called_safe(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    maya.post("check")
    referral = Referral.objects.get()
    message = Message.objects.get()
    assert (message.channel, message.address, message.about_id) == ("text", "07700 900417", referral.pk)
    assert message.body.startswith("Thank you for your message. We will be in touch by ")
    ball = open_ball(referral.pk)
    assert ball
    assert (ball.what, ball.user) == (What.TRIAGE, world.coordinator)
    assert ball.due_at
    assert ball.due_at > clock.now()


def test_where_only_a_call_is_safe_the_acknowledgement_is_a_call_that_somebody_owes(world: World) -> None:
    maya = Visitor()
    maya.answer("name", called="Maya")
    maya.answer("contact", safe=["call"], call_number="01632 960417")
    maya.post("check")
    ball = open_ball(Referral.objects.get().pk)
    assert ball
    assert ball.what == What.CALL_BACK
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("way", "messages"),
    [
        (Way("text", "07700 900417"), 1),
        (Way("text", "07700 900417", days="weekdays"), 0),
        (Way("text", "07700 900417", from_time=time(9), to_time=time(15)), 0),
        (Way("email", "maya@example.org", note="Never on a Sunday"), 0),
    ],
)
def test_a_machine_acknowledges_only_in_a_way_that_is_safe_at_any_hour(world: World, way: Way, messages: int) -> None:
    answers = Answers(called="Maya", ways=(way,))
    referral = send_referral(
        area=world.area, session_token="t" * 32, form=Form.QUESTIONS, answers=answers, at=clock.now()
    )
    assert Message.objects.filter(about_id=referral.pk).count() == messages
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.TRIAGE


def test_pages_of_the_public_door_have_neutral_titles_and_an_exit(world: World) -> None:
    visitor = Visitor()
    names = [
        "home",
        "what_happens",
        "your_information",
        "hide_your_visit",
        "reach_us",
        "start",
        "call_me",
        "danger",
        "code",
        "code_left",
    ]
    for name in names:
        page = visitor.get(name)
        title = re.search(r"<title>(.*?)</title>", page)
        assert title
        assert not re.search(r"restor|victim|offen|crim|justice|court", title.group(1), re.IGNORECASE)
        assert "Exit this page" in page


def test_the_front_page_promises_the_days_of_the_area(world: World) -> None:
    assert "within 2 working days" in Visitor().get("home")
    adopt_profile(area=world.area, differences={"promises": {"acknowledge": 4}}, at=clock.now())
    assert "within 4 working days" in Visitor().get("home")
