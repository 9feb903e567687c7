"""Steps 1 and 2: the group, and who comes."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from talkingpiece.planning_group.checklist.shape import (
    COORDINATOR,
    GROUP,
    MANAGER,
    ChecklistItem,
    also,
    first,
)
from talkingpiece.planning_group.states import Source

GROUP_AND_IDENTIFYING: tuple[ChecklistItem, ...] = (
    first(
        1,
        "manager_named",
        _("A manager answers for the service, by name"),
        _("Somebody has to be asked when things go wrong, and be able to decide."),
        GROUP,
        Source.MANAGER,
    ),
    first(
        1,
        "group_and_terms",
        _("The planning group has members, and terms of reference that all of them have"),
        _("Without them nobody knows who may decide what."),
        GROUP,
    ),
    first(
        1,
        "principles",
        _("What the service stands for is written down, and the victim comes first in it"),
        _("It is what people fall back on when a case is hard."),
        GROUP,
    ),
    first(
        1,
        "aims",
        _("What is to be reached, and by what we shall know it"),
        _("Figures mean something only against an aim that stood before them."),
        GROUP,
    ),
    first(
        1,
        "complaints_and_cover",
        _("Complaints, insurance and safeguarding are settled in writing"),
        _("Whoever is hurt by us must know where to turn."),
        MANAGER,
    ),
    also(1, "plan", _("A plan says what comes when, and who does it"), _("So that a delay is seen in time."), MANAGER),
    also(
        1,
        "victims_voice",
        _("Somebody who was harmed by a crime sits in the group"),
        _("They hear what the rest of us miss."),
        GROUP,
    ),
    first(
        2,
        "remit",
        _("Whom the service can help is written as a rule, with reasons and dates of review"),
        _("A rule in somebody’s head keeps people out unseen."),
        GROUP,
        Source.REMIT,
    ),
    first(
        2,
        "route",
        _("At least one way in is open"),
        _("A service that nobody can reach helps nobody."),
        COORDINATOR,
        Source.ROUTE,
    ),
    first(
        2,
        "scoping",
        _("How many cases are to be expected is estimated, and from what"),
        _("Promises are kept only where the numbers were looked at first."),
        MANAGER,
    ),
    first(
        2,
        "first_words",
        _("The words of a first contact are agreed, and safe if somebody else reads them"),
        _("That a victim came to us at all is the first secret."),
        COORDINATOR,
    ),
    also(
        2,
        "made_known",
        _("A plan for making the service known, where victims look"),
        _("Most people who would have wanted it were never offered it."),
        MANAGER,
    ),
    also(
        2,
        "who_is_missing",
        _("Somebody looks who is not referred, and asks why"),
        _("Equal access does not come by itself."),
        MANAGER,
    ),
)
