"""What the next months may bring: one picture for each question, and one table for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.staffing.capacity.scenarios import Change, Outcome, Span, from_json
from talkingpiece.staffing.models import Outlook
from talkingpiece.staffing.presenters.capacity import amount
from talkingpiece.ui.components import Tag
from talkingpiece.ui.pictures import Bar, drawn, longest

CHANGES: dict[Change, str | Promise] = {
    Change.ADVANCED: gettext_lazy("one more advanced facilitator"),
    Change.PRISON: gettext_lazy("a prison closed"),
    Change.HALF: gettext_lazy("half a grant"),
}
# Several at once, in a picture, where the whole words would not find room on a telephone.
_AT_ONCE: dict[Change, str | Promise] = {
    Change.ADVANCED: gettext_lazy("one more"),
    Change.PRISON: gettext_lazy("prison closed"),
    Change.HALF: gettext_lazy("half a grant"),
}
_GROUNDS: dict[str, str | Promise] = {
    "cases_a_month": gettext_lazy("Cases in a month"),
    "sensitive": gettext_lazy("Sensitive and complex, of cases with an exchange"),
    "path_talking": gettext_lazy("Cases that end after talking"),
    "path_indirect": gettext_lazy("Cases with an indirect exchange"),
    "path_direct": gettext_lazy("Cases with a meeting"),
    "path_circle": gettext_lazy("Cases with a healing circle"),
    "facilitators": gettext_lazy("Facilitators who take cases, with what they can carry and their leave"),
    "carried": gettext_lazy("Cases that they have now"),
    "waiting": gettext_lazy("Cases that wait for somebody now"),
}
_SHARES = {"sensitive", "path_talking", "path_indirect", "path_direct", "path_circle"}
_RECORDS = {"facilitators", "carried", "waiting"}
_MONTHS_SAID = (6, 12, 18)


@dataclass(frozen=True)
class OutcomeRow:
    name: str
    cells: tuple[tuple[str, str], ...]  # the middle, and where eight of ten lie


@dataclass(frozen=True)
class GroundRow:
    name: str
    value: str
    tag: Tag


@dataclass(frozen=True)
class OutlookPage:
    sentence: str
    months: str
    drawings: tuple[tuple[str, SafeString], ...]
    rows: tuple[OutcomeRow, ...]
    grounds: tuple[GroundRow, ...]


@dataclass(frozen=True)
class _Question:
    key: str
    title: str
    of: Callable[[Outcome], Span | None]
    shown: Callable[[float], str]


def _questions() -> list[_Question]:
    return [
        _Question("wait", _("Weeks until somebody has the case"), lambda one: one.wait, amount),
        _Question("first", _("Weeks until the victim is met"), lambda one: one.first_meeting, amount),
        _Question("backlog", _("Cases that wait at the end"), lambda one: one.backlog, lambda value: f"{value:.0f}"),
        _Question("idle", _("Hours that nobody uses"), lambda one: one.idle, lambda value: f"{100 * value:.0f}%"),
    ]


def outlook_page(outlook: Outlook) -> OutlookPage:
    outcomes = [from_json(stored) for stored in outlook.outcomes]
    asked = _questions()
    return OutlookPage(
        sentence=_sentence(outcomes[0]),
        months=_months(outcomes[0]),
        drawings=tuple((one.title, _drawing(one, outcomes)) for one in asked),
        rows=tuple(OutcomeRow(name_of(outcome), tuple(_cell(one, outcome) for one in asked)) for outcome in outcomes),
        grounds=tuple(_ground(stored) for stored in outlook.grounds),
    )


def name_of(outcome: Outcome) -> str:
    return _named(outcome, CHANGES)


def _short_name_of(outcome: Outcome) -> str:
    return _named(outcome, CHANGES if len(outcome.changes) == 1 else _AT_ONCE)


def _named(outcome: Outcome, said: dict[Change, str | Promise]) -> str:
    if not outcome.changes:
        return _("As it stands")
    words = ", ".join(str(said[change]) for change in outcome.changes)
    return words[:1].upper() + words[1:]


def _sentence(now: Outcome) -> str:
    if now.wait is None or now.first_meeting is None:
        return _("Nobody would come in these months.")
    return _(
        "As it stands, somebody who comes would wait %(wait)s weeks until a facilitator has their case, and %(first)s "
        "weeks until they are met (the middle of thirty runs)."
    ) % {"wait": amount(now.wait.middle), "first": amount(now.first_meeting.middle)}


def _months(now: Outcome) -> str:
    said = [
        ngettext("%(many)d after %(month)d months", "%(many)d after %(month)d months", round(now.by_month[month - 1]))
        % {"many": round(now.by_month[month - 1]), "month": month}
        for month in _MONTHS_SAID
        if month <= len(now.by_month)
    ]
    return _("Cases that would wait for somebody, as it stands: %(said)s.") % {"said": ", ".join(said)}


def _drawing(one: _Question, outcomes: list[Outcome]) -> SafeString:
    bars = []
    for outcome in outcomes:
        span = one.of(outcome)
        bars.append(
            Bar(_short_name_of(outcome), one.shown(span.middle), span.middle, span.low, span.high)
            if span
            else Bar(_short_name_of(outcome), _("nothing to measure"), 0)
        )
    found = tuple(bars)
    return drawn(found, longest(found), quiet=False, title=one.title, name=f"picture-{one.key}")


def _cell(one: _Question, outcome: Outcome) -> tuple[str, str]:
    span = one.of(outcome)
    if span is None:
        return "–", ""
    low, high = one.shown(span.low), one.shown(span.high)
    return one.shown(span.middle), _("%(low)s to %(high)s") % {"low": low, "high": high}


def _ground(stored: dict[str, Any]) -> GroundRow:
    key, value, many = stored["key"], stored["value"], stored["of"]
    shown = f"{100 * value:.0f}%" if key in _SHARES else amount(value) if key not in _RECORDS else f"{value:.0f}"
    if key in _RECORDS:
        tag = Tag(_("Your own records"), "done")
    elif many:
        tag = Tag(ngettext("Your own: %(many)d case", "Your own: %(many)d cases", many) % {"many": many}, "done")
    else:
        tag = Tag(_("From the page of staff: too few cases of your own"), "gate")
    return GroundRow(str(_GROUNDS[key]), shown, tag)
