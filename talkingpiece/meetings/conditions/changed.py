"""What changed for an offender since a meeting was planned, as far as it touches the meeting itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.states import kind_words
from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, OffenderFacts, asked
from talkingpiece.protection.classes import Side


def changed(facts: BookingFacts) -> Iterator[Condition]:
    for offender in facts.offenders:
        if offender.died:
            yield asked(False, "", _died(offender))
        if offender.moved:
            yield asked(False, "", _moved(facts, offender))
        if offender.not_let_in:
            yield asked(False, "", _not_let_in(offender))


def _died(offender: OffenderFacts) -> Missing:
    return Missing(
        code="died",
        message=_("%(called)s has died") % {"called": offender.called},
        why=_("A case supervisor decides with you how everybody is told, and what the victim may want instead."),
        remedy="",
        who=_("A case supervisor."),
        side=Side.OFFENDER,
        reference=offender.reference,
    )


def _moved(facts: BookingFacts, offender: OffenderFacts) -> Missing:
    what = {"called": offender.called, "what": kind_words(offender.moved)}
    return Missing(
        code="place_reopened",
        message=_("The place was agreed before %(called)s’s situation changed: %(what)s") % what,
        why=_("Names at the gate, leave, escort, ways in and out: ask again whether it can be this place."),
        remedy=_("Clear the place again, or choose another"),
        who=_("You or your co-facilitator."),
        side=Side.OFFENDER,
        door="meetings:check" if facts.meeting_id else "",
        door_label=_("Write down that the place is cleared"),
        door_args=(facts.meeting_id,),
        reference=offender.reference,
    )


def _not_let_in(offender: OffenderFacts) -> Missing:
    return Missing(
        code="visit_not_granted",
        message=_("The prison has not granted in writing that they meet %(called)s there")
        % {"called": offender.called},
        why=_("A yes that came before a move, or has run out, counts no longer. Unknown counts as no."),
        remedy=_("Ask for it, and write down the answer"),
        who=_("The prison grants it. You can ask now."),
        side=Side.OFFENDER,
        door="cases:permissions",
        door_label=_("See the permissions"),
        door_args=(offender.responsible_id,),
        reference=offender.reference,
    )
