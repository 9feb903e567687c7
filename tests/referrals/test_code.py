from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

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
from talkingpiece.notifications.gates.messages import facts_for_sending
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.people.queries import contact_hold, ways_of
from talkingpiece.people.services import lift_hold
from talkingpiece.referrals.codes import grouped, plain
from talkingpiece.referrals.models import CodeAttempt, CodeMessage, Referral
from talkingpiece.referrals.services import Acceptance, accept_referral, count_attempt, leave_message
from talkingpiece.referrals.states import SAID_WITH_IT, LeftMessage, ReferralState
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
    kind=st.sampled_from([kind for kind, _label in SAID_WITH_IT]),
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


def sent(code: str, kind: str = "call_me", words: str = "") -> tuple[int, bytes]:
    answer = Visitor().client.post(reverse("front:code"), {"code": code, "kind": kind, "words": words}, follow=True)
    page = re.sub(rb'name="(csrfmiddlewaretoken|submission|code)" [^>]*value="[^"]*"', b"", answer.content)
    return answer.status_code, page


def test_a_number_is_tried_five_times_in_half_an_hour_whether_it_is_one_or_not(world: World) -> None:
    referral, code = arrived_with_code(world)
    known = [sent(code) for _n in range(8)]
    unknown = [sent("1234 5678 1234 5678") for _n in range(8)]
    assert [status for status, _page in known] == [200] * 5 + [429] * 3
    assert known == unknown
    assert list(CodeMessage.objects.values_list("kind", flat=True).order_by("left_at")).count("tries") == 1
    ball = open_ball(referral.pk)
    assert ball
    assert ball.user == world.coordinator
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        assert sent(code)[0] == 200


def test_whoever_is_not_safe_is_never_told_to_wait_because_of_others(world: World) -> None:
    referral, code = arrived_with_code(world)
    for _n in range(7):
        sent(code)
    assert sent(code, "not_safe")[0] == 200
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.DANGER


@pytest.mark.parametrize("later", [LeftMessage.PAUSE, LeftMessage.STOP, LeftMessage.CHANGE])
def test_after_not_safe_the_number_changes_nothing_until_a_worker_spoke_with_them(world: World, later: str) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    leave(world, code, LeftMessage.NOT_SAFE)
    leave(world, code, later, "It is fine, really")
    referral.refresh_from_db()
    assert referral.state == ReferralState.NEW
    assert Message.objects.get(about_id=referral.pk).state == MessageState.QUEUED
    client = world.client(world.coordinator)
    page = client.get(reverse("referrals:referral", args=[referral.reference])).content.decode()
    assert "It is fine, really" in page
    assert "Their number changes nothing now" in page
    assert client.post(reverse("referrals:code_unlocked", args=[referral.reference])).status_code == 302
    leave(world, code, LeftMessage.STOP)
    referral.refresh_from_db()
    assert referral.state == ReferralState.STOPPED


def test_another_way_is_only_a_wish_until_they_were_asked_in_the_way_that_was_safe(world: World) -> None:
    referral, code = accepted(world)
    assert referral.case
    before = [(way.channel, way.value) for way in ways_of(referral.case.victim_id)]
    leave(world, code, LeftMessage.CHANGE, "Write to 07700 900999")
    assert [(way.channel, way.value) for way in ways_of(referral.case.victim_id)] == before
    assert contact_hold(referral.case.victim_id)
    ball = open_ball(referral.case.pk)
    assert ball
    assert (ball.what, ball.user) == (What.CODE_MESSAGE, world.coordinator)
    path = reverse("cases:ways", args=[referral.case.reference, referral.case.victim_id])
    client = world.client(world.coordinator)
    assert "They asked to be reached in another way" in client.get(path).content.decode()
    confirmed = reverse("cases:ways_confirmed", args=[referral.case.reference, referral.case.victim_id])
    assert world.client(world.other_facilitator).post(confirmed).status_code == 404
    assert client.post(confirmed).status_code == 302
    assert contact_hold(referral.case.victim_id) is None
    assert "They asked to be reached" not in client.get(path).content.decode()


def test_nothing_is_sent_in_the_old_way_while_it_is_not_confirmed(world: World) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    leave(world, code, LeftMessage.CHANGE)
    assert Message.objects.get(about_id=referral.pk).state == MessageState.STOPPED
    acceptance = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult")
    case = accept_referral(referral_id=referral.pk, acceptance=acceptance, by=world.coordinator, at=clock.now())
    assert contact_hold(case.victim_id), "the wish is not lost when the case is opened"
    (point,) = ways_of(case.victim_id)
    words: dict[str, Any] = {"address": point.value, "body": "", "queued_at": clock.now()}
    message = Message(area=world.area, channel=point.channel, point=point, **words)
    assert not facts_for_sending(message, clock.now()).way_still_safe
    lift_hold(person=case.victim, by=world.coordinator, at=clock.now())
    assert facts_for_sending(message, clock.now()).way_still_safe


def test_the_page_shows_nothing_of_anybody(world: World) -> None:
    referral, code = accepted(world)
    assert referral.case
    world.responsible(referral.case)
    pages = Visitor().get("code") + sent(code, "change")[1].decode()
    shown = (
        "Maya",
        "Callum",
        "Reeve",
        "01632",
        "Priya",
        "Raman",
        "Daniel",
        referral.reference,
        referral.case.reference,
    )
    for planted in shown:
        assert planted not in pages.replace(world.area.phone, ""), planted
    assert code not in str(Visitor().client.post(reverse("front:code"), {"code": code, "kind": "call_me"})["Location"])
