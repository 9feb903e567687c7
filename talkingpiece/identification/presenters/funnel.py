from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.areas.queries import current_version
from talkingpiece.cases.states import OffenceCategory
from talkingpiece.core.blockers import Text
from talkingpiece.core.small_numbers import SMALL, Mark, Shown, everything, outside
from talkingpiece.identification.funnel import ALL, KEPT_OUT, OUTCOMES, Entry, by_reason, counted, of_victims
from talkingpiece.identification.models import Screened
from talkingpiece.identification.presenters.screening import Reasons, row_line
from talkingpiece.identification.states import AgeBand, Ethnicity, OutWhy, ScreenState, Sex, Source
from talkingpiece.referrals.models import Referral
from talkingpiece.ui.dates import short_date

_OUTCOMES = (ALL, *OUTCOMES, KEPT_OUT)


@dataclass(frozen=True)
class FunnelRow:
    label: Text
    cells: list[tuple[Text, str]]  # under which heading, and the number
    whole: bool = False


@dataclass(frozen=True)
class Table:
    id: str
    caption: Text
    rows: list[FunnelRow]


@dataclass(frozen=True)
class Bar:
    label: Text
    number: str
    width: int  # of a hundred
    kind: str


def funnel_page(entries: Sequence[Entry], area_ids: Sequence[UUID], *, opened: bool) -> dict[str, Any]:
    of_somebody = of_victims(entries)
    values, sums = counted(of_somebody)
    shown = everything(values) if opened else outside(values, sums)
    rules, people = by_reason(of_somebody)
    return {
        "rows": len(entries),
        "victims": _words(_plain(len(of_somebody), opened)),
        "headings": [_heading(one) for one in _OUTCOMES],
        "tables": [
            _table(dimension, caption, shown) for dimension, caption in _dimensions() if _has(values, dimension)
        ],
        "rules": _reasons(rules, area_ids, opened),
        "people": [(OutWhy(why).label, _words(_plain(count, opened))) for why, count in people.items()],
        "opened": opened,
        "small": SMALL,
    }


def _dimensions() -> list[tuple[str, Text]]:
    return [
        ("source", _("By kind of list")),
        ("age", _("By age")),
        ("sex", _("By sex")),
        ("ethnicity", _("By ethnic group")),
        ("offence", _("By offence")),
    ]


_LABELS: dict[str, Any] = {
    "source": Source,
    "age": AgeBand,
    "sex": Sex,
    "ethnicity": Ethnicity,
    "offence": OffenceCategory,
}


def _has(values: Mapping[tuple[str, str, str], int], dimension: str) -> bool:
    return any(key[0] == dimension for key in values)


def _table(dimension: str, caption: Text, shown: Mapping[tuple[str, str, str], Shown]) -> Table:
    groups = list(dict.fromkeys(group for found, group, _outcome in shown if found == dimension))
    order = [str(one) for one in _LABELS[dimension]]
    groups.sort(key=lambda group: (group == ALL, order.index(group) if group in order else len(order)))
    rows = [
        FunnelRow(
            _("All") if group == ALL else _LABELS[dimension](group).label if group else _("Not known"),
            [(_heading(outcome), _words(shown[dimension, group, outcome])) for outcome in _OUTCOMES],
            whole=group == ALL,
        )
        for group in groups
    ]
    return Table(dimension, caption, rows)


def _heading(outcome: str) -> Text:
    return _("All") if outcome == ALL else ScreenState(outcome).label


def _plain(count: int, opened: bool) -> Shown:
    return Shown(Mark.SHOWN, count) if opened or not 0 < count < SMALL else Shown(Mark.FEWER, None)


def _words(one: Shown) -> str:
    if one.value is not None:
        return str(one.value)
    return _("fewer than %(small)d") % {"small": SMALL} if one.mark is Mark.FEWER else _("held back")


def _reasons(rules: Mapping[str, int], area_ids: Sequence[UUID], opened: bool) -> list[tuple[str, str]]:
    if not area_ids:
        return []
    reasons, version = Reasons(area_ids[0]), current_version(area_ids[0])
    named = reasons.of(rules, version)
    return [(one.reason, _words(_plain(rules[one.id], opened))) for one in named]


def owed_page(late: Sequence[Screened], waiting: Sequence[Referral], at: datetime) -> dict[str, Any]:
    count = len(late) + len(waiting)
    words = ngettext(
        "%(count)d person should have been offered it", "%(count)d people should have been offered it", count
    )
    return {
        "heading": words % {"count": count} if count else _("Nobody is owed an offer"),
        "rows": [row_line(row, at) for row in late],
        "referrals": [
            (
                str(one.full_name or one.called),
                reverse("referrals:referral", args=[one.reference]),
                _("accepted on %(day)s; nobody has written down that they were asked")
                % {"day": short_date(one.received_at)},
            )
            for one in waiting
        ],
    }
