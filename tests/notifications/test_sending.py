from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications import services
from talkingpiece.notifications.gates import SendFacts, blockers_to_send
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.notifications.ports import Outgoing
from talkingpiece.notifications.queries import by_hand, in_doubt
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.services import Way, end_way
from talkingpiece.protection.classes import Side
from tests.database import other_connection
from tests.world import World, as_area

OPEN = SendFacts(
    written=True, addressed=True, way_still_safe=True, safe_now=True, tell_tale=(), fresh=True, has_port=True
)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: Any) -> Path:
    settings.TP_OUTBOX = tmp_path / "outbox"
    return tmp_path / "outbox"


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def person(world: World, *ways: Way) -> Person:
    return world.person("Maya", ways=ways or (Way("text", "07700 900417"),))


def queued(world: World, someone: Person, *, point: ContactPoint | None = None, channel: str = "text") -> Message:
    return services.queue_message(
        area_id=world.area.pk,
        key_id=someone.key_id,
        channel=channel,
        address=point.value if point else "07700 900417",
        template="acknowledge",
        words={"day": "Thursday 26 November"},
        about=someone,
        at=clock.now(),
        point=point,
        then="referrals.acknowledged",
    )


def sent(outbox: Path) -> list[dict[str, str]]:
    return [json.loads(file.read_text()) for file in sorted(outbox.glob("*"))] if outbox.exists() else []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"written": False}, "not_written"),
        ({"addressed": False}, "no_address"),
        ({"way_still_safe": False}, "not_safe"),
        ({"tell_tale": ("court",)}, "tell_tale"),
        ({"fresh": False}, "too_late"),
        ({"has_port": False}, "by_hand"),
        ({"safe_now": False}, "outside_hours"),
    ],
)
def test_each_condition_stops_a_message_alone(change: dict[str, Any], code: str) -> None:
    assert blockers_to_send(OPEN).is_open
    assert blockers_to_send(replace(OPEN, **change)).codes == [code]


@given(st.builds(SendFacts, *[st.booleans()] * 4, st.sampled_from([(), ("court",)]), st.booleans(), st.booleans()))
def test_nothing_goes_out_unless_everything_is_so(facts: SendFacts) -> None:
    everything = (
        facts.written
        and facts.addressed
        and facts.way_still_safe
        and facts.safe_now
        and not facts.tell_tale
        and facts.fresh
        and facts.has_port
    )
    assert blockers_to_send(facts).is_open == everything


def test_a_message_goes_out_once_after_its_handing_over_was_committed(
    world: World, outbox: Path, commits: Callable[[], Any]
) -> None:
    message = queued(world, person(world))
    with commits():
        handed = services.send_message(message_id=message.pk, at=clock.now(), then="referrals.acknowledged")
        assert handed.state == MessageState.SENDING
        assert sent(outbox) == [], "nothing leaves before the commit"
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [(out["address"], out["body"]) for out in sent(outbox)] == [("07700 900417", message.body)]
    with commits():
        services.send_message(message_id=message.pk, at=clock.now())
    assert len(sent(outbox)) == 1
    followed = ProcrastinateJob.objects.filter(task_name="referrals.acknowledged").get()
    assert followed.args["message_id"] == str(message.pk)


def test_the_outbox_is_readable_by_the_service_alone(world: World, outbox: Path, commits: Callable[[], Any]) -> None:
    message = queued(world, person(world))
    with commits():
        services.send_message(message_id=message.pk, at=clock.now())
    file = next(outbox.glob("*"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.name == f"{message.pk}.json"


def test_a_job_carries_ids_and_codes_only(world: World) -> None:
    message = queued(world, person(world))
    job = ProcrastinateJob.objects.filter(task_name="notifications.send").get()
    assert job.args == {
        "area_id": str(world.area.pk),
        "message_id": str(message.pk),
        "then": "referrals.acknowledged",
    }


def test_a_crash_between_leaves_it_in_doubt_and_it_is_never_sent_again(
    world: World, outbox: Path, commits: Callable[[], Any]
) -> None:
    message = queued(world, person(world))
    services.send_message(message_id=message.pk, at=clock.now())  # the callback never runs: the process died
    later = clock.now() + timedelta(minutes=10)
    assert [m.pk for m in in_doubt(world.area.pk, later)] == [message.pk]
    with commits():
        assert services.send_message(message_id=message.pk, at=later).state == MessageState.SENDING
    assert sent(outbox) == []


def test_a_provider_that_breaks_off_leaves_it_in_doubt_for_a_person(
    world: World, monkeypatch: pytest.MonkeyPatch, commits: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def send(self, out: Outgoing) -> None:
            raise TimeoutError(f"no answer about {out.address}")

    monkeypatch.setattr("talkingpiece.notifications.services.messages.port_for", lambda channel: Broken())
    message = queued(world, person(world))
    with commits():
        services.send_message(message_id=message.pk, at=clock.now())
    message.refresh_from_db()
    assert message.state == MessageState.UNKNOWN
    assert [m.pk for m in in_doubt(world.area.pk, clock.now())] == [message.pk]
    assert "900417" not in caplog.text
    assert not ProcrastinateJob.objects.filter(task_name="referrals.acknowledged").exists()
    services.settle_by_hand(message_id=message.pk, sent=True, by=world.coordinator, at=clock.now())
    assert not in_doubt(world.area.pk, clock.now()).exists()


def test_a_way_that_is_safe_no_longer_stops_what_waits_for_it(
    world: World, outbox: Path, commits: Callable[[], Any]
) -> None:
    maya = person(world)
    message = queued(world, maya, point=ways_of(maya.pk)[0])
    end_way(point_id=ways_of(maya.pk)[0].pk, why="Shared now", by=world.coordinator, at=clock.now(), side=Side.VICTIM)
    with commits():
        services.send_message(message_id=message.pk, at=clock.now())
    message.refresh_from_db()
    assert (message.state, message.stopped_why) == (MessageState.STOPPED, "not_safe")
    assert sent(outbox) == []


def test_outside_safe_hours_it_waits_for_the_next_safe_one(
    world: World, outbox: Path, commits: Callable[[], Any]
) -> None:
    maya = person(world, Way("text", "07700 900417", from_time=time(10), to_time=time(14)))
    message = queued(world, maya, point=ways_of(maya.pk)[0])
    at_night = clock.now().replace(hour=3, minute=0)
    with commits():
        services.send_message(message_id=message.pk, at=at_night)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert sent(outbox) == []
    again = ProcrastinateJob.objects.filter(task_name="notifications.send", scheduled_at__isnull=False).get()
    assert again.scheduled_at
    with commits():
        services.send_message(message_id=message.pk, at=again.scheduled_at)
    assert len(sent(outbox)) == 1


def test_what_waited_too_long_is_not_said_any_more(world: World, commits: Callable[[], Any]) -> None:
    message = queued(world, person(world))
    with commits():
        services.send_message(message_id=message.pk, at=clock.now() + timedelta(hours=25))
    message.refresh_from_db()
    assert message.stopped_why == "too_late"


def test_stopped_messages_do_not_go_out_by_machine_or_by_hand(
    world: World, outbox: Path, commits: Callable[[], Any], settings: Any
) -> None:
    maya = person(world)
    waits, hand = queued(world, maya), queued(world, maya)
    settings.TP_MODE = "production"
    services.send_message(message_id=hand.pk, at=clock.now())
    assert [m.pk for m in by_hand(world.area.pk)] == [hand.pk]
    settings.TP_MODE = "test"
    assert services.stop_messages(about_id=maya.pk, at=clock.now()) == 2
    with commits():
        services.send_message(message_id=waits.pk, at=clock.now())
    assert sent(outbox) == []
    assert not by_hand(world.area.pk).exists()


def test_in_a_real_service_an_email_leaves_by_smtp_and_a_text_waits_for_a_hand(
    world: World, outbox: Path, settings: Any, commits: Callable[[], Any]
) -> None:
    settings.TP_MODE = "production"
    maya = person(world, Way("email", "maya@example.org"), Way("text", "07700 900417"))
    text_point, email_point = sorted(ways_of(maya.pk), key=lambda way: way.channel, reverse=True)
    email = queued(world, maya, point=email_point, channel="email")
    text = queued(world, maya, point=text_point)
    with commits():
        services.send_message(message_id=email.pk, at=clock.now())
        services.send_message(message_id=text.pk, at=clock.now())
    assert len(mail.outbox) == 1
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["maya@example.org"], "Your message")
    assert mail.outbox[0].body == email.body
    text.refresh_from_db()
    assert (text.state, text.stopped_why) == (MessageState.STOPPED, "by_hand")
    assert sent(outbox) == []
    services.settle_by_hand(message_id=text.pk, sent=True, by=world.coordinator, at=clock.now())
    with pytest.raises(IllegalTransition):
        services.settle_by_hand(message_id=text.pk, sent=True, by=world.coordinator, at=clock.now())


@pytest.mark.parametrize("channel", ["call", "voicemail", "post"])
def test_no_machine_rings_or_writes_letters(world: World, channel: str, commits: Callable[[], Any]) -> None:
    message = queued(world, person(world), channel=channel)
    with commits():
        services.send_message(message_id=message.pk, at=clock.now())
    message.refresh_from_db()
    assert message.stopped_why == "not_written"


def test_two_workers_at_the_same_moment_send_one_message(committed_world: World, outbox: Path) -> None:
    world = committed_world
    with as_area(world):
        message = queued(world, person(world))

    def work() -> None:
        with transaction.atomic(), as_area(world):
            services.send_message(message_id=message.pk, at=clock.now())

    with other_connection() as run:
        both = [run(work)]
        work()
        for each in both:
            each.result(timeout=10)
    assert len(sent(outbox)) == 1
    with as_area(world):
        assert Message.objects.get(pk=message.pk).state == MessageState.SENT
