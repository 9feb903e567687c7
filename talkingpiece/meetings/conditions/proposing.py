"""Whether somebody of another case can be proposed for an open seat, and whether it can still be kept for them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Condition, Verdict, verdict
from talkingpiece.meetings.conditions.facts import Missing, ProposalFacts, asked
from talkingpiece.protection.classes import Side


def blockers_to_propose(facts: ProposalFacts) -> Verdict:
    return verdict([_goes_on(facts), _chose(facts), _open_seat(facts)])


def _goes_on(facts: ProposalFacts) -> Condition:
    who = {"victim": facts.victim}
    return asked(
        facts.case_open and not facts.paused,
        _("%(victim)s has not paused, and the case is open") % who,
        Missing(
            code="case_rests",
            message=_("%(victim)s has paused, or the case has ended") % who,
            remedy=_("A pause costs nothing, and needs no end."),
            who=_("Only %(victim)s can end it.") % who,
            side=Side.VICTIM,
            reference=facts.reference,
        ),
    )


def _chose(facts: ProposalFacts) -> Condition:
    who = {"victim": facts.victim, "approach": facts.approach_name}
    return asked(
        facts.chose,
        _("%(victim)s chose this: %(approach)s") % who,
        Missing(
            code="mode",
            message=_("%(victim)s has not chosen this: %(approach)s") % who,
            why=_("Nobody is proposed for anything that they have not chosen themselves."),
            remedy=_("Ask %(victim)s") % who,
            who=_("Only %(victim)s can open this one.") % who,
            side=Side.VICTIM,
            door="consents:ask",
            door_label=_("Ask %(victim)s") % who,
            door_args=(facts.victim_id, "mode", facts.approach),
            reference=facts.reference,
        ),
    )


def _open_seat(facts: ProposalFacts) -> Condition:
    return asked(
        facts.ahead and facts.free > 0,
        _("A seat is open"),
        Missing(
            code="no_seat",
            message=_("No seat is open any more"),
            remedy=_("Look at the other circles, or plan one."),
            who=_("You can do this now."),
            side=Side.JOINT,
            door="meetings:circles",
            door_label=_("See what is open"),
            reference=facts.reference,
        ),
    )
