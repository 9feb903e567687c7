"""Two people at once: a consent is taken back while somebody records the approach that stood on it."""

import threading
from time import sleep

import pytest

from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.models import Approach
from tests.database import other_connection
from tests.engagement.conftest import Stage
from tests.world import as_area


def staged(world):
    case = world.case()
    stage = Stage(world, case, world.responsible(case)).ready()
    return stage, stage.consent()


def withdraw(world, consent, taken):
    with as_area(world):
        withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=world.now)
        taken.set()


def test_an_approach_waits_for_a_withdrawal_that_came_first_and_is_then_refused(committed_world):
    world = committed_world
    with as_area(world):
        stage, consent = staged(world)

    def approach():
        with as_area(world):
            return stage.approach()

    with other_connection() as run:
        with as_area(world):
            withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=world.now)
            waiting = run(approach)
            # It cannot have read the consent as live: it waits for the case that we hold.
            sleep(0.3)
            assert not waiting.done()
        with pytest.raises(Blocked) as refusal:
            waiting.result(timeout=10)
    assert refusal.value.verdict.codes == ["no_consent"]
    with as_area(world):
        assert Approach.objects.count() == 0


def test_a_withdrawal_waits_for_an_approach_that_came_first_and_is_never_refused(committed_world):
    world, taken = committed_world, threading.Event()
    with as_area(world):
        stage, consent = staged(world)
    with other_connection() as run:
        with as_area(world):
            stage.approach()
            waiting = run(withdraw, world, consent, taken)
            assert not taken.wait(timeout=0.3)
        waiting.result(timeout=10)
    with as_area(world):
        consent.refresh_from_db()
        assert consent.withdrawn_at == world.now
        assert Approach.objects.count() == 1
