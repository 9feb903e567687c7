"""Which training would open which waiting cases: verified on the plan, not guessed from a list."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from talkingpiece.staffing.allocation.explaining import opens
from talkingpiece.staffing.allocation.instance import Instance, Terms, problem_of
from talkingpiece.staffing.allocation.problem import Problem, loads
from talkingpiece.staffing.allocation.solving import solve
from talkingpiece.staffing.capacity.learning import lessons
from tests.staffing.instances import instances


def problem(level: list[list[bool]], conflict: list[list[bool]], *, capacity: list[int]) -> Problem:
    shape = (len(level), len(capacity))
    worthy = np.full(shape, 400, np.int64)
    rules = {"level": np.array(level, bool), "conflict": np.array(conflict, bool)}
    ones = np.ones(shape[0], np.int64)
    return Problem(
        forbids=(rules, {}),
        scores=(worthy, worthy),
        points=(ones, ones),
        needs_two=np.zeros(shape[0], bool),
        capacity=np.array(capacity, np.int64),
        load=np.zeros(shape[1], np.int64),
        ease=1.0,
    )


YES, NO = True, False


def test_whoever_could_take_most_learns_first() -> None:
    """Two cases are above everybody's level; the first worker knows somebody in one of them."""
    both = problem([[YES, YES], [YES, YES]], [[YES, NO], [NO, NO]], capacity=[2, 2])
    found = lessons(both, solve(both, seconds=1), {"level": (0, 1)})
    assert [(one.who, one.opens, one.takes) for one in found] == [(1, (0, 1), (0, 1)), (0, (1,), (1,))]
    assert found[0].gain == 800


def test_one_free_place_takes_one_of_two() -> None:
    tight = problem([[YES], [YES]], [[NO], [NO]], capacity=[1])
    (one,) = lessons(tight, solve(tight, seconds=1), {"level": (0,)})
    assert (one.opens, len(one.takes)) == ((0, 1), 1)


def test_what_nobody_can_be_taught_opens_nothing() -> None:
    shut = problem([[NO]], [[YES]], capacity=[2])
    assert lessons(shut, solve(shut, seconds=1), {"level": (0,)}) == []
    assert lessons(shut, solve(shut, seconds=1), {}) == []


def test_nothing_waits() -> None:
    easy = problem([[NO]], [[NO]], capacity=[2])
    assert lessons(easy, solve(easy, seconds=1), {"level": (0,)}) == []


@settings(max_examples=15, deadline=None)
@given(instances())
def test_every_lesson_opens_what_it_says(instance: Instance) -> None:
    given_problem = problem_of(instance, Terms(instance))
    plan = solve(given_problem, seconds=1)
    carried = loads(given_problem, plan.lead, plan.join) - given_problem.load
    teachable = {rule: range(given_problem.facilitators) for rule in ("level", "accreditation")}
    for one in lessons(given_problem, plan, teachable):
        assert set(one.takes) <= set(one.opens)
        assert one.gain >= 0
        for case in one.opens:
            assert plan.lead[case] < 0
            assert not opens(given_problem, carried, case, ())
            assert opens(given_problem, carried, case, (one.rule,))
