"""What the service knows already, as far as the rows of a list touch it. The number of queries does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Agency
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import cases_with
from talkingpiece.people import tokens
from talkingpiece.people.queries import Alike, people_like_each, same_people
from talkingpiece.people.states import Channel
from talkingpiece.people.tokens import Token
from talkingpiece.protection.tokens import token
from talkingpiece.records.checking import Candidate, Known, Worker
from talkingpiece.records.lines import Line
from talkingpiece.records.models import BroughtRow
from talkingpiece.staffing.queries import conflicts

_Side = tuple[str, int]  # "victim" or "offender", and the row


def mark_of(area_id: UUID, line: Line) -> bytes:
    """By which a row is known again: their own reference, and the offender. Nobody can read it back."""
    return token(area_id, "list_row", f"{line.own_reference}|{line.offender_words}")


def known_to(area_id: UUID, lines: Sequence[Line], *, by: User, at: datetime) -> Known:
    brought = _brought(area_id, lines)
    alike = people_like_each(area_id, _wanted(area_id, [line for line in lines if line.number not in brought]))
    candidates = _candidates(alike)
    workers = _workers(area_id, at)
    people = {one.person_id for found in candidates.values() for one in found}
    knowing = conflicts([by.pk, *(one.user_id for one in workers)], people)
    return Known(
        on=timezone.localdate(at),
        bringer=_worker(by),
        workers=tuple(workers),
        managers=tuple(map(_worker, people_with_role(area_id, Role.OFFENDER_MANAGER, at))),
        agencies=tuple(Agency.objects.order_by("name").values_list("pk", "name")),
        brought=brought,
        victims={row: found for (side, row), found in candidates.items() if side == "victim" and found},
        offenders={row: found for (side, row), found in candidates.items() if side == "offender" and found},
        conflicts=frozenset((user, person) for user, known in knowing.items() for person in known),
    )


def _worker(user: User) -> Worker:
    return Worker(user.pk, user.email, user.name)


def _workers(area_id: UUID, at: datetime) -> list[Worker]:
    """Whoever may work on cases of the area now."""
    working = [role for role, rule in ROLES.items() if Act.CASE_WORK in rule.acts]
    found = {user.pk: _worker(user) for role in working for user in people_with_role(area_id, role, at)}
    return list(found.values())


def _brought(area_id: UUID, lines: Iterable[Line]) -> Mapping[int, str]:
    marks = {mark_of(area_id, line): line.number for line in lines if line.own_reference}
    found = BroughtRow.objects.filter(area_id=area_id, mark__in=marks)
    return {marks[bytes(mark)]: ref for mark, ref in found.values_list("mark", "case__reference")}


def _wanted(area_id: UUID, lines: Iterable[Line]) -> dict[_Side, set[Token]]:
    wanted: dict[_Side, set[Token]] = {}
    for line in lines:
        wanted["victim", line.number] = tokens.all_of(
            area_id,
            names=[line.called, line.text("full_name")],
            birth_date=_iso(line, "birth_date"),
            ways=_ways(line),
        )
        if line.text("offender"):
            wanted["offender", line.number] = tokens.all_of(
                area_id, names=[line.text("offender")], birth_date=_iso(line, "offender_birth_date")
            )
    return wanted


def _iso(line: Line, key: str) -> str:
    day = line.day(key)
    return day.isoformat() if day else ""


def _ways(line: Line) -> list[tuple[str, str]]:
    given = ((Channel.CALL, line.text("phone")), (Channel.EMAIL, line.text("email")))
    return [(channel, value) for channel, value in given if value]


def _candidates(alike: Mapping[_Side, Sequence[Alike]]) -> dict[_Side, tuple[Candidate, ...]]:
    """Only those of the same side: a record of the other side is never joined here, nor hinted at."""
    records = same_people(one.person.pk for found in alike.values() for one in found)
    as_victim: dict[UUID, list[Case]] = {}
    as_offender: dict[UUID, list[Case]] = {}
    cases = list(cases_with(records).distinct().prefetch_related("responsibles").order_by("-opened_at"))
    for person, group in records.items():
        as_victim[person] = [case for case in cases if case.victim_id in group]
        as_offender[person] = [case for case in cases if any(r.person_id in group for r in case.responsibles.all())]
    found: dict[_Side, tuple[Candidate, ...]] = {}
    for (side, row), people in alike.items():
        own, other = (as_victim, as_offender) if side == "victim" else (as_offender, as_victim)
        found[side, row] = tuple(
            _candidate(one, own[one.person.pk], asks_open=side == "victim")
            for one in people
            if not other[one.person.pk]
        )
    return found


def _candidate(alike: Alike, cases: Sequence[Case], *, asks_open: bool) -> Candidate:
    running = next((case.reference for case in cases if case.is_open), "") if asks_open else ""
    return Candidate(
        person_id=alike.person.pk,
        name=alike.person.name,
        agrees=tuple(sorted(alike.agrees)),
        cases=tuple(case.reference for case in cases),
        open_case=running,
    )
