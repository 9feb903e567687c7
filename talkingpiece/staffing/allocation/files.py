"""From a file with an instance to a file with its plan. Needs no database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from talkingpiece.staffing.allocation.explaining import binding
from talkingpiece.staffing.allocation.instance import Instance, Terms, problem_of
from talkingpiece.staffing.allocation.problem import Plan, Problem
from talkingpiece.staffing.allocation.solving import solve

# Of a hundred seconds, how many are left for saying why and for writing it down.
_AFTERWARDS = 0.03


class BadInstance(ValueError):
    """What is wrong with the file, and where."""


def read_instance(path: Path) -> Instance:
    """Raises BadInstance."""
    try:
        instance = Instance.model_validate_json(path.read_bytes())
    except OSError as missing:
        raise BadInstance(f"{path}: {missing.strerror}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInstance(f"{path}: {place or 'the file'}: {first['msg']} ({wrong.error_count()} in all)") from None
    for name, ids in (("case", [c.id for c in instance.cases]), ("facilitator", [f.id for f in instance.facilitators])):
        if len(set(ids)) != len(ids):
            raise BadInstance(f"{path}: a {name} stands there twice")
    return instance


def allocate(instance: Instance, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> dict[str, Any]:
    """The plan as `objective`, `bound`, `seconds` and one line for each case, with what speaks for it; for a case that
    nobody takes the rules that bind it (`reasons`, relaxed together they open it) and other sets that would do as well.
    """
    began = clock()
    terms = Terms(instance)
    problem = problem_of(instance, terms)
    left = seconds * (1 - _AFTERWARDS) - (clock() - began)
    plan = solve(problem, seconds=max(0.0, left))
    cases = [_line(instance, terms, problem, plan, at) for at in range(problem.cases)]
    return {
        "objective": plan.worth,
        "bound": round(plan.bound, 3),
        "proven": plan.proven,
        "seconds": round(clock() - began, 3),
        "cases": cases,
    }


def _line(instance: Instance, terms: Terms, problem: Problem, plan: Plan, at: int) -> dict[str, Any]:
    lead, join = int(plan.lead[at]), int(plan.join[at])
    ids = instance.facilitators
    if lead < 0:
        found = binding(problem, plan, at)
        return {
            "case": instance.cases[at].id,
            "lead": None,
            "co": None,
            "reasons": list(found[0]) if found else [],
            "alternatives": [list(one) for one in found[1:]],
        }
    why = [f"lead: {name} {int(term[at, lead]):+d}" for name, term in terms.lead.items() if term[at, lead]]
    if join >= 0:
        why += [f"co: {name} {int(term[at, join]):+d}" for name, term in terms.join.items() if term[at, join]]
    co = ids[join].id if join >= 0 else None
    return {"case": instance.cases[at].id, "lead": ids[lead].id, "co": co, "reasons": why}


def write(found: dict[str, Any], path: Path) -> None:
    """Whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(found, separators=(",", ":")) + "\n")
    part.replace(path)
