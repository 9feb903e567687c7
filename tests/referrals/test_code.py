from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball
from talkingpiece.cases.queries import open_ball, open_pause
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.referrals.codes import grouped, plain
from talkingpiece.referrals.models import CodeAttempt, CodeMessage, Referral
from talkingpiece.referrals.services import Acceptance, accept_referral, count_attempt, leave_message
from talkingpiece.referrals.states import LeftMessage, ReferralState
from tests.referrals.visitor import TEXT, Visitor, arrived, arrived_with_code
from tests.world import World


def leave(world: World, code: str, kind: str, words: str = "") -> None:
    leave_message(area=world.area, code=code, kind=kind, words=words, at=clock.now())


def accepted(world: World) -> tuple[Referral, str]:
    referral, code = arrived_with_code(world)
    acceptance = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult")
    accept_referral(referral_id=referral.pk, acceptance=acceptance, by=world.coordinator, at=clock.now())
    referral.refresh_from_db()
    return referral, code


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    guess=st.text("0123456789 -", min_size=1, max_size=24),
    kind=st.sampled_from(LeftMessage.values),
    words=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60),
)
def test_the_answer_is_the_same_byte_for_byte_for_every_number_and_word(
    world: World, guess: str, kind: str, words: str
) -> None:
    _referral, code = arrived_with_code(world)
    CodeAttempt.objects.all().delete()
    known = Visitor().client.post(reverse("front:code"), {"code": code, "kind": kind, "words": words}, follow=True)
    wrong = {"code": guess if plain(guess) else "1", "kind": kind, "words": words}
    unknown = Visitor().client.post(reverse("front:code"), wrong, follow=True)
    assert known.content == unknown.content
    assert known.status_code == unknown.status_code == 200
    assert known.redirect_chain == unknown.redirect_chain == [(reverse("front:code_left"), 302)]
    assert known.headers == unknown.headers


def test_a_known_number_leaves_a_word_and_an_unknown_one_leaves_none(world: World) -> None:
    _referral, code = arrived_with_code(world)
    leave(world, "0000 0000 0000 0000", LeftMessage.CALL)
    assert CodeMessage.objects.count() == 0
    leave(world, grouped(code), LeftMessage.CALL, "after six")
    assert CodeMessage.objects.get().words == "after six"


def _written(queries: CaptureQueriesContext) -> set[str]:
    found = (re.match(r'(?:INSERT INTO|UPDATE) "(\w+)"', query["sql"]) for query in queries.captured_queries)
    return {match.group(1) for match in found if match}


@pytest.mark.parametrize("kind", LeftMessage.values)
def test_a_wrong_number_costs_the_same_work_and_leaves_nothing(world: World, kind: str) -> None:
    _referral, code = arrived_with_code(world)
    with CaptureQueriesContext(connection) as known:
        leave(world, code, kind, "words")
    before = Ball.objects.count(), CodeMessage.objects.count()
    with CaptureQueriesContext(connection) as unknown:
        leave(world, secrets.token_hex(8), kind, "words")
    assert _written(known) <= _written(unknown), "a difference in work is a difference in time"
    assert abs(len(known) - len(unknown)) <= 8
    assert (Ball.objects.count(), CodeMessage.objects.count()) == before
    assert Event.objects.filter(name="code.unknown").count() == 1


@pytest.mark.parametrize(
    ("kind", "state", "what"),
    [
        (LeftMessage.CALL, ReferralState.NEW, What.CALL_BACK),
        (LeftMessage.PAUSE, ReferralState.HELD, What.CODE_MESSAGE),
        (LeftMessage.STOP, ReferralState.STOPPED, What.CODE_MESSAGE),
        (LeftMessage.NOT_SAFE, ReferralState.NEW, What.DANGER),
    ],
)
def test_before_a_case_is_open_the_duty_owner_gets_it(world: World, kind: str, state: str, what: What) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    leave(world, code, kind)
    referral.refresh_from_db()
    ball = open_ball(referral.pk)
    assert ball
    assert (referral.state, ball.what, ball.user) == (state, what, world.coordinator)


def test_stop_stops_what_had_not_gone_out_yet_and_a_call_does_not(world: World) -> None:
    calls, code = arrived_with_code(world, ways=(TEXT,))
    leave(world, code, LeftMessage.CALL)
    assert Message.objects.get(about_id=calls.pk).state == MessageState.QUEUED
    stops, code = arrived_with_code(world, called="Jo", ways=(TEXT,))
    leave(world, code, LeftMessage.STOP)
    stopped = Message.objects.get(about_id=stops.pk)
    assert (stopped.state, stopped.stopped_why) == (MessageState.STOPPED, "withdrawn")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (LeftMessage.CALL, What.CALL_BACK),
        (LeftMessage.STOP, What.CODE_MESSAGE),
        (LeftMessage.NOT_SAFE, What.DANGER),
    ],
)
def test_once_a_case_is_open_its_owner_gets_it(world: World, kind: str, what: What) -> None:
    referral, code = accepted(world)
    assert referral.case_id
    leave(world, code, kind)
    ball = open_ball(referral.case_id)
    assert ball
    assert (ball.what, ball.user) == (what, world.coordinator)
    assert ball.due_at
    if kind == LeftMessage.NOT_SAFE:
        assert ball.due_at <= clock.now()


def test_pause_by_number_pauses_the_case(world: World) -> None:
    referral, code = accepted(world)
    assert referral.case_id
    leave(world, code, LeftMessage.PAUSE, "not before Christmas")
    pause = open_pause(referral.case_id)
    assert pause
    assert pause.words == "not before Christmas"
    ball = open_ball(referral.case_id)
    assert ball
    assert ball.holder == Holder.VICTIM


@pytest.mark.parametrize("later", [LeftMessage.CALL, LeftMessage.PAUSE, LeftMessage.STOP])
def test_nothing_said_later_takes_a_danger_off_the_desk(world: World, later: str) -> None:
    referral, code = accepted(world)
    assert referral.case_id
    leave(world, code, LeftMessage.NOT_SAFE)
    leave(world, code, later)
    ball = open_ball(referral.case_id)
    assert ball
    assert (ball.what, ball.holder) == (What.DANGER, Holder.USER)


def test_too_many_tries_are_asked_for_patience_with_what_they_wrote_and_the_telephone(world: World) -> None:
    for _n in range(20):
        assert count_attempt(area_id=world.area.pk, address="192.0.2.7", at=clock.now())
    assert not count_attempt(area_id=world.area.pk, address="192.0.2.99", at=clock.now()), "the same network"
    assert count_attempt(area_id=world.area.pk, address="198.51.100.1", at=clock.now())
    assert count_attempt(area_id=world.area.pk, address="192.0.2.7", at=clock.now() + timedelta(hours=1, seconds=1))
    for _n in range(20):
        count_attempt(area_id=world.area.pk, address="127.0.0.1", at=clock.now())
    _referral, code = arrived_with_code(world)
    page = Visitor().post("code", code=code, kind="call_me", words="after six").content.decode()
    assert "still here" in page
    assert world.area.phone in page
    assert "after six" in page
    assert CodeMessage.objects.count() == 0


def test_two_receipts_never_share_a_number(world: World) -> None:
    codes = {arrived_with_code(world)[1] for _n in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 16 and code.isdecimal() for code in codes)


def test_a_stopped_referral_can_be_taken_up_again_with_the_same_number(world: World) -> None:
    referral, code = arrived_with_code(world)
    leave(world, code, LeftMessage.STOP)
    leave(world, code, LeftMessage.CALL)
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.CALL_BACK
    assert arrived(world).pk != referral.pk
