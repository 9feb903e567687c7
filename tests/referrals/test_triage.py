from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.people.services import Way
from talkingpiece.protection.keys import forget_keys
from talkingpiece.referrals import services
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.services import leave_message
from talkingpiece.referrals.states import LeftMessage, ReferralState
from tests.referrals.visitor import CALL, TEXT, arrived, arrived_with_code
from tests.world import World, build_world


def url(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.reference])


def page(world: World, referral: Referral, user: User | None = None) -> str:
    return world.client(user or world.coordinator).get(url("referral", referral)).content.decode()


def queue(world: World) -> str:
    return world.client(world.coordinator).get(reverse("referrals:queue")).content.decode()


def hold(referral: Referral, world: World) -> Referral:
    return services.hold_referral(
        referral_id=referral.pk,
        until=clock.today() + timedelta(days=20),
        why="The court decides in May.",
        by=world.coordinator,
        at=clock.now(),
        remit_version=1,
        remit_reason="court_not_decided",
    )


def test_whoever_may_not_be_safe_stands_first_though_others_came_before(world: World) -> None:
    arrived(world, called="Early", at=world.now - timedelta(days=3))
    arrived(world, called="Unsafe", safe_now="not_sure")
    seen = queue(world)
    assert seen.index("Unsafe") < seen.index("Early")
    assert "Not safe now" in seen
    assert seen.index("Not safe now") < seen.index("Early")


def test_the_list_shows_who_since_when_and_which_ways_are_safe_but_no_number(world: World) -> None:
    arrived(world, ways=(Way("call", "01632 960417", if_answered="ring_off"),), at=world.now - timedelta(days=3))
    seen = queue(world)
    assert "Maya" in seen
    assert "3 days ago" in seen
    assert "Phone call. Any day, at any time. If somebody else answers, say “wrong number” and ring off." in seen
    assert "960417" not in seen
    assert "Asked for a call." in seen
    assert Event.objects.filter(kind=Kind.READING, name="front_door.read").count() == 1


@pytest.mark.parametrize("who", ["facilitator", "offender_manager"])
def test_only_those_who_look_after_the_front_door_see_it(world: World, who: str) -> None:
    referral = arrived(world)
    client = world.client(getattr(world, who))
    for address in (reverse("referrals:queue"), url("referral", referral), url("accept", referral)):
        assert client.get(address).status_code == 404
    assert page(world, referral, world.supervisor)
    assert world.client(world.supervisor).get(url("accept", referral)).status_code == 404


def test_another_area_sees_nothing_of_it(world: World) -> None:
    referral = arrived(world)
    other = build_world(slug="moorland", code="MOR", name="Moorland")
    assert other.client(other.coordinator).get(url("referral", referral)).status_code == 404
    assert "Maya" not in queue(other)


def test_reading_a_referral_is_entered_in_the_trail(world: World) -> None:
    referral = arrived(world, what_happened="Somebody broke in.", conceal_from="My brother")
    seen = page(world, referral)
    assert "Somebody broke in." in seen
    assert "My brother" in seen
    reading = Event.objects.get(kind=Kind.READING, name="referral.read")
    assert (reading.actor_id, reading.about_id, reading.side) == (world.coordinator.pk, referral.pk, "victim")


def test_the_safe_number_is_one_tap_with_its_rule_beside_it_and_recorded(world: World) -> None:
    referral = arrived(world, ways=(Way("call", "01632 960417", if_answered="first_name", note="Never on a Friday"),))
    before = page(world, referral)
    assert "960417" not in before
    assert "ask for them and give a first name only" in before
    assert "Never on a Friday" in before
    client = world.client(world.coordinator)
    assert client.get(url("reveal", referral)).status_code == 405
    after = client.post(url("reveal", referral), {"number": "0"}).content.decode()
    assert "01632 960417" in after
    reveal = Event.objects.get(kind=Kind.REVEAL)
    assert (reveal.name, reveal.about_id, reveal.detail) == ("referral.way_revealed", referral.pk, {"channel": "call"})
    for wrong in ("1", "-1", "x", ""):
        assert client.post(url("reveal", referral), {"number": wrong}).status_code == 404
    assert Event.objects.filter(kind=Kind.REVEAL).count() == 1


def test_a_danger_is_answered_in_words_and_then_leaves_the_top(world: World) -> None:
    referral = arrived(world, safe_now="no")
    client = world.client(world.coordinator)
    assert client.post(url("danger_seen", referral), {"done": " "}).status_code == 200
    assert not Referral.objects.filter(danger_seen_at__isnull=False).exists()
    client.post(url("danger_seen", referral), {"done": "Rang her: she is at her sister’s."})
    referral.refresh_from_db()
    assert referral.danger_seen_by == world.coordinator
    assert referral.danger_done == "Rang her: she is at her sister’s."
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.CALL_BACK
    assert "Act first" not in queue(world)


def test_a_danger_left_with_the_number_is_red_again_after_an_earlier_answer(world: World) -> None:
    referral, code = arrived_with_code(world, safe_now="no")
    services.answer_danger(referral_id=referral.pk, done="Rang.", by=world.coordinator, at=clock.now())
    leave_message(area=world.area, code=code, kind=LeftMessage.NOT_SAFE, words="again", at=clock.now())
    assert "Act first" in queue(world)
    services.read_messages(referral_id=referral.pk, by=world.coordinator, at=clock.now())
    assert "Act first" in queue(world), "reading is no answer to a danger"
    done = services.answer_danger(referral_id=referral.pk, done="Police came.", by=world.coordinator, at=clock.now())
    assert "Act first" not in queue(world)
    assert done.danger_done == "Rang.\nPolice came."


def test_a_call_that_was_owed_acknowledges_when_they_spoke_and_not_when_nobody_answered(world: World) -> None:
    referral = arrived(world, ways=(CALL,))
    client = world.client(world.coordinator)
    client.post(url("called", referral), {"reached": "no"})
    acknowledged = Referral.objects.filter(acknowledged_at__isnull=False)
    assert not acknowledged.exists()
    owed = open_ball(referral.pk)
    assert owed
    assert owed.what == What.CALL_BACK
    client.post(url("called", referral), {"reached": "yes"})
    assert acknowledged.exists()
    turn = open_ball(referral.pk)
    assert turn
    assert turn.what == What.TRIAGE


def test_whoever_may_only_read_is_offered_nothing_to_press_that_would_not_work(world: World) -> None:
    referral, code = arrived_with_code(world, safe_now="no")
    leave_message(area=world.area, code=code, kind=LeftMessage.CALL, words="x", at=clock.now())
    offered = [url(name, referral) for name in ("danger_seen", "called", "messages_read", "accept", "hold", "signpost")]
    decides, reads = page(world, referral), page(world, referral, world.supervisor)
    assert all(f'"{address}"' in decides for address in offered)
    assert not any(f'"{address}"' in reads for address in offered)
    assert f'"{url("reveal", referral)}"' in reads


def test_a_call_is_offered_only_where_a_call_is_safe(world: World) -> None:
    assert "I rang, and we spoke" in page(world, arrived(world, ways=(CALL,)))
    assert "I rang, and we spoke" not in page(world, arrived(world, called="Jo", ways=(TEXT,)))


def test_holding_keeps_the_reason_and_brings_it_back_on_its_day(world: World) -> None:
    referral = arrived(world, ways=(TEXT,), stage="contested_proceedings")
    day = clock.today() + timedelta(days=30)
    typed = {"why": "The court decides in May.", "until_day": day.day, "until_month": day.month, "until_year": day.year}
    world.client(world.coordinator).post(url("hold", referral), typed)
    referral.refresh_from_db()
    assert (referral.state, referral.held_until, referral.decision_words) == (
        ReferralState.HELD,
        day,
        "The court decides in May.",
    )
    assert referral.remit_reason == "court_not_decided"
    assert referral.remit_version == 1
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.HELD_REFERRAL
    assert ball.due_at
    assert ball.due_at.date() == day


def test_a_slip_while_holding_keeps_what_was_typed(world: World) -> None:
    referral = arrived(world)
    typed = {"why": "The court decides in May.", "until_day": "31", "until_month": "2", "until_year": "2027"}
    seen = world.client(world.coordinator).post(url("hold", referral), typed).content.decode()
    assert "There is no such day in that month" in seen
    assert "The court decides in May." in seen
    referral.refresh_from_db()
    assert referral.state == ReferralState.NEW


def test_signposting_says_to_whom_in_which_words_and_how_they_were_told(world: World) -> None:
    referral = arrived(world, ways=(TEXT,))
    typed = {"to": "Housing advice, 01632 960002", "words": "They can move you quickly.", "told_how": "text"}
    world.client(world.coordinator).post(url("signpost", referral), typed)
    referral.refresh_from_db()
    assert (referral.state, referral.signposted_to, referral.told_how) == (
        ReferralState.SIGNPOSTED,
        "Housing advice, 01632 960002",
        "text",
    )
    assert open_ball(referral.pk) is None
    assert Message.objects.get().state == MessageState.STOPPED
    assert "Helped elsewhere" in page(world, referral)


@pytest.mark.parametrize("how", ["held", "signposted", "stopped"])
def test_what_was_closed_can_be_opened_again(world: World, how: str) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    if how == "held":
        hold(referral, world)
    elif how == "stopped":
        leave_message(area=world.area, code=code, kind=LeftMessage.STOP, words="", at=clock.now())
        services.read_messages(referral_id=referral.pk, by=world.coordinator, at=clock.now())
    else:
        services.signpost_referral(
            referral_id=referral.pk,
            to="x",
            words="y",
            told_how="call",
            by=world.coordinator,
            at=clock.now(),
            remit_version=1,
            remit_reason="harmed",
        )
    world.client(world.coordinator).post(url("reopen", referral), {"why": "She rang and asked."})
    referral.refresh_from_db()
    assert referral.state == ReferralState.NEW
    ball = open_ball(referral.pk)
    assert ball
    assert ball.what == What.TRIAGE
    assert ball.due_at
    assert ball.due_at > clock.now()


def test_nobody_decides_twice(world: World) -> None:
    referral = arrived(world)
    hold(referral, world)
    with pytest.raises(IllegalTransition):
        hold(referral, world)
    new = arrived(world, called="Jo")
    with pytest.raises(IllegalTransition):
        services.reopen_referral(referral_id=new.pk, why="x", by=world.coordinator, at=clock.now())


def test_a_word_left_with_the_number_is_read_and_then_is_done(world: World) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    leave_message(area=world.area, code=code, kind=LeftMessage.STOP, words="I moved away", at=clock.now())
    assert "Left us a word" in queue(world)
    assert "I moved away" in page(world, referral)
    world.client(world.coordinator).post(url("messages_read", referral))
    message = CodeMessage.objects.get()
    assert message.seen_by == world.coordinator
    assert open_ball(referral.pk) is None
    assert "I moved away" in page(world, referral)


def test_whoever_may_be_the_same_is_named_with_what_agrees_and_never_with_a_score(world: World) -> None:
    case = world.case("Maya", full_name="Maya Deol", ways=(Way("call", "01632 960417"),))
    other = arrived(world, called="Mya", ways=(Way("text", "01632 960417"),))
    referral = arrived(world, called="Maia", ways=(CALL,))
    seen = page(world, referral)
    assert "Maya Deol" in seen
    assert "same telephone number" in seen
    assert case.reference in seen
    assert other.reference in seen
    assert "%" not in seen.split('id="before"')[1].split("</section>")[0]


def test_a_first_name_alone_makes_nobody_the_same(world: World) -> None:
    world.case("Maya", full_name="Maya Deol")
    assert "Nobody known here agrees" in page(world, arrived(world, called="Maya", ways=(TEXT,)))


def test_a_record_of_the_other_side_is_not_shown_and_the_privacy_officer_is_named(world: World) -> None:
    case = world.case("Ann")
    responsible = world.responsible(case, "Callum")
    from talkingpiece.people.services import add_way
    from talkingpiece.protection.classes import Side

    add_way(
        person=responsible.person,
        way=Way("call", "01632 960417"),
        by=world.coordinator,
        at=clock.now(),
        side=Side.OFFENDER,
    )
    seen = page(world, arrived(world, called="Cal", ways=(CALL,)))
    assert "Ask the privacy officer before you decide" in seen
    assert "Callum" not in seen
    assert case.reference not in seen


def test_a_conflict_of_interest_is_named_beside_the_person(world: World) -> None:
    from talkingpiece.people.models import Conflict

    case = world.case("Maya", full_name="Maya Deol", ways=(Way("call", "01632 960417"),))
    Conflict(
        area=world.area,
        key_id=case.victim.key_id,
        user=world.other_facilitator,
        person=case.victim,
        words="Neighbours",
        happened_at=world.now,
        recorded_at=world.now,
        recorded_by=world.coordinator,
    ).save()
    seen = page(world, arrived(world))
    assert "Conflict of interest" in seen
    assert world.other_facilitator.name in seen
    assert world.facilitator.name not in seen.split('id="before"')[1].split("</section>")[0]


def test_the_list_asks_the_same_number_of_questions_however_many_came(world: World) -> None:
    client = world.client(world.coordinator)

    def count() -> int:
        forget_keys()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("referrals:queue"))
        return len(queries)

    arrived(world, ways=(TEXT,), safe_now="no")
    hold(arrived(world, called="Jo"), world)
    count()
    few = count()
    for number in range(12):
        _referral, code = arrived_with_code(world, called=f"Person {number}", ways=(TEXT, CALL))
        leave_message(area=world.area, code=code, kind=LeftMessage.CALL, words="x", at=clock.now())
    hold(arrived(world, called="Kit"), world)
    assert count() == few
