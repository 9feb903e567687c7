"""The overview of a manager: counts that lead somewhere, promises that were missed, and each case in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, names_of
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.agreements.presenters import due_rows
from talkingpiece.casefile.presenters.path import names as step_names
from talkingpiece.casefile.presenters.reveals import spent
from talkingpiece.casefile.progress import StepNumber
from talkingpiece.casefile.queries.overview import PAUSED, SORTS, Chosen, Line, Overview, ages
from talkingpiece.casefile.queries.promises import Promised
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Ball
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.queries import due_step, out_in
from talkingpiece.engagement.states import CallOutWhat
from talkingpiece.outbox.presenters import due_rows as given_up
from talkingpiece.planning_group.presenters import item_row
from talkingpiece.planning_group.queries import lapsed
from talkingpiece.ui.components import WorkRow
from talkingpiece.ui.dates import short_date, when

PER_PAGE = 50


@dataclass(frozen=True)
class OverviewRow:
    reference: str
    name: str  # empty for whoever opens no case
    url: str
    stage: str
    age: str
    holder: str
    what: str
    since: str
    owner: str
    next: str
    late: bool


@dataclass(frozen=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True)
class CountRow:
    stage: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    current: bool


def overview_page(user: User, wanted: Chosen, page: int, at: datetime) -> dict[str, Any]:
    overview = Overview(user, at)
    opens = may_somewhere(user, Act.CASE_SEE)
    found = Paginator(overview.chosen(wanted), PER_PAGE).get_page(page)
    missed = overview.missed
    owners = names_of({pk for one in missed for pk in one.users})
    return {
        "total": len(overview.lines),
        "rows": [_row(line, opens=opens) for line in found.object_list],
        "found": found,
        "earlier": _address(wanted, found.previous_page_number()) if found.has_previous() else "",
        "more": _address(wanted, found.next_page_number()) if found.has_next() else "",
        "counts": _counts(overview, wanted),
        "ages": [_band(*band) for band in ages()],
        "not_home": _not_home(user, at),
        "lapsed": _lapsed(user, at),
        "agreements": _agreements(user, at),
        "may_allow": may_somewhere(user, Act.REVEALS_ALLOW),
        "sees_trail": may_somewhere(user, Act.TRAIL_SEE),
        "spent": _spent(user, at),
        "missed": [_missed(one, owners, user, opens=opens) for one in missed],
        "filters": _filters(overview, wanted),
        "sorts": _sorts(wanted),
        "narrowed": wanted != Chosen(sort=wanted.sort),
        "opens": opens,
        "takes_files": may_somewhere(user, Act.CASE_EXPORT),
    }


def _agreements(user: User, at: datetime) -> list[WorkRow]:
    """What agreements ask of whoever answers for them, and what systems of the other parties did not take in."""
    due = due_rows(user, at, of_everybody=True) if may_somewhere(user, Act.AGREEMENT_WRITE) else []
    return [*due, *(given_up(user, at, of_everybody=True) if may_somewhere(user, Act.ENDPOINT_MANAGE) else [])]


def _not_home(user: User, at: datetime) -> list[WorkRow]:
    """Who should be home from a visit, without names: whoever coordinates the area looks for them."""
    areas = {held.area_id for held in holdings(user, at) if Act.WORK_OVERSEE in ROLES[Role(held.role)].acts}
    rows = []
    for visit in out_in(areas, at):
        step = due_step(visit, at)
        doing = _("Now: %(what)s.") % {"what": CallOutWhat(step.what).label} if step else ""
        due = _("due %(when)s") % {"when": when(visit.home_by)}
        rows.append(WorkRow(_("Somebody is not home from a visit"), when=due, note=doing, late=True))
    return rows


def _lapsed(user: User, at: datetime) -> list[WorkRow]:
    """What each of their areas needed to be opened for meetings, and does not show now."""
    areas = {held.area_id: held.area for held in holdings(user, at) if Act.STEPS_SEE in ROLES[Role(held.role)].acts}
    found = [(area, item_row(one, area)) for area in areas.values() for one in lapsed(area.pk, at)]
    return [
        WorkRow(row.words, url=row.url, case=area.name if len(areas) > 1 else "", note=row.found) for area, row in found
    ]


def _spent(user: User, at: datetime) -> list[WorkRow]:
    """Who has uncovered all that a day allows, for whoever can allow them more."""
    words = _("%(name)s has uncovered all that a day allows")
    return [WorkRow(words % {"name": one.name}, url=one.url) for one in spent(user, at)]


def stage_words(stage: int) -> str:
    if stage == PAUSED:
        return _("Paused by the victim")
    return _("%(number)d %(name)s") % {"number": stage, "name": step_names()[StepNumber(stage)]}


def _band(least: int, below: int | None) -> str:
    if below is None:
        return _("%(days)d days and more") % {"days": least}
    return _("%(least)d to %(most)d days") % {"least": least, "most": below - 1}


def _row(line: Line, *, opens: bool) -> OverviewRow:
    case, ball = line.case, line.ball
    return OverviewRow(
        reference=case.reference,
        name=case.victim.name if opens else "",
        url=url("casefile:case", case.reference) if opens else "",
        stage=stage_words(line.stage),
        age=ngettext("%(days)d day", "%(days)d days", line.age) % {"days": line.age},
        holder=_holder(ball),
        what=str(What(ball.what).label) if ball else "",
        since=short_date(ball.since) if ball else "",
        owner=line.owner.name if line.owner else _("Nobody yet"),
        next=_next(line),
        late=line.missed,
    )


def _holder(ball: Ball | None) -> str:
    """By role where it is somebody of a case: this page names none of them."""
    if ball is None:
        return _("Nobody")
    if ball.holder == Holder.VICTIM:
        return _("The victim")
    if ball.holder == Holder.OFFENDER:
        return _("The offender")
    if ball.user is not None and ball.agency is not None:
        return _("%(name)s, %(agency)s") % {"name": ball.user.name, "agency": ball.agency.name}
    return ball.user.name if ball.user else ball.agency.name if ball.agency else _("Nobody")


def _next(line: Line) -> str:
    if line.paused:
        return _("No clock runs")
    if line.next is None:
        return ""
    return _("%(what)s, %(day)s") % {"what": line.next.kind.label, "day": short_date(line.next.due)}


def _missed(one: Promised, owners: dict[UUID, str], reader: User, *, opens: bool) -> WorkRow:
    names = ", ".join(owners[pk] for pk in one.users if pk in owners) or _("any case supervisor")
    address = url("casefile:case", one.reference) if one.case and opens else ""
    if one.referral and may_somewhere(reader, Act.REFERRAL_SEE):
        address = url("referrals:referral", one.reference)
    return WorkRow(
        str(one.kind.label),
        url=address,
        when=short_date(one.due),
        case=one.reference,
        note=_("With %(name)s.") % {"name": one.who or names},
        late=True,
    )


def _counts(overview: Overview, wanted: Chosen) -> list[CountRow]:
    counts = overview.counts()
    bands = range(len(ages()))
    rows = []
    for stage in [*(number.value for number in StepNumber), PAUSED]:
        cells = [
            Cell(counts[stage, band], _address(replace(wanted, stage=stage, age=band)) if counts[stage, band] else "")
            for band in bands
        ]
        total = sum(cell.count for cell in cells)
        if total:
            address = _address(replace(wanted, stage=stage, age=None))
            rows.append(CountRow(stage_words(stage), cells, Cell(total, address)))
    return rows


def _filters(overview: Overview, wanted: Chosen) -> list[tuple[str, list[Option]]]:
    holders = [(value, label) for value, label in Holder.choices if any(x.holder == value for x in overview.lines)]
    owners = [(user.pk, user.name) for user in overview.owners]
    return [
        (_("Whose turn"), _options(wanted, "holder", "", holders)),
        (_("Owner"), _options(wanted, "owner", None, owners)),
        (_("Promises"), _options(wanted, "late", False, [(True, _("Late"))])),
    ]


def _options(wanted: Chosen, name: str, everything: Any, values: list[tuple[Any, Any]]) -> list[Option]:
    current = getattr(wanted, name)
    return [
        Option(str(label), _address(replace(wanted, **{name: value})), current == value)
        for value, label in [(everything, _("all")), *values]
    ]


def _sorts(wanted: Chosen) -> list[Option]:
    labels = {
        "age": _("longest open"),
        "stage": _("by step"),
        "holder": _("by whose turn"),
        "owner": _("by owner"),
        "since": _("longest waiting"),
    }
    return [Option(labels[key], _address(replace(wanted, sort=key)), key == wanted.sort) for key in SORTS]


def _address(wanted: Chosen, page: int = 1) -> str:
    """Codes only: no name ever stands in an address."""
    chosen = {
        "stage": wanted.stage,
        "age": wanted.age,
        "holder": wanted.holder or None,
        "owner": wanted.owner,
        "late": 1 if wanted.late else None,
        "sort": wanted.sort if wanted.sort != "age" else None,
        "page": page if page > 1 else None,
    }
    query = "&".join(f"{key}={value}" for key, value in chosen.items() if value is not None)
    return f"?{query}" if query else "?"
