"""Cases in a table: who, where it stands, who has the ball, whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.access import MOST
from talkingpiece.casefile.forms import SearchForm
from talkingpiece.casefile.presenters.header import holder_name
from talkingpiece.casefile.presenters.path import names
from talkingpiece.casefile.progress import StepNumber, current_step
from talkingpiece.casefile.queries import Shelf, progress_of
from talkingpiece.casefile.queries.listing import ORDERS, SHOWS, Wanted
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Ball, Case
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class CaseRow:
    name: str
    reference: str
    url: str
    step: str
    ball: str
    since: str
    owner: str
    age: str


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    current: bool


def case_rows(cases: Sequence[Case], at: datetime) -> list[CaseRow]:
    """Ten queries or so, whatever the number of cases."""
    shelf = Shelf(cases, at)
    facts = progress_of(shelf)
    return [_row(shelf, case, current_step(facts[case.pk])) for case in cases]


def _row(shelf: Shelf, case: Case, step: int | None) -> CaseRow:
    ball, owner = shelf.balls.get(case.pk), shelf.owner(case)
    days = ((case.ended_at or shelf.at) - case.opened_at).days
    return CaseRow(
        name=case.victim.name,
        reference=case.reference,
        url=url("casefile:case", case.reference),
        step=_where(case, step),
        ball=_turn(shelf, case, ball) if ball else "",
        since=short_date(ball.since) if ball else "",
        owner=owner.user.name if owner else _("Nobody yet"),
        age=ngettext("%(days)d day", "%(days)d days", days) % {"days": days},
    )


def _turn(shelf: Shelf, case: Case, ball: Ball) -> str:
    return _("%(who)s: %(what)s") % {"who": holder_name(shelf, case, ball), "what": What(ball.what).label}


def _where(case: Case, step: int | None) -> str:
    if case.ended_at:
        return _("Ended %(day)s") % {"day": short_date(case.ended_at)}
    if step is None:
        return _("Paused by the victim")
    return _("%(number)d %(name)s") % {"number": step, "name": names()[StepNumber(step)]}


def list_page(found: Page[Case], wanted: Wanted, at: datetime, form: SearchForm) -> dict[str, Any]:
    return {
        "form": form,
        "rows": case_rows(list(found.object_list), at),
        "total": found.paginator.count,
        "first": found.start_index(),
        "last": found.end_index(),
        "shows": _choices(wanted, "show", SHOWS, _show_labels()),
        "orders": [] if wanted.show == "ended" else _choices(wanted, "order", ORDERS, _order_labels()),
        "step": names()[StepNumber(wanted.step)] if wanted.step else "",
        "without_step": _address(wanted, step=None),
        "earlier": _address(wanted, page=found.previous_page_number()) if found.has_previous() else "",
        "more": _address(wanted, page=found.next_page_number()) if found.has_next() else "",
    }


def found_page(found: Sequence[Case], at: datetime, form: SearchForm) -> dict[str, Any]:
    """The answer to a search; beyond MOST it says that there are more."""
    return {"form": form, "rows": case_rows(found[:MOST], at), "searched": True, "too_many": len(found) > MOST}


def _show_labels() -> dict[str, str]:
    return {"open": _("Open"), "mine": _("That I work on"), "ended": _("Ended")}


def _order_labels() -> dict[str, str]:
    return {"age": _("Longest open"), "ball": _("Longest waiting")}


def _choices(wanted: Wanted, name: str, keys: Sequence[str], labels: dict[str, str]) -> list[Choice]:
    current = getattr(wanted, name)
    return [Choice(labels[key], _address(wanted, **{name: key}), key == current) for key in keys]


def _address(wanted: Wanted, **changes: Any) -> str:
    """Codes only: no name ever stands in an address."""
    chosen = {"show": wanted.show, "order": wanted.order, "step": wanted.step, "page": None, **changes}
    plain = {"show": "open", "order": "age"}
    query = "&".join(f"{key}={value}" for key, value in chosen.items() if value and plain.get(key) != value)
    return f"?{query}" if query else "?"
