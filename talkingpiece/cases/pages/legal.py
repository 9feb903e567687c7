from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.legal import LegalFacts, LegalState, legal_state, restriction_facts
from talkingpiece.cases.models import LegalCheck, Responsible, Restriction
from talkingpiece.cases.queries import restrictions_of
from talkingpiece.cases.states import ContactScope, LegalResult, OrderType
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
    exception: str
    exception_evidence: str
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
    newest = checks[0] if checks else None
    facts = LegalFacts(
        result=newest.result if newest else None,
        checked_at=newest.happened_at if newest else None,
        restrictions=restriction_facts(rows),
    )
    return LegalPage(
        scopes=[_scope(scope, facts, rows, newest, on, at) for scope in ContactScope],
        orders=[order_row(row, on) for row in rows],
        checks=checks,
    )


def _scope(
    scope: ContactScope, facts: LegalFacts, rows: list[Restriction], newest: LegalCheck | None, on: date, at: datetime
) -> ScopeRow:
    state = legal_state(facts, scope=scope, on=on, at=at)
    if state == LegalState.CLEAR and newest is not None:
        asked = _("Asked on %(date)s.") % {"date": short_date(newest.happened_at)}
        words = " ".join([_allowed(scope, rows, on) or _("Nothing that we know of forbids it."), asked])
        return ScopeRow(scope.label, _("Clear"), "done", words)
    if state == LegalState.FORBIDDEN:
        standing = zip(rows, restriction_facts(rows), strict=True)
        by = [str(OrderType(row.kind).label) for row, one in standing if one.forbids_on(scope, on)]
        return ScopeRow(scope.label, _("Forbidden"), "gate", _("By: %(orders)s.") % {"orders": ", ".join(by)})
    return ScopeRow(scope.label, _("Not known"), "gate", _why_unknown(newest))


def _allowed(scope: ContactScope, rows: list[Restriction], on: date) -> str:
    """What forbids it, and would today, but for a written exception."""
    inside = [row for row in rows if scope in row.forbids and row.starts_on <= on and scope in row.exception_allows]
    by = [str(OrderType(row.kind).label) for row in inside if not restriction_facts([row])[0].is_over(on)]
    return _("Forbidden by %(orders)s, and allowed in writing.") % {"orders": ", ".join(by)} if by else ""


def _why_unknown(newest: LegalCheck | None) -> str:
    if newest is None:
        return _("Nobody has asked yet. Unknown counts as no.")
    if newest.result == LegalResult.RESTRICTED:
        return _("There is an order or condition, and it is not written down here yet. Until then it counts as no.")
    return _("Whoever we asked could not say. Unknown counts as no.")


def order_row(row: Restriction, on: date) -> OrderRow:
    fact = restriction_facts([row])[0]
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
        period=_period(row.starts_on, row.ends_on),
        exception=_exception(row),
        exception_evidence=row.exception_evidence,
        lifted=_("Ended early on %(date)s. %(why)s") % {"date": short_date(row.lifted_on), "why": row.lifted_why}
        if row.lifted_on
        else "",
        is_over=fact.is_over(on),
    )


def _period(start: date | None, end: date | None) -> str:
    if end is None:
        return _("From %(start)s, without an end") % {"start": short_date(start)}
    return _("From %(start)s to %(last)s") % {"start": short_date(start), "last": short_date(end - timedelta(days=1))}


def _exception(row: Restriction) -> str:
    if not row.exception_allows:
        return ""
    allowed = ", ".join(str(ContactScope(scope).label) for scope in row.exception_allows)
    return _("Allowed in writing: %(what)s. %(when)s.") % {
        "what": allowed,
        "when": _period(row.exception_from, row.exception_until),
    }
