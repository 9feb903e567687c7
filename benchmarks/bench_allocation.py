"""Plans side by side: how near to the bound, how many cases placed, in how long. Medians over seeds; one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from benchmarks.gen_allocation import generate
from talkingpiece.staffing.allocation.explaining import binding, opens, ranked
from talkingpiece.staffing.allocation.filling import fill, in_turn
from talkingpiece.staffing.allocation.instance import Instance, Terms, distances, problem_of
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Problem, loads, worth
from talkingpiece.staffing.allocation.quietly import quietly
from talkingpiece.staffing.allocation.solving import solve

SIZES = [(50, 20, 10, 10.0), (500, 100, 10, 15.0), (5_000, 600, 1, 115.0)]  # cases, facilitators, seeds, seconds
ENGINES = os.environ.get("TP_ENGINES", "")  # the Python that holds the other tools
Choice = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Done:
    ratio: float
    placed: int
    seconds: float


def nearest_first(problem: Problem, instance: Instance) -> Choice:
    """As a coordinator does it: who has waited longest first, whoever lives nearest."""
    away = distances(instance)
    order = sorted(range(problem.cases), key=lambda case: -instance.cases[case].wait_days)
    return in_turn(problem, order, lambda role, case: -away[case])


def best_score(problem: Problem, instance: Instance) -> Choice:
    cases = instance.cases
    order = sorted(range(problem.cases), key=lambda case: (-cases[case].priority, -cases[case].wait_days))
    return in_turn(problem, order, lambda role, case: problem.scores[role][case])


def by_assignment(problem: Problem, instance: Instance) -> Choice:
    """linear_sum_assignment: as many slots for each facilitator as average cases fit; the co-facilitator afterwards."""
    mean = max(1.0, float(problem.points[LEAD].mean()))
    slots = np.repeat(np.arange(problem.facilitators), np.maximum(1, (problem.room / mean).astype(int)))
    value = np.where(problem.allowed[LEAD], problem.scores[LEAD], -1e6)[:, slots]
    rows, columns = linear_sum_assignment(value, maximize=True)
    wanted = {int(row): int(slots[column]) for row, column in zip(rows, columns, strict=True) if value[row, column] > 0}
    order = sorted(wanted, key=lambda case: -problem.scores[LEAD][case, wanted[case]])

    def liking(role: int, case: int) -> Any:
        if role == LEAD:
            return np.where(np.arange(problem.facilitators) == wanted[case], 1e6, -np.inf)
        return problem.scores[JOIN][case]

    return in_turn(problem, order, liking)


def by_cp_sat(problem: Problem, seconds: float) -> Choice:
    """CP-SAT in a process of its own: it does not agree with us on versions."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "problem.npz", Path(folder) / "choice.npz"
        np.savez(
            given,
            allowed=np.array(problem.allowed),
            scores=np.array(problem.scores),
            points=np.array(problem.points),
            needs_two=problem.needs_two,
            room=problem.room,
            easy=problem.easy_room,
            strain=problem.strain,
            seconds=seconds,
        )
        subprocess.run([ENGINES, str(Path(__file__).with_name("cp_sat.py")), str(given), str(out)], check=True)
        found = np.load(out)
        return found["lead"], found["join"]


def measure_allocation() -> None:
    print("\n\n| cases x facilitators | method | of the bound | placed | seconds |\n|---|---|---|---|---|")
    for cases, people, seeds, seconds in SIZES:
        found: dict[str, list[Done]] = {}
        verified, unplaced, proven, screen = 0, 0, 0, []
        for seed in range(1, seeds + 1):
            instance = Instance.model_validate(generate(cases, people, seed, 1.05))
            problem = problem_of(instance, Terms(instance))
            began = time.perf_counter()
            with quietly():
                plan = solve(problem, seconds=seconds)
            took = time.perf_counter() - began
            proven += plan.proven
            rivals: dict[str, Callable[[], Choice]] = {
                "nearest first": lambda: nearest_first(problem, instance),  # noqa: B023
                "best score, greedy": lambda: best_score(problem, instance),  # noqa: B023
                "linear_sum_assignment": lambda: by_assignment(problem, instance),  # noqa: B023
                "at yesterday's prices": lambda: fill(problem, plan.prices),  # noqa: B023
            }
            if cases <= 500 and ENGINES:
                rivals["CP-SAT"] = lambda: by_cp_sat(problem, seconds)  # noqa: B023
            found.setdefault("ours", []).append(Done(plan.worth / plan.bound, int((plan.lead >= 0).sum()), took))
            for name, rival in rivals.items():
                began = time.perf_counter()
                choice = rival()
                took = time.perf_counter() - began
                assert (loads(problem, *choice) - problem.load <= problem.room).all(), name
                ratio = worth(problem, *choice) / plan.bound
                found.setdefault(name, []).append(Done(ratio, int((choice[0] >= 0).sum()), took))
            carried = loads(problem, plan.lead, plan.join) - problem.load
            for case in np.flatnonzero(plan.lead < 0):
                unplaced += 1
                sets = binding(problem, plan, int(case))
                verified += bool(sets) and all(opens(problem, carried, int(case), one) for one in sets)
            began = time.perf_counter()
            ranked(problem, plan.prices, carried, int(np.flatnonzero(problem.needs_two)[0]), many=20)
            screen.append(time.perf_counter() - began)
        for name, done in found.items():
            ratio, placed, took = (
                statistics.median(getattr(one, field) for one in done) for field in ("ratio", "placed", "seconds")
            )
            print(f"| {cases} x {people} ({seeds} seeds) | {name} | {ratio:.4f} | {placed:.0f} | {took:.3f} |")
        greedy = zip(found["nearest first"], found["best score, greedy"], strict=True)
        best = [max(one.ratio, other.ratio) for one, other in greedy]
        over = statistics.median(a.ratio / b for a, b in zip(found["ours"], best, strict=True))
        slowest = max(one.seconds for one in found["ours"])
        print(
            f"  ours over the best greedy {over:.3f}; proven {proven} of {seeds}; slowest {slowest:.1f} s; unplaced "
            f"{unplaced}, with a verified reason {verified}; ranking one case {1000 * statistics.median(screen):.1f} ms"
        )
