from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.legal import LegalFacts, LegalState, RestrictionFacts, legal_state
from talkingpiece.cases.legal_queries import (
    changes_of,
    legal_facts,
    permissions_of,
    restriction_facts,
    restrictions_of,
)
from talkingpiece.cases.models import LegalCheck, Responsible, Restriction
from talkingpiece.cases.pages.permissions import PermissionRow, period, permission_rows
from talkingpiece.cases.states import ContactScope, LegalResult, OrderType, kind_words
from talkingpiece.core.blockers import Text
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class ScopeRow:
    scope: Text
    tag: Text
    state: str  # done or gate
    words: str


@dataclass(frozen=True)
class OrderRow:
    order_id: UUID
    kind: Text
    tag: Text
    state: str
    forbids: list[Text]
    issuer: str
    words: str
    period: str
    permissions: list[PermissionRow]
    lifted: str
    is_over: bool


@dataclass(frozen=True)
class LegalPage:
    scopes: list[ScopeRow]
    orders: list[OrderRow]
    checks: list[LegalCheck]


def legal_page(responsible: Responsible, *, on: date, at: datetime) -> LegalPage:
    rows = list(restrictions_of(responsible.pk))
    checks = list(responsible.legal_checks.standing().select_related("recorded_by").order_by("-happened_at"))
    facts, newest = legal_facts(responsible.pk), checks[0] if checks else None
    return LegalPage(
        scopes=[_scope(scope, facts, rows, newest, on, at) for scope in ContactScope],
        orders=order_rows(responsible, rows, on),
        checks=checks,
    )


def _scope(
    scope: ContactScope, facts: LegalFacts, rows: list[Restriction], newest: LegalCheck | None, on: date, at: datetime
) -> ScopeRow:
    state = legal_state(facts, scope=scope, on=on, at=at)
    pairs = list(zip(rows, facts.restrictions, strict=True))
    if state == LegalState.CLEAR and newest is not None:
        asked = _("Asked on %(date)s.") % {"date": short_date(newest.happened_at)}
        words = " ".join([_allowed(scope, pairs, on) or _("Nothing that we know of forbids it."), asked])
        return ScopeRow(scope.label, _("Clear"), "done", words)
    if state == LegalState.FORBIDDEN:
        by = [str(OrderType(row.kind).label) for row, one in pairs if one.forbids_on(scope, on)]
        return ScopeRow(scope.label, _("Forbidden"), "gate", _("By: %(orders)s.") % {"orders": ", ".join(by)})
    if state == LegalState.STALE:
        changed = _("Something changed since we asked: %(what)s. Ask again.") % {"what": kind_words(facts.reopened)}
        return ScopeRow(scope.label, _("Ask again"), "gate", changed)
    return ScopeRow(scope.label, _("Not known"), "gate", _why_unknown(newest))


def _allowed(scope: ContactScope, pairs: list[tuple[Restriction, RestrictionFacts]], on: date) -> str:
    """What forbids it, and would today, but for a written permission."""
    by = [
        str(OrderType(row.kind).label)
        for row, one in pairs
        if any(permission.allows_on(scope, on) for permission in one.permissions)
        and scope in row.forbids
        and row.starts_on <= on
        and not one.is_over(on)
    ]
    return _("Forbidden by %(orders)s, and allowed in writing.") % {"orders": ", ".join(by)} if by else ""


def _why_unknown(newest: LegalCheck | None) -> str:
    if newest is None:
        return _("Nobody has asked yet. Unknown counts as no.")
    if newest.result == LegalResult.RESTRICTED:
        return _("There is an order or condition, and it is not written down here yet. Until then it counts as no.")
    return _("Whoever we asked could not say. Unknown counts as no.")


def order_rows(responsible: Responsible, rows: list[Restriction], on: date) -> list[OrderRow]:
    changes, permissions = changes_of(responsible.pk), permissions_of(responsible.pk)
    shown = permission_rows(permissions, changes, on)
    return [
        _order_row(row, restriction_facts(row, permissions, changes), [p for p in shown if p.order_id == row.pk], on)
        for row in rows
    ]


def order_row(row: Restriction, on: date) -> OrderRow:
    [found] = order_rows(row.responsible, [row], on)
    return found


def _order_row(row: Restriction, fact: RestrictionFacts, permissions: list[PermissionRow], on: date) -> OrderRow:
    if fact.is_over(on):
        tag, state = _("Over"), ""
    elif row.starts_on > on:
        tag, state = _("Not begun"), ""
    else:
        tag, state = _("In force"), "gate"
    return OrderRow(
        order_id=row.pk,
        kind=OrderType(row.kind).label,
        tag=tag,
        state=state,
        forbids=[ContactScope(scope).label for scope in row.forbids],
        issuer=row.issuer,
        words=row.words,
        period=period(row.starts_on, row.ends_on),
        permissions=permissions,
        lifted=_("Ended early on %(date)s. %(why)s") % {"date": short_date(row.lifted_on), "why": row.lifted_why}
        if row.lifted_on
        else "",
        is_over=fact.is_over(on),
    )
