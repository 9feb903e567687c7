"""What changed for an offender is written down, whatever it stops: no gate stands before a fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.changes import MERGES, MOVES, OFFICERS, newest, to_the_minute
from talkingpiece.cases.legal_queries import changes_of, responsibles_known_as
from talkingpiece.cases.models import Case, OffenderChange, Responsible
from talkingpiece.cases.queries import open_ball, owner_of, promised, team_of
from talkingpiece.cases.services.life import Stale, fact_columns, lock_case, lock_cases, pass_ball
from talkingpiece.cases.states import ChangeKind, ChangeSource, Holder, MemberRole
from talkingpiece.people.queries import known_as
from talkingpiece.people.services import name_number
from talkingpiece.people.states import NumberKind
from talkingpiece.people.tokens import Token
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Told:
    """A change as somebody told it. `event`: how its source calls it, as a keyed token; empty if it is told by hand.

    `agency` is the prison they are in now, or that of `officer`; `values` the same in words, with a new number.
    """

    kind: str
    happened_at: datetime
    source: str = ChangeSource.HAND
    event: str = ""
    agency: Agency | None = None
    officer: User | None = None
    words: str = ""
    values: dict[str, str] = field(default_factory=dict)  # prison, officer, prison_no


@transaction.atomic
def record_change(*, responsible_id: UUID, told: Told, by: User | None, at: datetime) -> OffenderChange:
    """Of one responsible person. What it reopens follows by itself; an older one than the newest undoes nothing."""
    case = lock_case(Responsible.objects.values_list("case_id", flat=True).get(pk=responsible_id))
    return _write(case, responsible_id, told, by=by, at=at)


@transaction.atomic
def take_in(*, area_id: UUID, numbers: Iterable[Token], told: Told, by: User | None, at: datetime) -> None:
    """Of whoever is known by one of these numbers, in every case of theirs. Nobody is told whether there is such a
    person: it says nothing back. The same event twice changes nothing."""
    known = responsibles_known_as(known_as(area_id, list(numbers)), area_id)
    cases = {case.pk: case for case in lock_cases({row.case_id for row in known})}
    if OffenderChange.objects.filter(area_id=area_id, source=told.source, event=told.event).exists():
        return
    for row in known:
        _write(cases[row.case_id], row.pk, told, by=by, at=at)


@transaction.atomic
def note_change(*, change_id: UUID, by: User, at: datetime) -> OffenderChange:
    """Somebody who works on the case has read it. It reopens what it reopens all the same. Twice is once."""
    case = lock_case(OffenderChange.objects.values_list("case_id", flat=True).get(pk=change_id))
    change = OffenderChange.objects.select_for_update(no_key=True).get(pk=change_id)
    if change.noted_at is None:
        change.noted_at, change.noted_by = at, by
        change.save(update_fields=["noted_at", "noted_by"])
        record("change.noted", by=by, about=change, at=at, side=Side.OFFENDER, case_id=case.pk)
    return change


@transaction.atomic
def name_supervisor(
    *,
    responsible_id: UUID,
    version: int,
    agency: Agency | None,
    offender_manager: User | None,
    without_manager: bool,
    held_at: str | None,
    by: User,
    at: datetime,
) -> Responsible:
    """Who supervises the offender, and where they are held; None keeps what is known of that. Raises Stale if `version`
    is not the newest.

    Somebody else in place of a supervisor whom we knew is a change, and reopens what it reopens.
    """
    case = lock_case(Responsible.objects.values_list("case_id", flat=True).get(pk=responsible_id))
    row = Responsible.objects.select_for_update(no_key=True).get(pk=responsible_id)
    if row.version != version:
        raise Stale(row)
    before = row.offender_manager_id
    row.agency, row.offender_manager = agency, offender_manager
    row.without_manager, row.supervised_since = without_manager, at
    if held_at is not None:
        row.held_at, row.held_since = held_at, at
    row.version += 1
    row.save()
    record("responsible.supervisor_named", by=by, about=row, at=at, side=Side.OFFENDER, case_id=case.pk)
    if before is not None and before != row.offender_manager_id:
        values = {"without": "yes"} if without_manager else {}
        told = Told(ChangeKind.OFFICER, at, agency=agency, officer=offender_manager, values=values)
        _keep(case, responsible_id, told, by=by, at=at)
        _pass(case, ChangeKind.OFFICER, at)
    return row


def _write(case: Case, responsible_id: UUID, told: Told, *, by: User | None, at: datetime) -> OffenderChange:
    change = _keep(case, responsible_id, told, by=by, at=at)
    _apply(responsible_id, by=by, at=at)
    _pass(case, told.kind, at)
    return change


def _keep(case: Case, responsible_id: UUID, told: Told, *, by: User | None, at: datetime) -> OffenderChange:
    change = OffenderChange(
        **{**fact_columns(case, by=by, at=told.happened_at), "recorded_at": at},
        case=case,
        responsible_id=responsible_id,
        kind=told.kind,
        source=told.source,
        event=told.event,
        values=told.values,
        agency=told.agency,
        officer=told.officer,
        words=told.words,
    )
    owner = owner_of(case.pk)
    if by is not None and owner is not None and owner.pk == by.pk and told.kind != ChangeKind.DEATH:
        change.noted_at, change.noted_by = at, by  # whoever has the case wrote it down themselves
    change.save()
    detail = {"kind": told.kind, "source": told.source}
    record("change.recorded", by=by, about=change, at=at, side=Side.OFFENDER, case_id=case.pk, detail=detail)
    return change


def _apply(responsible_id: UUID, *, by: User | None, at: datetime) -> None:
    """The row says what the newest change of its kind says, whichever came last; what was written by hand since then
    stays."""
    row = (
        Responsible.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=responsible_id)
    )
    known, before = changes_of(responsible_id).all, (row.held_at, row.agency_id, row.offender_manager_id)
    rows = OffenderChange.objects.select_related("agency", "officer__agency").in_bulk([one.change_id for one in known])
    handed, moved, merged = (newest(known, kinds) for kinds in (OFFICERS, MOVES, MERGES))
    if handed is not None and handed.happened_at >= to_the_minute(row.supervised_since):
        _hand_to(row, rows[handed.change_id])
    if moved is not None and moved.happened_at >= to_the_minute(row.held_since):
        row.held_at = _where(rows[moved.change_id])
    if before != (row.held_at, row.agency_id, row.offender_manager_id):
        row.version += 1
        row.save()
    number = str(rows[merged.change_id].values.get(NumberKind.PRISON, "")) if merged else ""
    if number:
        name_number(person=row.person, kind=NumberKind.PRISON, value=number, by=by, at=at, side=Side.OFFENDER)


def _where(change: OffenderChange) -> str:
    if change.kind == ChangeKind.RELEASE:
        return ""
    return str(change.values.get("prison", "")) or (change.agency.name if change.agency else "")


def _hand_to(row: Responsible, change: OffenderChange) -> None:
    row.offender_manager, row.without_manager = change.officer, change.values.get("without") == "yes"
    row.agency = change.agency or (change.officer.agency if change.officer else None)


def _pass(case: Case, kind: str, at: datetime) -> None:
    if not case.is_open:
        return
    if kind == ChangeKind.DEATH:
        supervisor = _supervisor(case, at)
        if supervisor is not None:
            due = promised(case, "acknowledge", at)
            pass_ball(case=case, holder=Holder.USER, user=supervisor, what=What.OFFENDER_DIED, at=at, due_at=due)
        return
    ball, owner = open_ball(case.pk), owner_of(case.pk)
    waits = ball is not None and ball.holder == Holder.AGENCY and ball.what == What.AGENCY_ANSWER
    if kind == ChangeKind.OFFICER and waits and owner is not None:
        due = promised(case, "acknowledge", at)
        pass_ball(case=case, holder=Holder.USER, user=owner, what=What.ASK_MANAGER, at=at, due_at=due)


def _supervisor(case: Case, at: datetime) -> User | None:
    own = [member.user for member in team_of(case.pk) if member.role == MemberRole.SUPERVISOR]
    return own[0] if own else people_with_role(case.area_id, Role.CASE_SUPERVISOR, at).first()
