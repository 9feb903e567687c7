"""Two workers at the same moment, on two real connections."""

from talkingpiece.casefile.services import end_case, reopen_case, stop_everything
from talkingpiece.cases.models import Ending
from talkingpiece.consents.queries import live
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.keys import forget_keys
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.database import other_connection
from tests.world import World, as_area


def test_a_case_that_two_end_at_once_ends_once(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        case = world.case()

    def end_too() -> str:
        forget_keys()
        try:
            with as_area(world):
                end_case(case_id=case.pk, told=WITHDREW, by=world.coordinator, at=world.now)
        except IllegalTransition:
            return "too late"
        return "ended"

    with other_connection() as run:
        with as_area(world):
            end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)
            second = run(end_too)
        assert second.result(timeout=10) == "too late"
    with as_area(world):
        assert Ending.objects.filter(case=case).count() == 1


def test_a_case_that_two_open_again_opens_once(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        case = world.case()
        end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now)

    def reopen_too() -> str:
        forget_keys()
        try:
            with as_area(world):
                reopen_case(case_id=case.pk, why="She rang me too.", by=world.coordinator, at=world.now)
        except IllegalTransition:
            return "too late"
        return "opened"

    with other_connection() as run:
        with as_area(world):
            reopen_case(case_id=case.pk, why="She rang.", by=world.facilitator, at=world.now)
            second = run(reopen_too)
        assert second.result(timeout=10) == "too late"
    with as_area(world):
        assert Ending.objects.get(case=case).reopened_why == "She rang."


def test_a_victim_who_stops_while_a_consent_is_written_down_has_stopped(committed_world: World) -> None:
    """Whoever comes second waits for the case; nothing that was given stays live behind the stop."""
    world = committed_world
    with as_area(world):
        case = world.case()

    def stop() -> None:
        forget_keys()
        with as_area(world):
            stop_everything(case_id=case.pk, by=world.coordinator, at=world.now)

    with other_connection() as run:
        with as_area(world):
            rows.consent(world, case)
            stopping = run(stop)
        stopping.result(timeout=10)
    with as_area(world):
        assert not live([case.pk], on=world.now.date()).exists()
