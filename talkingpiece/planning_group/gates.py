"""No area is opened for meetings before steps 1 to 5 stand. Whatever is missing is said at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.planning_group.evidence import Standing
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class ItemFact:
    key: str
    words: str
    why: str
    who: str
    met: bool
    found: str


@dataclass(frozen=True)
class OpenFacts:
    already_open: bool
    items: tuple[ItemFact, ...]


def facts_to_open(steps: Iterable[Standing], *, already_open: bool) -> OpenFacts:
    """Of the items without which no area is opened; `steps` as `queries.steps_of` gives them."""
    return OpenFacts(
        already_open=already_open,
        items=tuple(
            ItemFact(s.item.key, s.item.words, s.item.why, s.item.who, s.met, s.found.words)
            for s in steps
            if s.item.before_meetings
        ),
    )


def blockers_to_open(facts: OpenFacts) -> Verdict:
    once = condition(
        not facts.already_open,
        _("The area is not open for meetings yet"),
        Blocker(
            code="already_open",
            message=_("The area is open for meetings already"),
            why=_("It was opened at a sitting, and was not closed since."),
            remedy=_("Nothing has to be done."),
            who=_("The planning group can close it."),
            side=Side.SERVICE,
        ),
    )
    return verdict([once, *(_item(one) for one in facts.items)])


def _item(one: ItemFact) -> Condition:
    return condition(
        one.met,
        _(one.words),
        Blocker(
            code=one.key,
            message=_(one.words),
            why=_(one.why) if one.why else "",
            remedy=one.found,
            who=_(one.who) if one.who else "",
            side=Side.SERVICE,
            door="planning_group:item",
            door_args=(one.key,),
            door_label=_("Look at this item"),
        ),
    )
