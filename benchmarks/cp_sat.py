"""A plan by CP-SAT: a program of its own, in the environment of the tools that ours are measured beside."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

LEAD, JOIN = 0, 1


def main(given: str, out: str) -> None:
    problem = np.load(given)
    allowed, scores, points = problem["allowed"], problem["scores"], problem["points"]
    cases, people = allowed.shape[1:]
    model = cp_model.CpModel()
    taken: list[dict[tuple[int, int], Any]] = [{}, {}]
    by_case: list[list[list[Any]]] = [[[] for _case in range(cases)] for _role in (LEAD, JOIN)]
    load: list[list[Any]] = [[] for _one in range(people)]
    worths: list[Any] = []
    for role in (LEAD, JOIN):
        for case, who in np.argwhere(allowed[role]).tolist():
            chosen = model.new_bool_var("")
            taken[role][case, who] = chosen
            by_case[role][case].append(chosen)
            load[who].append(int(points[role, case]) * chosen)
            worths.append(int(scores[role, case, who]) * chosen)
            if role == JOIN and (case, who) in taken[LEAD]:
                model.add_at_most_one(chosen, taken[LEAD][case, who])
    for case in range(cases):
        model.add_at_most_one(by_case[LEAD][case])
        if problem["needs_two"][case]:
            model.add(sum(by_case[JOIN][case]) == sum(by_case[LEAD][case]))
    for who in range(people):
        easy = int(problem["easy"][who])
        over = model.new_int_var(0, int(problem["room"][who]) - easy, "")
        model.add(sum(load[who]) - over <= easy)
        worths.append(-int(problem["strain"]) * over)
    model.maximize(sum(worths))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(problem["seconds"])
    chosen_of = np.full((2, cases), -1, np.int64)
    if solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        for role in (LEAD, JOIN):
            for (case, who), chosen in taken[role].items():
                if solver.value(chosen):
                    chosen_of[role, case] = who
    np.savez(out, lead=chosen_of[LEAD], join=chosen_of[JOIN])


if __name__ == "__main__":
    main(*sys.argv[1:])
