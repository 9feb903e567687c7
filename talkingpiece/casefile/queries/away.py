"""What falls into somebody's leave, and what happened in their cases while they were away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import names_of
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.queries.desk import Desk
from talkingpiece.casefile.queries.promises import Promised
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Contact, Visit
from talkingpiece.engagement.queries import due_contacts, visits_ahead
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import ahead, with_people

SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Meanwhile:
    case: Case
    people: tuple[str, ...]
    entries: int
    last_at: datetime


def midnight_of(leave: Leave) -> tuple[datetime, datetime]:
    """From the morning of the first day away to the morning of the first day back, or to the moment it was ended."""
    start, back = (timezone.make_aware(datetime.combine(day, time())) for day in (leave.starts_on, leave.ends_on))
    return start, min(back, leave.ended_at) if leave.ended_at else back


def worked_on_meanwhile(user: User, cases: Iterable[Case], at: datetime) -> list[Meanwhile]:
    """In leaves that were over within the last week. Two queries, however many cases."""
    today = timezone.localdate(at)
    recent = Q(ended_at__isnull=True, ends_on__lte=today, ends_on__gt=today - SHOWN_FOR)
    early = Q(ended_at__lte=at, ended_at__gt=at - SHOWN_FOR)
    leaves = list(Leave.objects.filter(recent | early, user=user, starts_on__lte=today))
    wanted = {case.pk: case for case in cases}
    if not leaves or not wanted:
        return []
    periods = Q(pk__in=[])
    for leave in leaves:
        start, end = midnight_of(leave)
        periods |= Q(recorded_at__gte=start, recorded_at__lt=end)
    found = Event.objects.filter(periods, case_id__in=wanted, kind=Kind.ACT).exclude(actor_id=user.pk)
    return _by_case(list(found.values_list("case_id", "actor_id", "recorded_at").order_by("recorded_at")), wanted)


def _by_case(rows: list[tuple[UUID | None, UUID | None, datetime]], cases: dict[UUID, Case]) -> list[Meanwhile]:
    names = names_of({actor for _case, actor, _at in rows if actor})
    by_case: dict[UUID, list[tuple[UUID | None, datetime]]] = defaultdict(list)
    for case_id, actor, at in rows:
        if case_id is not None:
            by_case[case_id].append((actor, at))
    return [
        Meanwhile(
            cases[pk],
            tuple(dict.fromkeys(names[actor] for actor, _at in entries if actor in names)),
            len(entries),
            entries[-1][1],
        )
        for pk, entries in by_case.items()
    ]


@dataclass(frozen=True)
class DuringLeave:
    """What falls into it, the first due first. `cases`: those that are opened to whoever stands in."""

    cases: frozenset[UUID]
    balls: list[Ball]
    tries: list[Contact]
    promises: list[Promised]
    visits: list[Visit]
    meetings: list[Meeting]


def during(leave: Leave, at: datetime) -> DuringLeave:
    """Whatever is late already falls into it as well."""
    desk = Desk(leave.user, at, only_in=leave.area_id)
    _start, end = midnight_of(leave)
    mine = Ball.objects.filter(user=leave.user, area=leave.area, holder=Holder.USER, closed_at__isnull=True)
    balls = mine.filter(Q(due_at__isnull=True) | Q(due_at__lt=end), case__isnull=False).select_related("case__victim")
    meetings = ahead([leave.area_id]).filter(Q(lead=leave.user) | Q(co_facilitator=leave.user), starts_at__lt=end)
    return DuringLeave(
        cases=frozenset(desk.cases),
        balls=list(balls.order_by("due_at", "since")),
        tries=[row for row in due_contacts(leave.user) if row.next_at is not None and row.next_at < end],
        promises=[one for one in desk.promises if leave.user_id in one.users and one.due < end],
        visits=[row for row in visits_ahead(leave.user) if row.planned_at < end],
        meetings=list(with_people(meetings.filter(starts_at__gte=at)).order_by("starts_at")),
    )
