"""Whether orders and conditions allow it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from talkingpiece.cases.legal import LegalState, legal_state
from talkingpiece.cases.states import ContactScope, kind_words
from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, OffenderFacts, asked
from talkingpiece.protection.classes import Side


def scope_of(mode: str) -> str:
    """Which contact an approach of this mode means, in the words of orders and their exceptions."""
    return ContactScope.DIRECT if mode == "direct" else ContactScope.INDIRECT


def legal(facts: BookingFacts, offender: OffenderFacts, *, known_for: int | None = None) -> Condition:
    """Whether orders and conditions allow this on the day. `known_for`: how many days old the check may be."""
    state = legal_state(
        offender.legal,
        scope=facts.scope,
        on=facts.day,
        at=facts.at,
        at_most=None if known_for is None else timedelta(days=known_for),
    )
    who = {"called": offender.called, "days": known_for, "what": kind_words(offender.legal.reopened)}
    messages = {
        LegalState.FORBIDDEN: _("An order or condition of %(called)s forbids this on the day") % who,
        LegalState.UNKNOWN: _("We do not know what orders and conditions %(called)s has") % who,
        LegalState.STALE: _("Orders were asked for before %(called)s’s situation changed: %(what)s") % who
        if offender.legal.reopened
        else _("The legal-contact check for %(called)s is more than %(days)s days old") % who,
        LegalState.CLEAR: "",
    }
    remedies = {
        LegalState.FORBIDDEN: _("Only whoever made the order can change it. A written exception is recorded here."),
        LegalState.UNKNOWN: _("Unknown counts as no."),
        LegalState.STALE: _("Orders change. Ask again."),
        LegalState.CLEAR: "",
    }
    return asked(
        state is LegalState.CLEAR,
        _("No order or condition of %(called)s forbids this on the day") % who
        if known_for is None
        else _("Asked about %(called)s’s orders in the last %(days)s days") % who,
        Missing(
            code=f"legal_{state}",
            message=messages[state],
            remedy=remedies[state],
            who=_("You, or the offender manager."),
            side=Side.OFFENDER,
            door="cases:restriction" if state is LegalState.FORBIDDEN else "cases:legal_check",
            door_label=_("See the orders") if state is LegalState.FORBIDDEN else _("Record the check"),
            door_args=(offender.responsible_id,),
            reference=offender.reference,
        ),
    )
