"""May somebody open a case that is not theirs, in an emergency?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.cases.models import BreakGlass, Case
from talkingpiece.cases.profile import Emergency
from talkingpiece.cases.states import Review
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class BreakGlassFacts:
    """`too_long`: openings of theirs that nobody has looked at in time. `not_right`: those found not right."""

    too_long: int
    not_right: int


def facts_for_break_glass(case: Case, user: User, at: datetime) -> BreakGlassFacts:
    policy = current_section(case.area_id, Emergency)
    theirs = BreakGlass.objects.filter(user=user, area_id=case.area_id)
    since = at - timedelta(days=policy.blocks_after_days)
    return BreakGlassFacts(
        too_long=theirs.filter(reviewed_at__isnull=True, opened_at__lt=since).count(),
        not_right=theirs.filter(review=Review.NOT_JUSTIFIED).count(),
    )


def blockers_to_break_glass(facts: BreakGlassFacts) -> Verdict:
    return verdict([_looked_at(facts), _was_right(facts)])


def _looked_at(facts: BreakGlassFacts) -> Condition:
    message = ngettext(
        "An earlier opening of yours has not been looked at",
        "%(count)d earlier openings of yours have not been looked at",
        facts.too_long,
    ) % {"count": facts.too_long}
    blocker = Blocker(
        code="unreviewed",
        message=message,
        remedy=_("Ask the privacy officer to look at it"),
        who=_("The privacy officer can do that."),
        side=Side.SERVICE,
    )
    return condition(facts.too_long == 0, _("Each earlier opening was looked at"), blocker)


def _was_right(facts: BreakGlassFacts) -> Condition:
    blocker = Blocker(
        code="not_justified",
        message=_("An earlier opening of yours was found not right"),
        remedy=_("Speak with the privacy officer"),
        who=_("The privacy officer can look at it once more."),
        side=Side.SERVICE,
    )
    return condition(facts.not_right == 0, _("No earlier opening was found not right"), blocker)
