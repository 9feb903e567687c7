"""May somebody open a case that is not theirs, in an emergency? May they be the second of two people?"""

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
from talkingpiece.core.blockers import Blocker, Condition, Text, Verdict, condition, verdict
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


def second_person(own: bool, *, met: Text, message: Text, why: Text, who: Text) -> Condition:
    """Two people answer for what could hurt somebody, whatever their rank. `own`: it is about work of theirs."""
    blocker = Blocker(code="own_work", message=message, why=why, remedy="", who=who, side=Side.SERVICE)
    return condition(not own, met, blocker)


@dataclass(frozen=True)
class OutsideFacts:
    """`waits`: it waits for a second person. `own`: whoever asks somebody outside took part in it."""

    waits: bool
    own: bool
    has_account: bool


def blockers_to_ask_outside(facts: OutsideFacts) -> Verdict:
    """May this person ask somebody outside the service to be the second?"""
    not_waiting = Blocker(
        code="not_waiting",
        message=_("This does not wait for a second person"),
        remedy="",
        who=_("Whoever works on it puts it forward first."),
        side=Side.SERVICE,
    )
    account = Blocker(
        code="has_account",
        message=_("This is the address of somebody who signs in here"),
        remedy=_("Give the address of somebody outside. A colleague reads and answers it here"),
        who=_("You can do this now."),
        side=Side.SERVICE,
    )
    return verdict(
        [
            condition(facts.waits, _("It waits for a second person"), not_waiting),
            second_person(
                facts.own,
                met=_("You took no part in it"),
                message=_("You took part in this, so somebody else asks"),
                why=_("Whoever did the work never holds the link by which it is decided."),
                who=_("A coordinator or a case supervisor who took no part."),
            ),
            condition(not facts.has_account, _("They do not sign in here"), account),
        ]
    )
