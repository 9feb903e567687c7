"""Who looked at a case, and what a colleague opened. Workers and references; nobody of a case is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import names_of
from talkingpiece.areas.models import Area
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.presenters.trail_words import said
from talkingpiece.casefile.queries.looking import (
    DAYS,
    Unusual,
    actors_of,
    events_about,
    events_by,
    first_to_see,
    looked_in,
    unusual_in,
)
from talkingpiece.cases.models import Case
from talkingpiece.ui.components import WorkRow
from talkingpiece.ui.dates import short_date

PER_PAGE = 50
_FIRST = 20
SPANS = (7, DAYS)


@dataclass(frozen=True)
class Chosen:
    by: UUID | None = None
    days: int | None = None  # None: ever since
    page: int = 1


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    case: str = ""
    url: str = ""


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    current: bool


def trail_page(case: Case, chosen: Chosen, at: datetime) -> dict[str, Any]:
    everything = events_about(case.area_id, case.pk, case.reference)
    names = names_of(actors_of(everything))
    events = everything
    if chosen.by:
        events = events.filter(actor_id=chosen.by)
    if chosen.days:
        events = events.filter(recorded_at__gte=at - timedelta(days=chosen.days))
    return {
        "reference": case.reference,
        "first": _lines(first_to_see(events)[:_FIRST], names),
        "filters": [
            (_("Who"), _options(chosen, "by", [(None, _("everybody")), *sorted(names.items(), key=lambda n: n[1])])),
            (_("When"), _spans(chosen)),
        ],
        **_paged(Paginator(events, PER_PAGE).get_page(chosen.page), chosen, names),
    }


def looked_by_page(area: Area, who: User, chosen: Chosen, at: datetime) -> dict[str, Any]:
    since = at - timedelta(days=chosen.days or DAYS)
    events = events_by(area.pk, who.pk, since)
    found = Paginator(events, PER_PAGE).get_page(chosen.page)
    first = list(first_to_see(events)[:_FIRST])
    references = _references([*first, *found.object_list])
    names = {who.pk: who.name}
    return {
        "who": who,
        "days": DAYS,
        "first": _lines(first, names, references),
        "unusual": _unusual_rows([one for one in unusual_in([area.pk], at) if one.actor_id == who.pk], names),
        **_paged(found, chosen, names, references),
    }


def looked_page(areas: list[Area], form: Any, at: datetime) -> dict[str, Any]:
    found = [one for area in areas for one in looked_in(area.pk, at - timedelta(days=DAYS))]
    names = names_of({one.actor_id for one in found})
    rows = [
        WorkRow(
            what=names[one.actor_id],
            url=reverse("casefile:looked_by", args=[one.actor_id]),
            when=ngettext("%(n)d case", "%(n)d cases", one.cases) % {"n": one.cases},
            note=_("%(readings)d readings, %(reveals)d uncovered, %(refusals)d refused")
            % {"readings": one.readings, "reveals": one.reveals, "refusals": one.refusals},
        )
        for one in sorted(found, key=lambda one: names.get(one.actor_id, ""))
        if one.actor_id in names
    ]
    return {"rows": rows, "days": DAYS, "form": form, "unusual": unusual_rows([area.pk for area in areas], at)}


def unusual_rows(area_ids: Iterable[UUID], at: datetime) -> list[WorkRow]:
    """For whoever looks after the trail: a question to ask, not an answer."""
    found = unusual_in(area_ids, at)
    return _unusual_rows(found, names_of({one.actor_id for one in found}))


def _unusual_rows(found: list[Unusual], names: dict[UUID, str]) -> list[WorkRow]:
    return [
        WorkRow(
            what=_("%(who)s: %(refused)d pages refused, %(searches)d searches in one day")
            % {"who": names.get(one.actor_id, "?"), "refused": one.refused, "searches": one.searches},
            url=reverse("casefile:looked_by", args=[one.actor_id]),
            when=short_date(one.day),
            late=True,
        )
        for one in found
    ]


def _paged(
    found: Page[Event], chosen: Chosen, names: dict[UUID, str], references: dict[UUID, str] | None = None
) -> dict[str, Any]:
    return {
        "lines": _lines(found.object_list, names, references),
        "found": found,
        "earlier": _address(chosen, page=found.previous_page_number()) if found.has_previous() else "",
        "more": _address(chosen, page=found.next_page_number()) if found.has_next() else "",
    }


def _lines(events: Iterable[Event], names: dict[UUID, str], references: dict[UUID, str] | None = None) -> list[Line]:
    return [
        Line(
            at=event.recorded_at,
            who=names.get(event.actor_id, "") if event.actor_id else _("the service itself"),
            what=said(event),
            case=_case_of(event, references),
            url=_trail_of(event, references),
        )
        for event in events
    ]


def _case_of(event: Event, references: dict[UUID, str] | None) -> str:
    if references is None:
        return ""
    if event.case_id:
        return references.get(event.case_id, "")
    asked = event.detail.get("asked") if event.kind == Kind.REFUSAL else None
    return str(asked.get("reference", "")) if isinstance(asked, dict) else ""


def _trail_of(event: Event, references: dict[UUID, str] | None) -> str:
    known = references is not None and event.case_id in references
    return reverse("casefile:trail", args=[_case_of(event, references)]) if known else ""


def _references(events: Iterable[Event]) -> dict[UUID, str]:
    wanted = {event.case_id for event in events if event.case_id}
    return dict(Case.objects.filter(pk__in=wanted).values_list("pk", "reference"))


def _spans(chosen: Chosen) -> list[Option]:
    words: list[tuple[Any, str]] = [(None, _("ever since"))]
    words += [(days, ngettext("the last day", "the last %(n)d days", days) % {"n": days}) for days in SPANS]
    return _options(chosen, "days", words)


def _options(chosen: Chosen, name: str, values: list[tuple[Any, str]]) -> list[Option]:
    return [
        Option(label, _address(chosen, page=1, **{name: value}), getattr(chosen, name) == value)
        for value, label in values
    ]


def _address(chosen: Chosen, **other: Any) -> str:
    asked = {"by": chosen.by, "days": chosen.days, "page": chosen.page} | other
    return "?" + urlencode({key: value for key, value in asked.items() if value and (key, value) != ("page", 1)})
