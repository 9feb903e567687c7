"""The eight steps in words: one short sentence beside each state."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from talkingpiece.casefile.progress import Facts, OffenderProgress, StepNumber, states
from talkingpiece.cases.states import Route
from talkingpiece.engagement.states import Reply
from talkingpiece.ui.components import Step
from talkingpiece.ui.dates import short_date


def names() -> dict[StepNumber, str]:
    return {
        StepNumber.PLANNING_GROUP: _("Planning group"),
        StepNumber.IDENTIFICATION: _("Identification"),
        StepNumber.STAFFING: _("Staffing"),
        StepNumber.INFORMATION_SHARING: _("Information sharing"),
        StepNumber.RISK: _("Risk"),
        StepNumber.ENGAGEMENT: _("Engagement"),
        StepNumber.MEETINGS: _("Meetings"),
        StepNumber.OFFENDER_MANAGEMENT: _("Offender management"),
    }


def steps(facts: Facts) -> list[Step]:
    found = zip(names().items(), states(facts), strict=True)
    return [Step(number, name, state, _words(facts, number, state)) for (number, name), state in found]


def _words(facts: Facts, number: StepNumber, state: str) -> str:
    if facts.ended_on and state == "ahead":
        return _("The case ended before this")
    return _SENTENCES[number](facts)


def together(people: tuple[str, ...]) -> str:
    """ "Daniel", "Daniel and Ruth", "Daniel, Ruth and Amina"."""
    if len(people) < 2:
        return "".join(people)
    return _("%(others)s and %(last)s") % {"others": ", ".join(people[:-1]), "last": people[-1]}


def _planning_group(facts: Facts) -> str:
    day = short_date(facts.opened_on)
    if facts.remit_version is not None:
        return _("In remit under rule %(rule)d, %(day)s") % {"rule": facts.remit_version, "day": day}
    return _("Opened under area profile %(version)d, %(day)s") % {"version": facts.profile_version, "day": day}


def _identification(facts: Facts) -> str:
    values = {"name": facts.victim, "day": short_date(facts.opened_on)}
    if facts.route == Route.SELF:
        return _("%(name)s came to us, %(day)s") % values
    if facts.route == Route.AGENCY:
        return _("Referred by an agency, %(day)s") % values
    return _("Found in a partner’s list, %(day)s") % values


def _staffing(facts: Facts) -> str:
    if facts.facilitator_since:
        return _("%(people)s, %(day)s") % {
            "people": together(facts.team),
            "day": short_date(facts.facilitator_since),
        }
    if facts.offered_to:
        return _("Offered to %(name)s") % {"name": facts.offered_to}
    return _("No facilitator has accepted yet")


def _information_sharing(facts: Facts) -> str:
    if not facts.asked:
        return _("Nobody is named as responsible yet")
    waiting = [asked for asked in facts.asked if not asked.settled and asked.asked_on]
    if waiting:
        first = waiting[0]
        return ngettext(
            "%(name)s to answer, %(count)d working day so far",
            "%(name)s to answer, %(count)d working days so far",
            first.working_days,
        ) % {"name": first.name, "count": first.working_days}
    unasked = tuple(dict.fromkeys(asked.name for asked in facts.asked if not asked.settled))
    if unasked:
        return _("Still to consult: %(people)s") % {"people": together(unasked)}
    return _("Everybody was consulted")


def _risk(facts: Facts) -> str:
    risk = facts.risk
    if risk.open_flags:
        return ngettext("A red flag waits for an answer", "%(count)d red flags wait for an answer", risk.open_flags) % {
            "count": risk.open_flags
        }
    if risk.against:
        return _("Decided: not as planned")
    if facts.risk_is_history:
        return _("Signed off at the time")
    if risk.accepted:
        return _("Signed off and in date")
    if risk.waits_for_signature:
        return _("Waits for a signature")
    if risk.victim_side:
        return _("%(name)s’s side is signed. The rest is to come") % {"name": facts.victim}
    return _("The signature has run out") if risk.lapsed else _("Not assessed yet")


def _engagement(facts: Facts) -> str:
    if facts.before_victim_ready and not facts.meeting.held_on:
        return ngettext(
            "%(count)d thing before %(name)s is ready",
            "%(count)d things before %(name)s is ready",
            facts.before_victim_ready,
        ) % {"count": facts.before_victim_ready, "name": facts.victim}
    if facts.meeting.without_offender:
        return _("%(name)s chose a way without the other person") % {"name": facts.victim}
    if not facts.offenders:
        return _("%(name)s is ready") % {"name": facts.victim}
    best = max(facts.offenders, key=lambda o: (o.taking_part, o.reply == Reply.YES, o.approached_on is not None))
    return _of_offender(facts, best)


def _of_offender(facts: Facts, offender: OffenderProgress) -> str:
    values = {"victim": facts.victim, "name": offender.called, "count": facts.before_approach}
    if facts.meeting.held_on or offender.taking_part:
        return _("%(victim)s and %(name)s are taking part") % values
    if offender.approached_on and not offender.legal_clear:
        return _("Contact with %(name)s is not clear in law") % values
    if offender.reply == Reply.YES:
        return _("%(name)s said yes. Taking part is not settled yet") % values
    if offender.reply == Reply.NO:
        return _("%(name)s said no") % values
    if offender.reply == Reply.NOT_NOW:
        return _("%(name)s said not now") % values
    if offender.approached_on:
        return _("%(name)s is thinking it over") % values
    if facts.before_approach:
        return (
            ngettext(
                "%(victim)s is ready. %(count)d thing before %(name)s",
                "%(victim)s is ready. %(count)d things before %(name)s",
                facts.before_approach,
            )
            % values
        )
    return _("%(victim)s is ready. %(name)s can be approached") % values


def _meetings(facts: Facts) -> str:
    meeting = facts.meeting
    if meeting.held_on:
        return _after_meeting(facts)
    if meeting.planned_for is None:
        return _("None planned yet")
    day = {"day": short_date(meeting.planned_for)}
    if not meeting.booked:
        return _("Planned for %(day)s, not booked") % day
    return (_("Booked for %(day)s") if meeting.stands else _("%(day)s no longer stands")) % day


def _after_meeting(facts: Facts) -> str:
    meeting = facts.meeting
    day = {"day": short_date(meeting.held_on)}
    held = _("Held on %(day)s.") % day
    if meeting.debriefs_owed:
        rest = ngettext(
            "%(count)d talk afterwards is owed", "%(count)d talks afterwards are owed", meeting.debriefs_owed
        ) % {"count": meeting.debriefs_owed}
        return f"{held} {rest}"
    if meeting.items_open:
        rest = ngettext("%(count)d promise is open", "%(count)d promises are open", meeting.items_open) % {
            "count": meeting.items_open
        }
        return f"{held} {rest}"
    return held


def _offender_management(facts: Facts) -> str:
    if facts.reported_on:
        return _("Reported to the offender manager, %(day)s") % {"day": short_date(facts.reported_on)}
    if facts.ended_on:
        return _("Told neutrally, %(day)s") % {"day": short_date(facts.ended_on)}
    if facts.meeting.held_on:
        return pgettext("offender management", "Told neutrally when the case ends")
    return _("Nothing to report yet")


_SENTENCES: dict[StepNumber, Callable[[Facts], str]] = {
    StepNumber.PLANNING_GROUP: _planning_group,
    StepNumber.IDENTIFICATION: _identification,
    StepNumber.STAFFING: _staffing,
    StepNumber.INFORMATION_SHARING: _information_sharing,
    StepNumber.RISK: _risk,
    StepNumber.ENGAGEMENT: _engagement,
    StepNumber.MEETINGS: _meetings,
    StepNumber.OFFENDER_MANAGEMENT: _offender_management,
}
