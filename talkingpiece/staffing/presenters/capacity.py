"""The staff that the work needs: pictures first, and every number beside where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.staffing.capacity.figures import BY_KEY, Figure, Ground, Group, Unit
from talkingpiece.staffing.capacity.figures import Need as Which
from talkingpiece.staffing.capacity.need import FACILITATORS, Need, Post, Staff, Stage, likely, needed, swings, values
from talkingpiece.staffing.capacity.profile import Capacity
from talkingpiece.ui.components import Tag
from talkingpiece.ui.pictures import Bar, drawn, longest

POSTS: dict[Post, str | Promise] = {
    Post.FOUNDATION: gettext_lazy("Facilitators, foundation"),
    Post.INTERMEDIATE: gettext_lazy("Facilitators, intermediate"),
    Post.ADVANCED: gettext_lazy("Facilitators, advanced"),
    Post.FRONT_DOOR: gettext_lazy("Front door and administration"),
    Post.SUPERVISOR: gettext_lazy("Case supervision"),
    Post.MANAGER: gettext_lazy("Management"),
}
STAGES: dict[Stage, str | Promise] = {
    Stage.TRIAGE: gettext_lazy("Until it is decided"),
    Stage.TALKING: gettext_lazy("Cases that end after talking"),
    Stage.INDIRECT: gettext_lazy("Indirect exchanges"),
    Stage.DIRECT: gettext_lazy("Meetings"),
    Stage.CIRCLE: gettext_lazy("Healing circles"),
    Stage.SENSITIVE: gettext_lazy("Sensitive and complex cases"),
    Stage.TRAVEL: gettext_lazy("Travel"),
    Stage.ADMINISTRATION: gettext_lazy("Administration"),
    Stage.SUPERVISION: gettext_lazy("Case supervision"),
    Stage.MANAGEMENT: gettext_lazy("Management"),
}
GROUPS: dict[Group, str | Promise] = {
    Group.COMING: gettext_lazy("Who comes"),
    Group.BECOMES: gettext_lazy("What becomes of it"),
    Group.HOURS: gettext_lazy("Hours of work"),
    Group.LASTS: gettext_lazy("How long cases are open"),
    Group.BESIDE: gettext_lazy("What comes on top"),
    Group.PEOPLE: gettext_lazy("What one person can do"),
    Group.AHEAD: gettext_lazy("For the next months only"),
}
_GROUNDS: dict[Ground, tuple[str | Promise, str]] = {
    Ground.FOUND: (gettext_lazy("A source says it"), "done"),
    Ground.KNOWN: (gettext_lazy("Said in the field"), ""),
    Ground.OURS: (gettext_lazy("Our own guess"), "gate"),
}
_MANY_SWINGS = 8


@dataclass(frozen=True)
class StaffRow:
    name: str
    hours: str
    full_time: str
    range: str
    people: str
    why: str


@dataclass(frozen=True)
class WorkRow:
    name: str
    cases: str
    hours: str


@dataclass(frozen=True)
class SwingRow:
    name: str
    low: str
    high: str


@dataclass(frozen=True)
class FigureRow:
    name: str
    low: str
    base: str
    high: str
    tag: Tag
    source: str
    url: str


@dataclass(frozen=True)
class NeedPage:
    sentence: str
    range: str
    staff: tuple[StaffRow, ...]
    staff_drawing: SafeString
    work: tuple[WorkRow, ...]
    work_drawing: SafeString
    swings: tuple[SwingRow, ...]
    swings_drawing: SafeString
    groups: tuple[tuple[str, tuple[FigureRow, ...]], ...]
    guesses: int


def need_page(section: Capacity) -> NeedPage:
    figures = section.figures()
    base = needed(values(figures, Which.BASE))
    least, most = (needed(values(figures, which)) for which in (Which.LOW, Which.HIGH))
    below, above = likely(figures, lambda need: need.full_time)
    bounds = {one.post: likely(figures, _of(one.post)) for one in base.staff}
    bars = tuple(
        Bar(str(POSTS[one.post]), amount(one.full_time), one.full_time, *bounds[one.post]) for one in base.staff
    )
    work = tuple(Bar(str(STAGES[line.stage]), amount(line.hours), line.hours) for line in base.lines)
    found = swings(figures)[:_MANY_SWINGS]
    moved = tuple(
        Bar(str(one.figure.name), between(one.low, one.high), base.full_time, *sorted((one.low, one.high)))
        for one in found
    )
    return NeedPage(
        sentence=_sentence(base),
        range=_(
            "Probably between %(below)s and %(above)s. With every number at its lowest it would be %(least)s, with "
            "every number at its highest %(most)s."
        )
        % {
            "below": amount(below),
            "above": amount(above),
            "least": amount(least.full_time),
            "most": amount(most.full_time),
        },
        staff=tuple(_staff_row(one, bounds[one.post]) for one in base.staff),
        staff_drawing=_drawing(bars, _("Full-time posts"), "posts"),
        work=tuple(
            WorkRow(str(STAGES[line.stage]), amount(line.cases) if line.cases is not None else "", amount(line.hours))
            for line in base.lines
        ),
        work_drawing=_drawing(work, _("Hours in a year"), "work"),
        swings=tuple(SwingRow(str(one.figure.name), amount(one.low), amount(one.high)) for one in found),
        swings_drawing=_drawing(moved, _("Full-time posts, as one number changes"), "swings"),
        groups=_groups(section, figures),
        guesses=sum(1 for figure in figures if figure.ground is Ground.OURS and figure.key not in section.own),
    )


def _of(post: Post) -> Callable[[Need], float]:
    return lambda need: need.of(post).full_time


def _sentence(need: Need) -> str:
    people = sum(one.people for one in need.staff)
    return ngettext(
        "%(hours)s hours in a year: %(posts)s full-time posts, with %(people)d facilitator among them.",
        "%(hours)s hours in a year: %(posts)s full-time posts, with %(people)d facilitators among them.",
        people,
    ) % {"hours": amount(need.hours), "posts": amount(need.full_time), "people": people}


def _staff_row(one: Staff, bounds: tuple[float, float]) -> StaffRow:
    why = ""
    if one.post in FACILITATORS:
        why = _("Because of how many cases are open at a time") if one.cases_bind else _("Because of the hours")
    return StaffRow(
        name=str(POSTS[one.post]),
        hours=hours(amount(one.hours)),
        full_time=amount(one.full_time),
        range=between(*bounds),
        people=ngettext("%(many)d person", "%(many)d people", one.people) % {"many": one.people}
        if one.post in FACILITATORS
        else "",
        why=why,
    )


def _drawing(bars: tuple[Bar, ...], title: str, name: str) -> SafeString:
    return drawn(bars, longest(bars), quiet=False, title=title, name=f"picture-{name}")


def _groups(section: Capacity, figures: tuple[Figure, ...]) -> tuple[tuple[str, tuple[FigureRow, ...]], ...]:
    rows: dict[Group, list[FigureRow]] = {group: [] for group in GROUPS}
    for figure in figures:
        rows[figure.group].append(_figure_row(figure, own=figure.key in section.own))
    return tuple((str(GROUPS[group]), tuple(found)) for group, found in rows.items())


def _figure_row(figure: Figure, *, own: bool) -> FigureRow:
    words, state = (_("Your own"), "done") if own else _GROUNDS[figure.ground]
    low, base, high = (shown(figure, which) for which in Which)
    url = reverse("staffing:capacity_figure", args=[figure.key])
    return FigureRow(str(figure.name), low, base, high, Tag(words, state), str(figure.source), url)


def shown(figure: Figure, which: Which) -> str:
    value = figure.at(which)
    if figure.unit is Unit.SHARE:
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    plain = f"{value:,.2f}".removesuffix("0").removesuffix(".0")
    if figure.unit is Unit.HOURS:
        return hours(plain)
    if figure.unit is Unit.MONTHS:
        return ngettext("%(many)s month", "%(many)s months", 1 if value == 1 else 2) % {"many": plain}
    return plain


def hours(plain: str) -> str:
    return _("%(many)s h") % {"many": plain}


def model_words(figure: Figure) -> str:
    """What the model says, for whoever puts another number in its place."""
    model = BY_KEY[figure.key]
    low, base, high = (shown(model, which) for which in Which)
    return _("The model says %(base)s, from %(low)s to %(high)s. %(source)s") % {
        "base": base,
        "low": low,
        "high": high,
        "source": model.source,
    }


def amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}"


def between(low: float, high: float) -> str:
    return _("%(low)s to %(high)s") % {"low": amount(low), "high": amount(high)}
