"""Many events, a receiver with moods, and dispatchers that are killed at any moment: nothing is lost, order is kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict

import pytest
from django.conf import settings

from devtools.project import ROOT
from devtools.roles import with_database
from talkingpiece.audit.chain import verify_area
from talkingpiece.core import clock
from talkingpiece.outbox.models import Delivery
from talkingpiece.outbox.states import State
from tests.outbox.conftest import Line
from tests.outbox.receiver import Got, drop
from tests.world import as_area

CASES, ROUNDS, KILLS = 12, 8, 20
SENDING = [sys.executable, str(ROOT / "manage.py"), "events", "send"]


def dispatcher() -> subprocess.Popen[bytes]:
    url = with_database(os.environ["DATABASE_URL"], str(settings.DATABASES["default"]["NAME"]))
    return subprocess.Popen(SENDING, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL)


def hurry(line: Line) -> None:
    """As if the time between had gone by, and what the dead held in their hands were free."""
    with as_area(line.world):
        now = clock.now()
        for one in Delivery.objects.filter(state__in=[State.QUEUED, State.FAILED]):
            one.next_at, one.claimed_by, one.claimed_until, one.tries = now, None, None, min(one.tries, 3)
            one.save()


def rounds(line: Line, *, cases: int, chases: int, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    with as_area(line.world):
        people = [line.responsible]
        people += [line.world.responsible(line.world.case(f"Joan {n}"), f"Pryce {n}") for n in range(cases - 1)]
    requests = [line.ask(one) for one in people]

    def mood(_number: int, _got: Got):
        time.sleep(dice.random() * 0.02)
        return dice.choice([200, 200, 200, 204, 500, 503, drop])

    line.receiver.mood = mood
    for turn in range(kills):
        for request in dice.sample(requests, k=cases // 2):
            if turn < chases:
                line.chase(request)
        sending = [dispatcher(), dispatcher()]
        time.sleep(2 + dice.random() * 2)  # a second or more is its start
        for one in sending:
            one.send_signal(signal.SIGKILL)
            one.wait()
        hurry(line)
    line.receiver.mood = lambda *_: 200
    for _ in range(3):
        line.send()
        hurry(line)


def holds(line: Line) -> None:
    events = line.events()
    assert {one.state for one in line.deliveries()} == {State.SENT}
    assert all(got.signed_by == ["first"] for got in line.receiver.got)
    first: dict[str, int] = {}
    for number, got in enumerate(line.receiver.got):
        first.setdefault(got.id, number)
    assert set(first) == {str(event.pk) for event in events}, "nothing is lost, and nothing was made up"
    by_case = defaultdict(list)
    for event in events:
        by_case[event.case_id].append(first[str(event.pk)])
    assert all(numbers == sorted(numbers) for numbers in by_case.values()), "in their order of each case"
    with as_area(line.world):
        assert verify_area(line.world.area.pk, None).fault is None


def test_two_dispatchers_killed_once(line: Line) -> None:
    rounds(line, cases=4, chases=2, kills=2, seed=7)
    holds(line)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(3))
def test_dispatchers_are_killed_at_any_moment(line: Line, seed: int) -> None:
    rounds(line, cases=CASES, chases=ROUNDS, kills=KILLS, seed=seed)
    holds(line)
