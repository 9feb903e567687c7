"""The best joint plan: it breaks no rule, nothing is better, and whoever is left knows why."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkingpiece.staffing.allocation.explaining import CAPACITY, binding, opens, ranked
from talkingpiece.staffing.allocation.files import allocate
from talkingpiece.staffing.allocation.filling import fill
from talkingpiece.staffing.allocation.instance import Instance, Terms, problem_of
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Problem, loads, worth
from talkingpiece.staffing.allocation.solving import solve
from tests.staffing.instances import instances

SECONDS = 20.0


def problem(instance: Instance) -> Problem:
    return problem_of(instance, Terms(instance))


def choices(given_problem: Problem, case: int) -> list[tuple[int, int]]:
    """Every way to place a case, and to leave it."""
    leads = np.flatnonzero(given_problem.allowed[LEAD][case])
    if not given_problem.needs_two[case]:
        return [(-1, -1), *((int(one), -1) for one in leads)]
    joins = np.flatnonzero(given_problem.allowed[JOIN][case])
    return [(-1, -1), *((int(a), int(b)) for a, b in itertools.product(leads, joins) if a != b)]


def best_by_trying_all(given_problem: Problem) -> float:
    best = 0.0
    for plan in itertools.product(*(choices(given_problem, case) for case in range(given_problem.cases))):
        lead = np.array([one for one, _two in plan], np.int64)
        join = np.array([two for _one, two in plan], np.int64)
        if (loads(given_problem, lead, join) - given_problem.load <= given_problem.room).all():
            best = max(best, worth(given_problem, lead, join))
    return best


@settings(max_examples=60, deadline=None)
@given(instances())
def test_nothing_is_better_and_the_bound_holds(instance: Instance) -> None:
    found = problem(instance)
    plan = solve(found, seconds=SECONDS)
    assert plan.worth == pytest.approx(best_by_trying_all(found))
    assert plan.bound >= plan.worth - 1e-6
    assert plan.proven


@settings(max_examples=60, deadline=None)
@given(instances(cases=8, facilitators=6))
def test_no_rule_is_broken(instance: Instance) -> None:
    found = problem(instance)
    plan = solve(found, seconds=SECONDS)
    for case, (lead, join) in enumerate(zip(plan.lead, plan.join, strict=True)):
        assert (join >= 0) == (lead >= 0 and bool(found.needs_two[case]))
        if lead >= 0:
            assert found.allowed[LEAD][case, lead]
            assert lead != join
        if join >= 0:
            assert found.allowed[JOIN][case, join]
    assert (loads(found, plan.lead, plan.join) - found.load <= found.room).all()
    assert worth(found, plan.lead, plan.join) == plan.worth


@settings(max_examples=80, deadline=None)
@given(instances(cases=8, facilitators=6))
def test_whoever_is_left_over_is_told_what_binds_and_it_is_true(instance: Instance) -> None:
    found = problem(instance)
    plan = solve(found, seconds=SECONDS)
    carried = loads(found, plan.lead, plan.join) - found.load
    for case in np.flatnonzero(plan.lead < 0):
        assert not opens(found, carried, int(case), ()), "somebody could have taken it"
        sets = binding(found, plan, int(case))
        for relaxed in sets:
            assert opens(found, carried, int(case), relaxed)
            for fewer in itertools.combinations(relaxed, len(relaxed) - 1):
                assert not opens(found, carried, int(case), fewer), "each of them is needed"
        enough = found.facilitators >= 1 + int(found.needs_two[case])
        assert sets or not enough or not opens_with_three(found, carried, int(case))


def opens_with_three(found: Problem, carried: Any, case: int) -> bool:
    rules = [*found.forbids[LEAD], *found.forbids[JOIN], CAPACITY]
    return any(opens(found, carried, case, some) for some in itertools.combinations(dict.fromkeys(rules), 3))


@settings(max_examples=60, deadline=None)
@given(instances(cases=6, facilitators=6), st.data())
def test_the_ranking_for_one_case_holds_everybody_who_could_and_nobody_else(
    instance: Instance, data: st.DataObject
) -> None:
    found = problem(instance)
    if not found.cases:
        return
    case = data.draw(st.integers(0, found.cases - 1))
    pairs = ranked(found, np.zeros(found.facilitators), np.zeros(found.facilitators, np.int64), case)
    fits = {
        (lead, join)
        for lead, join in choices(found, case)
        if lead >= 0
        and found.points[LEAD][case] <= found.room[lead]
        and (join < 0 or found.points[JOIN][case] <= found.room[join])
    }
    assert {(pair.lead, pair.join) for pair in pairs} == fits
    assert [pair.net for pair in pairs] == sorted((pair.net for pair in pairs), reverse=True)


@settings(max_examples=40, deadline=None)
@given(instances(cases=8, facilitators=6))
def test_with_no_time_at_all_there_is_a_plan_that_breaks_no_rule(instance: Instance) -> None:
    found = problem(instance)
    plan = solve(found, seconds=0.0)
    assert (loads(found, plan.lead, plan.join) - found.load <= found.room).all()
    assert plan.bound >= plan.worth - 1e-6


@settings(max_examples=30, deadline=None)
@given(instances(cases=6, facilitators=5))
def test_one_after_the_other_never_beats_the_joint_plan(instance: Instance) -> None:
    found = problem(instance)
    one_by_one = fill(found, np.zeros(found.facilitators))
    assert worth(found, *one_by_one) <= solve(found, seconds=SECONDS).worth


SERVICE = {
    "facilitators": [
        {"id": 7, "level": 3, "acc": ["youth"], "langs": ["english"], "gender": "F", "xy": [0, 0], "max_km": 30,
         "capacity": 4, "knows": [99]},
        {"id": 8, "level": 1, "langs": ["english"], "gender": "M", "xy": [3, 4], "max_km": 30, "capacity": 4},
    ],
    "cases": [
        {"id": "a", "points": 2, "min_level": 2, "co": True, "xy": [0, 0], "prior": 7, "priority": 1, "wait_days": 10},
        {"id": "b", "points": 2, "min_level": 3, "acc": "homicide", "xy": [0, 0]},
        {"id": "c", "points": 1, "min_level": 1, "xy": [500, 0]},
    ],
}  # fmt: skip


def test_each_line_says_why() -> None:
    found = allocate(Instance.model_validate(SERVICE), seconds=5)
    a, b, c = found["cases"]
    assert (a["case"], a["lead"], a["co"]) == ("a", 7, 8)
    assert {"lead: priority +150", "lead: continuity +200", "lead: seniority -35", "co: learning +40"} <= set(
        a["reasons"]
    )
    assert (b["lead"], b["reasons"]) == (None, ["accreditation"])
    assert (c["lead"], c["reasons"]) == (None, ["travel"])
    assert found["objective"] == found["bound"] == 400 + 150 + 10 + 200 - 35 + 120 - 7 + 40


def run(*argv: str) -> subprocess.CompletedProcess[str]:
    """As a stranger would: with nothing set up."""
    command = [sys.executable, "-m", "talkingpiece", "allocate", *argv]
    root = str(Path(__file__).parents[2])
    return subprocess.run(command, env={"PYTHONPATH": root, "PATH": ""}, capture_output=True, text=True, check=False)


def test_the_command_needs_no_database_and_no_service(tmp_path: Path) -> None:
    given_file, out = tmp_path / "I.json", tmp_path / "S.json"
    given_file.write_text(json.dumps(SERVICE))
    done = run("--instance", str(given_file), "--out", str(out), "--time-limit", "5")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 of 3 cases placed")
    assert set(json.loads(out.read_text())) >= {"objective", "bound", "seconds", "cases"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "the file: Invalid JSON"),
        ('{"cases": []}', "facilitators: Field required"),
        ('{"cases": [{"id": 1}], "facilitators": []}', "cases.0.points: Field required"),
        (json.dumps(SERVICE | {"cases": SERVICE["cases"] * 2}), "a case stands there twice"),
    ],
)
def test_a_file_that_is_wrong_is_told_where(tmp_path: Path, text: str, told: str) -> None:
    given_file, out = tmp_path / "I.json", tmp_path / "S.json"
    given_file.write_text(text)
    done = run("--instance", str(given_file), "--out", str(out))
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
