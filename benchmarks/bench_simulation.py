"""`./dev bench simulation`: seconds that eighteen months take, thirty times, for a small and a large service."""

from __future__ import annotations

import time

from talkingpiece.staffing.capacity.scenarios import MONTHS, TIMES, combined, play
from talkingpiece.staffing.capacity.simulation import Flow, Path, Service, Worker, simulate

MOST_SECONDS = 20.0
FLOW = Flow(
    cases_a_month=26,
    sensitive=0.3,
    paths={Path.TALKING: 0.62, Path.INDIRECT: 0.25, Path.DIRECT: 0.1, Path.CIRCLE: 0.03},
    hours={Path.TALKING: 5, Path.INDIRECT: 12.5, Path.DIRECT: 25, Path.CIRCLE: 30},
    sensitive_hours=60,
    weeks={Path.TALKING: 9, Path.INDIRECT: 26, Path.DIRECT: 26, Path.CIRCLE: 26},
    sensitive_weeks=52,
    in_closed_prison=0.3,
)


def team(times: int) -> tuple[Worker, ...]:
    advanced, intermediate, beginner = Worker(3, 16, 4, 25.0), Worker(2, 16, 0, 25.0), Worker(1, 8, 0, 12.5)
    return (advanced, advanced, advanced, intermediate, intermediate, beginner) * times


def measure_simulation() -> None:
    print("\n\n| service | cases a month | one scenario | all that are shown | scenarios |\n|---|---|---|---|---|")
    for name, times in (("one area", 1), ("four areas together", 4)):
        flow = Flow(**{**FLOW.__dict__, "cases_a_month": FLOW.cases_a_month * times})
        service = Service(team(times), flow)
        began = time.perf_counter()
        for number in range(TIMES):
            simulate(service, months=MONTHS, seed=number)
        one = time.perf_counter() - began
        began = time.perf_counter()
        play(service, Worker(3, 16, 4, 25.0))
        everything = time.perf_counter() - began
        print(f"| {name} | {flow.cases_a_month:g} | {one:.2f} s | {everything:.2f} s | {len(combined())} |", flush=True)
        assert one < MOST_SECONDS, f"{name}: {one:.1f} seconds"
