"""When supervision, observed practice and learning are kept up, run out soon, or have run out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from talkingpiece.staffing.clocks import Clock, Kept, KeptUp, Learnt, Standing, clocks, run_out
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.practice import Learning, Practice

TODAY = date(2026, 6, 15)
POLICY = Practice()


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def one(kept: Kept, policy: Practice = POLICY, **facts: object) -> Clock:
    known: dict[str, object] = {"level": Level.INTERMEDIATE, "supervision_due_on": days(60), "since": date(2020, 1, 1)}
    found = clocks(KeptUp(**{**known, **facts}), policy, TODAY)  # type: ignore[arg-type]
    return next(clock for clock in found if clock.kept == kept)


@pytest.mark.parametrize(
    ("due", "standing"),
    [(60, Standing.FINE), (28, Standing.FINE), (27, Standing.SOON), (0, Standing.SOON), (-1, Standing.OVERDUE)],
)
def test_supervision_warns_and_then_runs_out(due: int, standing: Standing) -> None:
    found = one(Kept.SUPERVISION, supervision_due_on=days(due))
    assert (found.standing, found.due_on) == (standing, days(due))


def test_nobody_knows_the_next_supervision() -> None:
    assert one(Kept.SUPERVISION, supervision_due_on=None).standing == Standing.OVERDUE


def test_an_observed_practice_holds_for_a_year() -> None:
    seen = one(Kept.OBSERVED, observed=(days(-30),))
    assert (seen.standing, seen.have, seen.need) == (Standing.FINE, 1, 1)
    assert one(Kept.OBSERVED, observed=(days(-350),)).standing == Standing.SOON
    late = one(Kept.OBSERVED, observed=(days(-370),))
    assert (late.standing, late.have) == (Standing.OVERDUE, 0)


def test_nobody_is_late_in_their_first_year() -> None:
    new: dict[str, object] = {"since": days(-30)}
    assert one(Kept.OBSERVED, POLICY, **new).standing == Standing.FINE
    assert one(Kept.LEARNING, POLICY, **new).standing == Standing.FINE
    assert one(Kept.OBSERVED).standing == one(Kept.LEARNING).standing == Standing.OVERDUE


def test_an_area_may_ask_for_more_observed_practice() -> None:
    two = Practice(observed_a_year=2)
    assert one(Kept.OBSERVED, two, observed=(days(-30),)).standing == Standing.OVERDUE
    found = one(Kept.OBSERVED, two, observed=(days(-30), days(-340)))
    assert (found.standing, found.due_on) == (Standing.SOON, days(25))


def test_what_lies_ahead_is_not_counted() -> None:
    assert one(Kept.OBSERVED, observed=(days(3),)).standing == Standing.OVERDUE
    assert one(Kept.LEARNING, learnt=(Learnt(days(3), 40),)).have == 0


@pytest.mark.parametrize(("level", "need"), [(Level.FOUNDATION, 6), (Level.INTERMEDIATE, 12), (Level.ADVANCED, 16)])
def test_hours_of_learning_by_level(level: Level, need: float) -> None:
    enough = one(Kept.LEARNING, level=level, learnt=(Learnt(days(-10), need),))
    assert (enough.standing, enough.have, enough.need) == (Standing.FINE, need, need)
    short = one(Kept.LEARNING, level=level, learnt=(Learnt(days(-10), need - 0.5),))
    assert short.standing == Standing.OVERDUE


def test_hours_fall_away_after_a_year_and_the_clock_says_when() -> None:
    found = one(Kept.LEARNING, learnt=(Learnt(days(-350), 8), Learnt(days(-100), 8)))
    assert (found.standing, found.due_on, found.have) == (Standing.SOON, days(15), 16)
    more = one(Kept.LEARNING, learnt=(Learnt(days(-350), 8), Learnt(days(-100), 8), Learnt(days(-5), 4)))
    assert (more.standing, more.due_on) == (Standing.FINE, days(265))


def test_what_an_area_does_not_ask_for_has_no_clock() -> None:
    policy = Practice(observed_a_year=0, learning=(Learning(level=Level.ADVANCED, hours=16),))
    found = clocks(KeptUp(Level.FOUNDATION, days(60), since=date(2020, 1, 1)), policy, TODAY)
    assert [clock.kept for clock in found] == [Kept.SUPERVISION]


def test_before_anybody_kept_a_year_only_supervision_is_asked() -> None:
    found = clocks(KeptUp(Level.ADVANCED, days(60)), POLICY, TODAY)
    assert [clock.kept for clock in found] == [Kept.SUPERVISION]


def test_only_what_has_run_out_refuses() -> None:
    found = clocks(KeptUp(Level.ADVANCED, days(5), since=date(2020, 1, 1), observed=(days(-30),)), POLICY, TODAY)
    assert [clock.kept for clock in run_out(found)] == [Kept.LEARNING]


def test_the_29th_of_february() -> None:
    found = clocks(
        KeptUp(Level.ADVANCED, date(2025, 3, 1), since=date(2020, 1, 1), observed=(date(2024, 2, 29),)),
        POLICY,
        date(2025, 2, 28),
    )
    assert found[1].due_on == date(2025, 2, 28)
