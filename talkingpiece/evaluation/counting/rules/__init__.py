"""The rule set. A changed rule is a new version: figures of two versions are never compared without saying so."""

from talkingpiece.evaluation.counting.rules.coming import COMING, IN_TIME
from talkingpiece.evaluation.counting.rules.ending import ENDING, GROUPS, OPEN
from talkingpiece.evaluation.counting.rules.far import FAR
from talkingpiece.evaluation.counting.rules.needs import NEEDS
from talkingpiece.evaluation.counting.rules.shape import (
    EXAMPLE_WINDOW,
    Entry,
    Example,
    Group,
    Rule,
    Unit,
    View,
)

VERSION = 1
RULES: tuple[Rule, ...] = (*COMING, *FAR, *ENDING, *OPEN, *IN_TIME, *NEEDS)
BY_KEY: dict[str, Rule] = {rule.key: rule for rule in RULES}

# A whole, its parts, and in which view the parts add up to it.
SUMS: tuple[tuple[View, str, tuple[str, ...]], ...] = (
    *((view, "received", ("route_self", "route_agency", "route_extraction")) for view in View),
    (View.COHORT, "received", ("waiting", "taken", "elsewhere", "stopped")),
    (View.COHORT, "taken", ("open", "ended")),
    *((view, "ended", tuple(key for key, _name, _reasons in GROUPS)) for view in View),
    *((view, "open", ("open_3", "open_6", "open_12", "open_more")) for view in View),
    *((view, "speak_due", ("speak_in_time", "speak_late")) for view in View),
    *((view, "people", ("people_answered", "people_rather_not", "people_not_asked")) for view in View),
    *(
        (view, "needs", ("needs_fully", "needs_partly", "needs_not", "needs_cannot_say", "needs_unsaid"))
        for view in View
    ),
)

__all__ = [
    "BY_KEY",
    "EXAMPLE_WINDOW",
    "GROUPS",
    "RULES",
    "SUMS",
    "VERSION",
    "Entry",
    "Example",
    "Group",
    "Rule",
    "Unit",
    "View",
]
