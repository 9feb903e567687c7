"""The next months, played through: nothing is lost, one seed tells one story, more room never makes it slower."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkingpiece.staffing.capacity.scenarios import Change, changed, combined, from_json, outcome, play, to_json
from talkingpiece.staffing.capacity.simulation import Flow, Path, Run, Service, Worker, drawn_cases, simulate

FLOW = Flow(
    cases_a_month=6,
    sensitive=0.3,
    paths={Path.TALKING: 0.6, Path.INDIRECT: 0.25, Path.DIRECT: 0.12, Path.CIRCLE: 0.03},
    hours={Path.TALKING: 5, Path.INDIRECT: 12.5, Path.DIRECT: 25, Path.CIRCLE: 30},
    sensitive_hours=60,
    weeks={Path.TALKING: 9, Path.INDIRECT: 26, Path.DIRECT: 26, Path.CIRCLE: 26},
    sensitive_weeks=52,
    in_closed_prison=0.4,
    waiting=3,
)
ADVANCED, INTERMEDIATE, BEGINNER = Worker(3, 10, 4, 20.0, open_cases=2), Worker(2, 10, 0, 20.0), Worker(1, 4, 0, 8.0)
TEAM = (ADVANCED, INTERMEDIATE, BEGINNER)
workers = st.lists(
    st.builds(
        Worker,
        level=st.integers(1, 3),
        slots=st.integers(1, 12),
        complex_slots=st.integers(0, 4),
        weekly_hours=st.floats(4, 30),
        open_cases=st.integers(0, 4),
    ),
    max_size=5,
).map(tuple)
flows = st.builds(
    replace,
    st.just(FLOW),
    cases_a_month=st.floats(0, 12),
    sensitive=st.floats(0, 1),
    waiting=st.integers(0, 10),
)


def conserved(run: Run) -> bool:
    return run.came == run.ended + run.in_process + run.still_waiting


@settings(max_examples=12, deadline=None)
@given(team=workers, flow=flows, closed=st.booleans(), seed=st.integers(0, 1000))
def test_whoever_came_has_ended_or_is_worked_with_or_waits(
    team: tuple[Worker, ...], flow: Flow, closed: bool, seed: int
) -> None:
    run = simulate(Service(team, flow, closed), months=9, seed=seed)
    assert conserved(run)
    assert len(run.backlog) == 9
    assert run.idle is None or 0 <= run.idle <= 1


def test_the_same_seed_tells_the_same_and_another_seed_another() -> None:
    service = Service(TEAM, FLOW)
    assert simulate(service, months=18, seed=4) == simulate(service, months=18, seed=4)
    assert simulate(service, months=18, seed=4) != simulate(service, months=18, seed=5)


def test_every_change_meets_the_very_same_cases() -> None:
    came = set()
    for some in combined():
        service = changed(Service(TEAM, FLOW), some, ADVANCED)
        came.add(tuple((case.comes, case.path, case.hours) for case in drawn_cases(service.flow, 18, 7)))
    assert len(came) == 1


@settings(max_examples=6, deadline=None)
@given(flow=flows, seed=st.integers(0, 1000))
def test_one_more_never_makes_people_wait_longer(flow: Flow, seed: int) -> None:
    """By more than a week: who takes which case changes, and with it who is free a little later."""
    more = replace(ADVANCED, open_cases=0)
    before = simulate(Service(TEAM, flow), months=18, seed=seed)
    after = simulate(Service((*TEAM, more), flow), months=18, seed=seed)
    if before.wait is not None and after.wait is not None:
        assert after.wait <= before.wait + 1
    assert after.still_waiting <= before.still_waiting + 2


def test_nobody_comes() -> None:
    run = simulate(
        Service((replace(ADVANCED, open_cases=0),), replace(FLOW, cases_a_month=0, waiting=0)), months=6, seed=1
    )
    assert (run.came, run.wait, run.first_meeting, run.idle) == (0, None, None, 1)


def test_nobody_works() -> None:
    run = simulate(Service((), FLOW), months=6, seed=1)
    assert run.came == run.still_waiting > 0
    assert run.idle is None
    assert run.wait is not None
    assert run.wait > 0


def test_nobody_who_may_lead_a_sensitive_case_takes_one() -> None:
    service = Service((INTERMEDIATE, INTERMEDIATE), replace(FLOW, sensitive=1.0))
    cases = drawn_cases(service.flow, 18, 3)
    assert simulate(service, months=18, seed=3).still_waiting >= sum(case.sensitive for case in cases)


def test_leave_takes_hours_away() -> None:
    away = replace(INTERMEDIATE, leave=((0.0, 40.0),))
    here, gone = (
        simulate(Service((one,), replace(FLOW, cases_a_month=20)), months=12, seed=2) for one in (INTERMEDIATE, away)
    )
    assert gone.ended < here.ended
    assert conserved(gone)


def test_a_worker_without_hours_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="without any hours"):
        Worker(2, 8, 0, 0)


def test_each_change_does_what_its_name_says() -> None:
    busy = Service(TEAM, replace(FLOW, cases_a_month=14))
    by_changes = {one.changes: one for one in play(busy, replace(ADVANCED, open_cases=0), months=12, times=6)}
    assert set(by_changes) == set(combined())
    now = by_changes[()]
    backlog = {some: one.backlog.middle for some, one in by_changes.items() if one.backlog}
    assert backlog[Change.ADVANCED,] < backlog[()] < backlog[Change.HALF,]
    assert backlog[Change.PRISON,] >= backlog[()]
    assert now.wait is not None
    assert now.wait.low <= now.wait.middle <= now.wait.high


def test_what_came_of_it_is_kept_as_it_was() -> None:
    runs = [simulate(Service(TEAM, FLOW), months=6, seed=seed) for seed in range(3)]
    one = outcome((Change.HALF, Change.PRISON), runs)
    assert from_json(to_json(one)) == one
    nothing = outcome((), [simulate(Service((), replace(FLOW, cases_a_month=0, waiting=0)), months=3, seed=1)])
    assert from_json(to_json(nothing)) == nothing
