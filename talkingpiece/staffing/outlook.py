"""An area as it stands today, as what the next months are played through with; and which of it is the area's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import Leave
from talkingpiece.accounts.queries import leaves_of
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_section
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, Ending
from talkingpiece.cases.states import ClosureReason, Complexity
from talkingpiece.staffing.capacity.figures import Need
from talkingpiece.staffing.capacity.need import Values, values
from talkingpiece.staffing.capacity.profile import Capacity
from talkingpiece.staffing.capacity.simulation import WEEKS_A_MONTH, Flow, Path, Service, Worker
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import LEVELS, Staffing
from talkingpiece.staffing.queries import Available, facilitators

# Fewer than these say little; then the number of the page of staff is taken.
ENOUGH_CAME = 12
ENOUGH_ENDED = 20
_PATHS = {
    ClosureReason.COMPLETED_DIRECT.value: Path.DIRECT,
    ClosureReason.COMPLETED_INDIRECT.value: Path.INDIRECT,
    ClosureReason.COMPLETED_CIRCLE.value: Path.CIRCLE,
}


@dataclass(frozen=True)
class GroundOf:
    """One number it stands on. `of`: how many of the area's own cases it was counted from; 0: it is reckoned from the
    numbers of the page of staff."""

    key: str
    value: float
    of: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Today:
    service: Service
    newcomer: Worker
    grounds: tuple[GroundOf, ...]


def today_of(area: Area, at: datetime) -> Today:
    section = current_section(area.pk, Capacity)
    v = values(section.figures(), Need.BASE)
    flow, grounds = _flow(area.pk, v, at)
    staff = facilitators(area.pk, at)
    workers = _workers(area.pk, staff, v, at)
    weekly = v["productive"] / 52
    newcomer = Worker(len(LEVELS), int(v["caseload"]), int(v["complex_most"]), weekly)
    grounds += [
        GroundOf("facilitators", len(workers), len(staff)),
        GroundOf("waiting", flow.waiting, flow.waiting),
        GroundOf("carried", sum(one.open_cases for one in workers), len(staff)),
    ]
    return Today(Service(workers, flow), newcomer, tuple(grounds))


def _flow(area_id: UUID, v: Values, at: datetime) -> tuple[Flow, list[GroundOf]]:
    came = Case.objects.filter(area_id=area_id, opened_at__gt=at - timedelta(days=365), opened_at__lte=at).count()
    a_month = GroundOf("cases_a_month", v["referrals"] * v["spoken"] / 12)
    if came >= ENOUGH_CAME:
        a_month = GroundOf("cases_a_month", came / 12, came)
    ended = Ending.objects.standing().filter(
        area_id=area_id, reopened_at__isnull=True, happened_at__gt=at - timedelta(days=730), happened_at__lte=at
    )
    rows = list(ended.values_list("reason", "case__complexity"))
    exchanged = [complexity for reason, complexity in rows if reason in _PATHS]
    paths, counted = _paths(rows, v)
    sensitive = GroundOf("sensitive", v["sensitive"])
    if len(exchanged) >= ENOUGH_ENDED:
        own = sum(one == Complexity.SENSITIVE for one in exchanged) / len(exchanged)
        sensitive = GroundOf("sensitive", own, len(exchanged))
    waiting = Ball.objects.filter(area_id=area_id, closed_at__isnull=True, what=What.ALLOCATE).count()
    month = WEEKS_A_MONTH
    standard, more = v["months_standard"] * month, 1 + v["travel"]
    flow = Flow(
        cases_a_month=a_month.value,
        sensitive=sensitive.value,
        paths=paths,
        hours={
            Path.TALKING: v["talking"] * more,
            Path.INDIRECT: v["hours_indirect"] * more,
            Path.DIRECT: v["hours_direct"] * more,
            Path.CIRCLE: v["hours_circle"] * more,
        },
        sensitive_hours=v["hours_sensitive"] * more,
        weeks={
            Path.TALKING: v["months_talking"] * month,
            Path.INDIRECT: standard,
            Path.DIRECT: standard,
            Path.CIRCLE: standard,
        },
        sensitive_weeks=v["months_sensitive"] * month,
        lead_share=v["lead_share"],
        first_meeting_weeks=v["months_first"] * month,
        in_closed_prison=v["one_prison"],
        closed_for=v["months_closed"] * month,
        waiting=waiting,
    )
    shares = [GroundOf(f"path_{path}", share, counted) for path, share in paths.items()]
    return flow, [a_month, sensitive, *shares]


def _paths(rows: Iterable[tuple[str, str]], v: Values) -> tuple[dict[Path, float], int]:
    """Of the cases in which a worker spoke with somebody: which way they go."""
    found = Counter(_PATHS.get(reason, Path.TALKING) for reason, _complexity in rows)
    many = sum(found.values())
    if many >= ENOUGH_ENDED:
        return {path: found[path] / many for path in Path}, many
    spoken = v["spoken"] or 1
    paths = {path: v[path] / spoken for path in (Path.INDIRECT, Path.DIRECT, Path.CIRCLE)}
    return {Path.TALKING: max(0.0, 1 - sum(paths.values())), **paths}, 0


def _workers(area_id: UUID, staff: Iterable[Available], v: Values, at: datetime) -> tuple[Worker, ...]:
    """Whoever takes cases; a full-time one works all of the hours, another in proportion to what they carry."""
    policy = current_section(area_id, Staffing)
    able = [one for one in staff if one.facilitator.taking_cases and one.facilitator.capacity]
    away: dict[UUID, list[Leave]] = {}
    for leave in leaves_of([one.facilitator.user_id for one in able], area_id, timezone.localdate(at)):
        away.setdefault(leave.user_id, []).append(leave)
    return tuple(_worker(one, policy, v, away.get(one.facilitator.user_id, []), at) for one in able)


def _worker(one: Available, policy: Staffing, v: Values, leaves: Iterable[Leave], at: datetime) -> Worker:
    capacity, level = one.facilitator.capacity, Level(one.facilitator.level)
    fit = capacity // policy.points[Complexity.SENSITIVE]
    today = timezone.localdate(at)
    return Worker(
        level=LEVELS.index(level) + 1,
        slots=capacity,
        complex_slots=max(1, min(fit, int(v["complex_most"]))) if level == LEVELS[-1] else 0,
        weekly_hours=v["productive"] / 52 * min(1.0, capacity / v["caseload"]),
        open_cases=one.open_cases,
        leave=tuple(
            (max(0.0, (leave.starts_on - today).days / 7), (leave.ends_on - today).days / 7) for leave in leaves
        ),
    )
