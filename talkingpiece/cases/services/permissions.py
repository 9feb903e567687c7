"""What somebody else allows: asked for, seen in writing, granted, refused, ended. The only writer of its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case, Paper, Permission, Responsible, Restriction
from talkingpiece.cases.services.life import fact_columns, lock_case
from talkingpiece.cases.states import PERMISSION_TRANSITIONS, PermissionKind, PermissionState
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.protection.classes import Side


@transaction.atomic
def request_permission(
    *,
    responsible_id: UUID,
    kind: str,
    restriction: Restriction | None,
    of_whom: str,
    words: str,
    by: User,
    at: datetime,
) -> Permission:
    """Somebody was asked, and has not allowed anything yet. `restriction`: to which order; none for a visit.

    Raises ValueError for an exception to nothing, or to an order of somebody else.
    """
    case = _lock(responsible_id)
    of_order = restriction is not None and restriction.responsible_id == responsible_id
    if of_order is (kind == PermissionKind.VISIT):
        raise ValueError("a visit is no exception to an order, and everything else is one to an order of theirs")
    row = Permission(
        **fact_columns(case, by=by, at=at),
        responsible_id=responsible_id,
        kind=kind,
        restriction=restriction,
        of_whom=of_whom,
        words=words,
    )
    row.save()
    _record("requested", row, case, by=by, at=at)
    return row


@transaction.atomic
def evidence_permission(
    *, permission_id: UUID, by: User, at: datetime, paper: Paper | None = None, evidence: str = ""
) -> Permission:
    """Somebody read it in writing: a paper of this case, or words that say which writing. It grants nothing yet."""
    case, row = _locked(permission_id)
    _to(row, PermissionState.EVIDENCED)
    _seen(row, case, paper, evidence, at)
    row.save()
    _record("evidenced", row, case, by=by, at=at)
    return row


@transaction.atomic
def grant_permission(
    *,
    permission_id: UUID,
    allows: Iterable[str],
    starts_on: date,
    until: date | None,
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Permission:
    """What the writing allows, on which days. `seen`: paper or evidence, where it was not written down before.

    Raises IllegalTransition for what nobody has seen in writing, ValueError for what the order does not forbid.
    """
    case, row = _locked(permission_id)
    if seen:
        _to(row, PermissionState.EVIDENCED)
        _seen(row, case, seen.get("paper"), seen.get("evidence", ""), at)
    _to(row, PermissionState.GRANTED)
    allowed = set(allows)
    if not allowed or (row.restriction is not None and not allowed <= set(row.restriction.forbids)):
        raise ValueError("an exception allows something of what the order forbids")
    row.allows, row.starts_on, row.until, row.decided_at = sorted(allowed), starts_on, until, at
    row.save()
    _record("granted", row, case, by=by, at=at, allows=row.allows)
    return row


@transaction.atomic
def refuse_permission(*, permission_id: UUID, why: str, by: User, at: datetime) -> Permission:
    case, row = _locked(permission_id)
    _to(row, PermissionState.REFUSED)
    row.decided_at, row.ended_why = at, why
    row.save()
    _record("refused", row, case, by=by, at=at)
    return row


@transaction.atomic
def end_permission(*, permission_id: UUID, ended_on: date, why: str, by: User, at: datetime) -> Permission:
    """It was taken back, is no longer wanted, or was replaced. From that day it opens nothing."""
    case, row = _locked(permission_id)
    _to(row, PermissionState.ENDED)
    row.ended_on, row.ended_why = ended_on, why
    row.save()
    _record("ended", row, case, by=by, at=at)
    return row


@transaction.atomic
def confirm_permission(
    *, permission_id: UUID, by: User, at: datetime, paper: Paper | None = None, evidence: str = ""
) -> Permission:
    """After a change, somebody read the writing again, or a new one: what was granted still holds."""
    case, row = _locked(permission_id)
    if row.state != PermissionState.GRANTED:
        raise IllegalTransition(row.state, PermissionState.GRANTED)
    if paper is None and not evidence:
        paper, evidence = row.paper, row.evidence
    _seen(row, case, paper, evidence, at)
    row.save()
    _record("confirmed", row, case, by=by, at=at)
    return row


def _seen(row: Permission, case: Case, paper: Paper | None, evidence: str, at: datetime) -> None:
    if not evidence and paper is None:
        raise ValueError("what was seen is a paper, or is named in words")
    if paper is not None and paper.case_id != case.pk:
        raise ValueError("a paper of another case shows nothing here")
    row.paper, row.evidence, row.seen_at, row.seen_recorded_at = paper, evidence, at, clock.now()


def _to(row: Permission, to: str) -> None:
    check_transition(PERMISSION_TRANSITIONS, current=row.state, to=to)
    row.state = to
    row.version += 1


def _lock(responsible_id: UUID) -> Case:
    return lock_case(Responsible.objects.values_list("case_id", flat=True).get(pk=responsible_id))


def _locked(permission_id: UUID) -> tuple[Case, Permission]:
    case = _lock(Permission.objects.values_list("responsible_id", flat=True).get(pk=permission_id))
    row = (
        Permission.objects.select_for_update(no_key=True, of=("self",))
        .select_related("restriction", "paper")
        .get(pk=permission_id)
    )
    if not row.stands:
        raise IllegalTransition("error", row.state)
    return case, row


def _record(verb: str, row: Permission, case: Case, *, by: User, at: datetime, **detail: Any) -> None:
    more = {"kind": row.kind, **detail}
    record(f"permission.{verb}", by=by, about=row, at=at, side=Side.SERVICE, case_id=case.pk, detail=more)
