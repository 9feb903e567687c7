"""Counting: written rules as code, over plain values. Knows no table and no page."""

from talkingpiece.evaluation.counting.figures import Figure, Figures, count
from talkingpiece.evaluation.counting.journeys import Event, Journey, NeedTold, Said, What, counted
from talkingpiece.evaluation.counting.rules import BY_KEY, RULES, SUMS, VERSION, Group, Rule, Unit, View
from talkingpiece.evaluation.counting.windows import Period, Window, period_named, quarter_of, year_of

__all__ = [
    "BY_KEY",
    "RULES",
    "SUMS",
    "VERSION",
    "Event",
    "Figure",
    "Figures",
    "Group",
    "Journey",
    "NeedTold",
    "Period",
    "Rule",
    "Said",
    "Unit",
    "View",
    "What",
    "Window",
    "count",
    "counted",
    "period_named",
    "quarter_of",
    "year_of",
]
