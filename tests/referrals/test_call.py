"""A telephone call: saved at every pause, sent half-filled too, thrown away for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.notifications.models import Message
from talkingpiece.people.services import Way
from talkingpiece.protection.models import DataKey
from talkingpiece.referrals import services, tasks
from talkingpiece.referrals.codes import code_of
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.presenters import timeline
from talkingpiece.referrals.queries import danger_is_open
from talkingpiece.referrals.services import Acceptance, Answers, CallGone, Source
from tests.world import World

CALL, TEXT = Way("call", "01632 960417"), Way("text", "07700 900417")


def begin(world: World, user: User | None = None) -> IntakeDraft:
    return services.begin_call(area=world.area, by=user or world.facilitator, at=clock.now())


def save(world: World, draft: IntakeDraft, *, seen: int = 1, window: str = "one", **typed: list[str]) -> Any:
    return services.save_call(
        draft_id=draft.pk, by=world.facilitator, typed=typed, seen_version=seen, window=window, at=clock.now()
    )


def send(
    world: World,
    draft: IntakeDraft,
    *,
    ways: tuple[Way, ...] = (CALL,),
    source: Source | None = None,
    early: bool = False,
    user: User | None = None,
    **answers: Any,
) -> Referral:
    return services.send_call(
        draft_id=draft.pk,
        by=user or world.facilitator,
        answers=Answers(called="Grace", ways=ways, **answers),
        source=source or Source(),
        ended_early=early,
        at=clock.now(),
    )


def typed_of(draft: IntakeDraft) -> dict[str, list[str]]:
    return dict(IntakeDraft.objects.get(pk=draft.pk).answers["typed"])


def test_two_callers_never_share_a_page_but_an_untouched_one_is_used(world: World) -> None:
    first = begin(world)
    assert begin(world).pk == first.pk
    save(world, first, called=["Grace"])
    second = begin(world)
    assert second.pk != first.pk
    assert begin(world, world.coordinator).pk not in {first.pk, second.pk}


def test_what_was_typed_is_kept_sealed_with_its_version(world: World) -> None:
    draft = begin(world)
    saved = save(world, draft, called=["Grace"], safe=["call", "text"])
    assert (saved.draft.version, saved.aside) == (2, ())
    assert typed_of(draft) == {"called": ["Grace"], "safe": ["call", "text"]}
    assert save(world, draft, called=["Grace"]).draft.version == 2
    assert save(world, draft, called=[]).draft.version == 3
    assert typed_of(draft)["called"] == []


def test_two_windows_on_one_call_lose_nothing(world: World) -> None:
    draft = begin(world)
    save(world, draft, window="left", what_happened=["He took my bag"])
    right = save(world, draft, window="right", what_happened=["On the steps"], called=["Grace"])
    assert right.aside == ("what_happened",)
    kept = IntakeDraft.objects.get(pk=draft.pk).answers
    assert kept["typed"]["what_happened"] == ["On the steps"]
    assert kept["aside"] == [["what_happened", ["He took my bag"]]]
    # The left window's page, sent whole and older, empties nothing that the right one wrote.
    save(world, draft, window="left", what_happened=["He took my bag, and pushed me"], called=[])
    kept = IntakeDraft.objects.get(pk=draft.pk).answers
    assert kept["typed"]["called"] == ["Grace"]
    assert ["what_happened", ["On the steps"]] in kept["aside"]


def test_a_window_opened_later_replaces_what_it_has_seen(world: World) -> None:
    draft = begin(world)
    save(world, draft, window="left", called=["Grce"])
    later = save(world, draft, window="right", seen=2, called=["Grace"])
    assert later.aside == ()
    assert typed_of(draft)["called"] == ["Grace"]
    assert save(world, draft, window="right", seen=2, called=["Grace K."]).aside == ()


def test_a_call_becomes_the_victims_own_referral(world: World) -> None:
    draft = begin(world)
    seed = draft.answers["seed"]
    referral = send(world, draft, what_happened="He took my bag.", support="My sister", crime_reference="44/1")
    assert (referral.form, referral.route, referral.initiated_by) == ("telephone", "self", "victim")
    assert (referral.taken_by, referral.owner) == (world.facilitator, world.coordinator)
    assert referral.first_contact_agreed
    assert referral.acknowledged_at is not None
    assert referral.support == "My sister"
    ball = open_ball(referral.pk)
    assert ball is not None
    assert (ball.what, ball.user) == (What.TRIAGE, world.coordinator)
    assert not Message.objects.exists()
    assert not IntakeDraft.objects.exists()
    assert DataKey.objects.get(pk=draft.key_id).wrapped is None
    sent = Event.objects.get(name="referral.sent")
    assert sent.actor_id == world.facilitator.pk
    assert referral.code_digest
    services.leave_message(area=world.area, code=code_of(world.area.pk, seed), kind="call_me", words="", at=clock.now())
    assert referral.messages.count() == 1


def test_sending_twice_makes_one_and_says_that_it_is_gone(world: World) -> None:
    draft = begin(world)
    send(world, draft)
    with pytest.raises(CallGone):
        send(world, draft)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("said", ["no", "not_sure"])
def test_a_caller_who_is_not_safe_is_red_at_once(world: World, said: str) -> None:
    referral = send(world, begin(world), safe_now=said)
    ball = open_ball(referral.pk)
    assert danger_is_open(referral)
    assert ball is not None
    assert ball.what == What.DANGER


def test_a_call_that_ended_early_is_rung_back_and_no_machine_writes(world: World) -> None:
    referral = send(world, begin(world), ways=(CALL, TEXT), early=True)
    ball = open_ball(referral.pk)
    assert referral.acknowledged_at is None
    assert not Message.objects.exists()
    assert ball is not None
    assert (ball.what, ball.due_at) == (What.CALL_BACK, referral.received_at)
    services.record_call(referral_id=referral.pk, reached=False, by=world.coordinator, at=clock.now())
    still = open_ball(referral.pk)
    assert still is not None
    assert still.what == What.CALL_BACK
    services.record_call(referral_id=referral.pk, reached=True, by=world.coordinator, at=clock.now())
    done = open_ball(referral.pk)
    assert done is not None
    assert done.what == What.TRIAGE


@pytest.mark.parametrize("ways", [(), (TEXT,)])
def test_nobody_is_rung_back_who_did_not_call_it_safe(world: World, ways: tuple[Way, ...]) -> None:
    referral = send(world, begin(world), ways=ways, early=True)
    ball = open_ball(referral.pk)
    assert referral.ring_at is None
    assert ball is not None
    assert ball.what == What.TRIAGE


def test_a_promised_call_is_owed_at_its_hour_and_stays_promised_when_the_case_opens(world: World) -> None:
    tomorrow = clock.now() + timedelta(hours=20)
    source = Source(promised="We ring tomorrow", ring_at=tomorrow, referrer_words="My doctor")
    referral = send(world, begin(world), source=source)
    ball = open_ball(referral.pk)
    assert ball is not None
    assert (ball.what, ball.due_at) == (What.CALL_BACK, tomorrow)
    yes = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult", victim_as="family")
    case = services.accept_referral(referral_id=referral.pk, acceptance=yes, by=world.coordinator, at=clock.now())
    turn = open_ball(case.pk)
    assert turn is not None
    assert (turn.what, turn.due_at) == (What.ALLOCATE, tomorrow)
    assert case.victim_as == "family"
    assert Consent.objects.get(case=case, item="contact").method == "telephone"
    arrival = timeline(case)[0]
    assert (arrival.by, arrival.words) == (world.facilitator.name, "We ring tomorrow")
    assert "rang us" in str(arrival.title)


def test_a_wrong_number_leaves_nothing_but_its_trace(world: World) -> None:
    draft = begin(world)
    save(world, draft, called=["Grace"])
    services.drop_call(draft_id=draft.pk, by=world.facilitator, at=clock.now())
    assert not IntakeDraft.objects.exists()
    assert DataKey.objects.get(pk=draft.key_id).wrapped is None
    assert Event.objects.get(name="call.thrown_away").about_id == draft.pk
    with pytest.raises(CallGone):
        save(world, draft, called=["Grace"])


def test_an_unfinished_call_is_destroyed_in_time_and_not_before(world: World) -> None:
    draft = begin(world)
    save(world, draft, called=["Grace"])
    tasks.expire_call(area_id=world.area.pk, draft_id=str(draft.pk))
    assert IntakeDraft.objects.filter(pk=draft.pk).exists()
    with clock.pretend(draft.expires_at):
        with pytest.raises(CallGone):
            save(world, draft, called=["Too late"])
        tasks.expire_call(area_id=world.area.pk, draft_id=str(draft.pk))
    assert not IntakeDraft.objects.exists()
    assert DataKey.objects.get(pk=draft.key_id).wrapped is None
    assert Event.objects.get(name="call.expired").actor_id is None


def test_nobody_else_saves_sends_or_throws_away_a_call(world: World) -> None:
    draft = begin(world, world.coordinator)
    for act in (
        lambda: save(world, draft, called=["Mine now"]),
        lambda: send(world, draft),
        lambda: services.drop_call(draft_id=draft.pk, by=world.facilitator, at=clock.now()),
    ):
        with pytest.raises(CallGone):
            act()
    assert IntakeDraft.objects.filter(pk=draft.pk).exists()
    with pytest.raises(CallGone):
        services.drop_call(draft_id=uuid4(), by=world.facilitator, at=clock.now())


def test_the_page_for_new_calls_is_for_those_who_take_them(world: World) -> None:
    url = reverse("referrals:call")
    assert world.client(world.facilitator).get(url).status_code == 200
    for other in (world.supervisor, world.referrer, world.offender_manager, world.evaluator):
        assert world.client(other).get(url).status_code == 404
        assert world.client(other).post(url).status_code == 404
