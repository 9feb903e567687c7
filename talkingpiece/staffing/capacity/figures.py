"""What a reckoning of staff stands on, each number with where it comes from. An area puts its own in their place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(StrEnum):
    COMING = "coming"
    BECOMES = "becomes"
    HOURS = "hours"
    LASTS = "lasts"
    BESIDE = "beside"
    PEOPLE = "people"
    AHEAD = "ahead"  # asked only by what plays the next months through


class Unit(StrEnum):
    NUMBER = "number"
    SHARE = "share"  # 0 to 1, shown as per cent
    HOURS = "hours"
    MONTHS = "months"


class Ground(StrEnum):
    """What stands behind a number of the model."""

    FOUND = "found"  # a source says it
    KNOWN = "known"  # people in the field say it, and no source was found
    OURS = "ours"  # we chose it


class Need(StrEnum):
    """How much staff a set of numbers leads to."""

    LOW, BASE, HIGH = "low", "base", "high"


@dataclass(frozen=True)
class Figure:
    """`low` leads to the least staff: of hours that one person works in a year it is the largest number."""

    key: str
    group: Group
    unit: Unit
    name: str | Promise
    low: float
    base: float
    high: float
    ground: Ground
    source: str | Promise

    @property
    def falls(self) -> bool:
        """The smaller, the more staff is needed."""
        return self.low > self.high

    def at(self, need: Need) -> float:
        return {Need.LOW: self.low, Need.BASE: self.base, Need.HIGH: self.high}[need]


_PATH = _("A published model of services after sentence (2023) says 8% direct and 19% indirect. The range is ours.")
_FIELD = _("No published source was found.")
_OURS = _("Chosen by us. Ask your own people.")
_VOLUMES = _("Ours, from published volumes of areas. Your own scoping should stand here.")
_REACHED = _("A national provider in 2021/22: 78.7% of those whom it contacted took part. The range is ours.")
_COUNTED = _(
    "That it has to be counted comes from the start-up checklist of the prison and probation service. "
    "The number is ours."
)
_PRODUCTIVE = _("About 1,300, after leave, learning and meetings of the team.")

MODEL: tuple[Figure, ...] = (
    Figure("referrals", Group.COMING, Unit.NUMBER, _("Referrals in a year"), 300, 400, 500, Ground.OURS, _VOLUMES),
    Figure(
        "sensitive",
        Group.COMING,
        Unit.SHARE,
        _("Sensitive and complex cases, of those that go on"),
        0.2,
        0.3,
        0.4,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "spoken",
        Group.BECOMES,
        Unit.SHARE,
        _("Of referrals: a worker speaks with the victim"),
        0.6,
        0.787,
        0.9,
        Ground.FOUND,
        _REACHED,
    ),
    Figure(
        "indirect",
        Group.BECOMES,
        Unit.SHARE,
        _("Of referrals: an indirect exchange"),
        0.12,
        0.19,
        0.25,
        Ground.FOUND,
        _PATH,
    ),
    Figure("direct", Group.BECOMES, Unit.SHARE, _("Of referrals: a meeting"), 0.05, 0.08, 0.12, Ground.FOUND, _PATH),
    Figure("circle", Group.BECOMES, Unit.SHARE, _("Of referrals: a healing circle"), 0, 0.02, 0.05, Ground.OURS, _OURS),
    Figure(
        "triage", Group.HOURS, Unit.HOURS, _("For each referral, until it is decided"), 1.5, 2, 3, Ground.KNOWN, _FIELD
    ),
    Figure("talking", Group.HOURS, Unit.HOURS, _("For a case that ends after talking"), 3, 5, 8, Ground.OURS, _OURS),
    Figure(
        "hours_indirect", Group.HOURS, Unit.HOURS, _("For an indirect exchange"), 10, 12.5, 15, Ground.KNOWN, _FIELD
    ),
    Figure(
        "hours_direct",
        Group.HOURS,
        Unit.HOURS,
        _("For a meeting, both facilitators together"),
        20,
        25,
        30,
        Ground.KNOWN,
        _FIELD,
    ),
    Figure(
        "hours_circle",
        Group.HOURS,
        Unit.HOURS,
        _("For a healing circle, both keepers together"),
        20,
        30,
        40,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "hours_sensitive",
        Group.HOURS,
        Unit.HOURS,
        _("For a sensitive and complex case, both facilitators together"),
        40,
        60,
        80,
        Ground.KNOWN,
        _FIELD,
    ),
    Figure(
        "lead_share",
        Group.HOURS,
        Unit.SHARE,
        _("Of the hours of two: of the one who leads"),
        0.6,
        0.6,
        0.6,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "months_talking",
        Group.LASTS,
        Unit.MONTHS,
        _("A case that ends after talking is open"),
        1,
        2,
        3,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "months_standard", Group.LASTS, Unit.MONTHS, _("A case with an exchange is open"), 4, 6, 9, Ground.OURS, _OURS
    ),
    Figure(
        "months_sensitive",
        Group.LASTS,
        Unit.MONTHS,
        _("A sensitive and complex case is open"),
        6,
        12,
        18,
        Ground.KNOWN,
        _FIELD,
    ),
    Figure("travel", Group.BESIDE, Unit.SHARE, _("Travel, on top of these hours"), 0.1, 0.15, 0.25, Ground.OURS, _OURS),
    Figure(
        "administration",
        Group.BESIDE,
        Unit.SHARE,
        _("Administration, on top of these hours"),
        0.1,
        0.15,
        0.2,
        Ground.OURS,
        _COUNTED,
    ),
    Figure(
        "to_supervisor",
        Group.BESIDE,
        Unit.NUMBER,
        _("Facilitators to one full-time case supervisor"),
        8,
        8,
        6,
        Ground.KNOWN,
        _("One to eight at most."),
    ),
    Figure(
        "management",
        Group.BESIDE,
        Unit.SHARE,
        _("Management, on top of everything"),
        0.08,
        0.1,
        0.15,
        Ground.OURS,
        _COUNTED,
    ),
    Figure(
        "productive",
        Group.PEOPLE,
        Unit.HOURS,
        _("Hours that a full-time worker has for all this, in a year"),
        1400,
        1300,
        1200,
        Ground.KNOWN,
        _PRODUCTIVE,
    ),
    Figure(
        "caseload",
        Group.PEOPLE,
        Unit.NUMBER,
        _("Open cases that a full-time facilitator carries"),
        20,
        16,
        12,
        Ground.KNOWN,
        _("12 to 20."),
    ),
    Figure(
        "complex_most",
        Group.PEOPLE,
        Unit.NUMBER,
        _("Of those, sensitive and complex at most"),
        4,
        4,
        3,
        Ground.KNOWN,
        _("Four at most."),
    ),
    Figure(
        "months_first",
        Group.AHEAD,
        Unit.MONTHS,
        _("From having a case to meeting the victim, if nobody has to wait"),
        0.25,
        0.5,
        1,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "one_prison",
        Group.AHEAD,
        Unit.SHARE,
        _("Of cases with an exchange: the offender is in the prison that may close"),
        0.1,
        0.2,
        0.4,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "months_closed",
        Group.AHEAD,
        Unit.MONTHS,
        _("A case stands still when that prison closes"),
        2,
        3,
        6,
        Ground.OURS,
        _OURS,
    ),
    Figure(
        "working_time",
        Group.PEOPLE,
        Unit.SHARE,
        _("Of full time, that a facilitator usually works"),
        1,
        0.8,
        0.6,
        Ground.OURS,
        _OURS,
    ),
)
BY_KEY = {figure.key: figure for figure in MODEL}
