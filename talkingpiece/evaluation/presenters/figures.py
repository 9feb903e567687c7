"""The page of the figures, for one reader: every number through `disclosure`, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.core.blockers import Text
from talkingpiece.evaluation.access import Reader
from talkingpiece.evaluation.counting import RULES, Figures, Group, Journey, Period, Rule, Unit, View, Window, count
from talkingpiece.evaluation.counting.disclosure import Key, Mark, Shown, everything, outside, share
from talkingpiece.ui.dates import short_date

HEADINGS: dict[Group, Text] = {
    Group.CAME: gettext_lazy("How people came"),
    Group.DECIDED: gettext_lazy("What the front door decided"),
    Group.FAR: gettext_lazy("How far it came"),
    Group.ENDED: gettext_lazy("How it ended"),
    Group.OPEN: gettext_lazy("What is open"),
    Group.IN_TIME: gettext_lazy("The first talk, and our promise"),
    Group.NEEDS: gettext_lazy("How far needs were met"),
}
UNITS: dict[Unit, Text] = {
    Unit.REFERRALS: gettext_lazy("Counts referrals, not people"),
    Unit.PEOPLE: gettext_lazy("Counts victims"),
    Unit.NEEDS: gettext_lazy("Counts needs, not people"),
}


@dataclass(frozen=True)
class Table:
    """All figures of one period for one reader. Page, picture and CSV take their numbers from here."""

    reader: Reader
    period: Period
    window: Window
    figures: Figures
    shown: dict[Key, Shown]

    def rules(self) -> list[Rule]:
        return [rule for rule in RULES if self.reader.inside or not rule.inside]

    def of(self, view: View, key: str) -> Shown:
        return self.shown[view, key]


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""
    share: str = ""


@dataclass(frozen=True)
class FigureRow:
    key: str
    name: str
    part: bool
    period: Cell
    cohort: Cell


@dataclass(frozen=True)
class FigureGroup:
    key: str
    heading: Text
    units: list[Text]
    rows: list[FigureRow] = field(default_factory=list)


def table(journeys: list[Journey], period: Period, seen: date, reader: Reader) -> Table:
    window = period.window(seen)
    figures = count(journeys, window)
    values = {key: figure.value for key, figure in figures.items()}
    shown = everything(values) if reader.inside else outside(values)
    return Table(reader, period, window, figures, shown)


def groups(found: Table) -> list[FigureGroup]:
    made = []
    for group, heading in HEADINGS.items():
        rules = [rule for rule in found.rules() if rule.group is group and _worth_a_line(found, rule)]
        units = list(dict.fromkeys(UNITS[rule.unit] for rule in rules))
        made.append(FigureGroup(group.value, heading, units, [_row(found, rule) for rule in rules]))
    return made


def _worth_a_line(found: Table, rule: Rule) -> bool:
    """Of the reasons that stay inside, only those that somebody wrote down."""
    return not rule.inside or any(found.of(view, rule.key).value for view in View)


def _row(found: Table, rule: Rule) -> FigureRow:
    return FigureRow(
        key=rule.key,
        name=text(rule.name),
        part=rule.part,
        period=_cell(found, rule, View.PERIOD, shared=rule.share_of_period),
        cohort=_cell(found, rule, View.COHORT, shared=bool(rule.of)) if rule.cohort else Cell("–"),
    )


def _cell(found: Table, rule: Rule, view: View, *, shared: bool) -> Cell:
    shown = found.of(view, rule.key)
    per_cent = share(shown, found.of(view, rule.of)) if shared and rule.of else None
    url = ""
    if found.reader.inside and shown.value:
        url = figure_url(rule.key, view, found.period, found.reader)
    return Cell(number(shown), url, _("%(share)d%%") % {"share": per_cent} if per_cent is not None else "")


def number(shown: Shown) -> str:
    if shown.value is not None:
        return str(shown.value)
    return _("fewer than 5") if shown.mark is Mark.FEWER else _("held back")


def text(words: Text) -> str:
    return str(words) if isinstance(words, Promise) else _(words)


def figure_url(key: str, view: View, period: Period, reader: Reader) -> str:
    asked = urlencode({"period": period.code, "view": view.value, "area": reader.area.slug})
    return f"{reverse('evaluation:figure', args=[key])}?{asked}"


def name_of(period: Period) -> str:
    first, last = period.starts, date.fromordinal(period.ends.toordinal() - 1)
    words = {"from": _month(first), "until": _month(last), "year": first.year, "last": last.year}
    if first.year != last.year:
        return _("%(from)s %(year)d to %(until)s %(last)d") % words
    return _("%(from)s to %(until)s %(year)d") % words


def _month(day: date) -> str:
    from django.utils.dates import MONTHS

    return str(MONTHS[day.month])


def followed(window: Window) -> str:
    """How long this quarter's referrals have been followed."""
    if window.seen < window.ends:
        return _("The period is not over: its last referrals may come tomorrow.")
    months = window.months_followed
    return ngettext(
        "Each was followed for at least one month, up to %(day)s.",
        "Each was followed for at least %(months)d months, up to %(day)s.",
        months,
    ) % {"months": months, "day": short_date(window.seen)}


def needs_sentence(found: Table) -> str:
    """Counts before shares, and whoever did not answer in the same breath. Empty where a number is not shown."""
    keys = ("needs", "needs_fully", "needs_partly", "needs_unsaid")
    total, fully, partly, unsaid = (found.of(View.PERIOD, key).value for key in keys)
    if total is None or fully is None or partly is None or unsaid is None or total == 0:
        return ""
    if total == unsaid:
        return _("Nobody has said yet how far the needs of the cases that ended in these months were met.")
    words = {"met": fully + partly, "answered": total - unsaid, "unsaid": unsaid, "total": total}
    if not unsaid:
        return _("%(met)d of the %(answered)d needs in cases that ended were met or partly met.") % words
    return (
        _(
            "%(met)d of the %(answered)d needs that somebody spoke about were met or partly met. Nobody spoke about "
            "%(unsaid)d more; if none of those was met, it is %(met)d of %(total)d."
        )
        % words
    )
