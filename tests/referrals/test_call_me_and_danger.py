from __future__ import annotations

import pytest
from django.urls import reverse

from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.referrals.models import Draft, Referral
from talkingpiece.referrals.states import Form, SafeNow
from tests.referrals.visitor import Visitor
from tests.world import World

CALL = {"way": "call", "call_number": "01632 960417"}


def test_please_call_me_needs_a_first_name_and_one_safe_way(world: World) -> None:
    maya = Visitor()
    refused = maya.post("call_me", called="Maya", way="call", call_number="")
    assert refused.status_code == 200
    assert "Enter the phone number that we may call" in refused.content.decode()
    assert 'value="Maya"' in refused.content.decode()
    assert maya.post("call_me", called="Maya", **CALL).url == reverse("front:receipt")
    referral = Referral.objects.get()
    assert (referral.called, referral.form, referral.what_happened) == ("Maya", Form.CALL_ME, "")
    ball = open_ball(referral.pk)
    assert ball
    assert (ball.what, ball.user) == (What.CALL_BACK, world.coordinator)
    assert maya.code_shown()


@pytest.mark.parametrize("said", [SafeNow.NO, SafeNow.NOT_SURE])
def test_not_safe_shows_at_once_what_to_do_and_who_is_not_watching(world: World, said: str) -> None:
    maya = Visitor()
    maya.name_and_way()
    assert maya.answer("safe-now", safe_now=said).url == reverse("front:danger")
    page = maya.get("danger")
    assert "call 999" in page
    assert "<strong>55</strong>" in page
    assert "Nobody watches this page day and night." in page
    assert world.area.phone_hours in page
    assert 'value="Maya"' in page, "what was said already is not asked again"
    assert 'value="07700 900417"' in page


def test_safe_leads_on_without_the_page_for_danger(world: World) -> None:
    maya = Visitor()
    assert maya.answer("safe-now", safe_now="yes").url == reverse("front:question", args=["keep-from"])


def test_a_name_and_a_safe_way_sent_from_there_stand_on_top_of_the_list_at_once(world: World) -> None:
    maya = Visitor()
    maya.answer("safe-now", safe_now="no")
    assert maya.post("danger", called="Maya", **CALL).url == reverse("front:receipt")
    referral = Referral.objects.get()
    assert (referral.form, referral.safe_now) == (Form.CALL_ME, SafeNow.NO)
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.DANGER
    assert ball.due_at == referral.received_at
    assert "Not safe right now?" in maya.get("receipt")


def test_going_on_instead_and_sending_all_is_just_as_red(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    maya.answer("safe-now", safe_now="not_sure")
    maya.answer("what-happened", what_happened="He is at the door again.")
    maya.post("check")
    referral = Referral.objects.get()
    assert (referral.safe_now, referral.what_happened) == (SafeNow.NOT_SURE, "He is at the door again.")
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.DANGER


@pytest.mark.parametrize(("tick", "kept"), [({}, ""), ({"send_all": "on"}, "Somebody broke in.")])
def test_what_was_written_before_is_sent_only_if_they_say_so(world: World, tick: dict[str, str], kept: str) -> None:
    maya = Visitor()
    maya.answer("what-happened", what_happened="Somebody broke in.")
    assert "Also send what I have written so far" in maya.get("call_me")
    maya.post("call_me", called="Maya", **CALL, **tick)
    assert Referral.objects.get().what_happened == kept
    assert not Draft.objects.exists()


def test_other_safe_ways_go_along_only_with_the_rest(world: World) -> None:
    maya = Visitor()
    maya.name_and_way()
    maya.answer("what-happened", what_happened="Somebody broke in.")
    maya.post("call_me", called="Maya", **CALL, send_all="on")
    assert [way["channel"] for way in Referral.objects.get().ways] == ["call", "text"]


def test_the_times_of_a_call_must_make_sense(world: World) -> None:
    maya = Visitor()
    half = maya.post("call_me", called="Maya", call_from="10am", **CALL).content.decode()
    assert "Enter both times, or leave both empty" in half
    backwards = maya.post("call_me", called="Maya", call_from="2pm", call_to="10am", **CALL).content.decode()
    assert "Enter a time that is later than the first one" in backwards
    assert Referral.objects.count() == 0
    maya.post("call_me", called="Maya", call_from="10am", call_to="2pm", **CALL)
    assert Referral.objects.get().ways[0]["from_time"] == "10:00"
