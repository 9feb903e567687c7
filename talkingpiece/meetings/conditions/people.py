"""What each person is asked: whether they chose this way, are prepared, and will come on this date."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, Seat, asked


def chose(facts: BookingFacts, seat: Seat) -> Condition:
    who = {"called": seat.called, "approach": facts.approach_name}
    return asked(
        seat.chose is not None and seat.chose.counts_on(facts.day),
        _("%(called)s chose this: %(approach)s") % who,
        Missing(
            code="mode",
            message=_("%(called)s has not chosen this: %(approach)s") % who,
            remedy=_("Each of them chooses the way, knowing what they may know of the other’s choice."),
            who=_("Only %(called)s can open this one.") % who,
            side=seat.side,
            door="consents:ask",
            door_label=_("Ask %(called)s") % who,
            door_args=(seat.person_id, "mode", facts.approach),
            reference=seat.reference,
        ),
    )


def prepared(facts: BookingFacts, seat: Seat) -> Condition:
    count, who = len(seat.to_cover), {"called": seat.called, "count": len(seat.to_cover)}
    # A supporter is prepared from the day on which they agreed to come.
    unknown = seat.part == "supporter" and seat.attends is None
    if count:
        message = (
            ngettext(
                "One thing is still to be talked through with %(called)s",
                "%(count)d things are still to be talked through with %(called)s",
                count,
            )
            % who
        )
    else:
        message = _("%(called)s has not said that they feel ready") % who
    return asked(
        not count and seat.ready,
        _("%(called)s is prepared, and feels ready") % who,
        Missing(
            code="not_prepared",
            message=message,
            remedy=_("First ask whether they want to come at all.")
            if unknown
            else _("Somebody who comes unprepared can be hurt, or hurt others without wanting to."),
            who=_("You, at their pace."),
            side=seat.side,
            door="" if unknown else "engagement:prepare",
            door_label="" if unknown else _("Prepare %(called)s") % who,
            door_args=() if unknown else (seat.person_id,),
            reference=seat.reference,
        ),
    )


def attends(facts: BookingFacts, seat: Seat) -> Condition:
    who = {"called": seat.called}
    stale = seat.attends is not None and not seat.attends.since(facts.terms_at)
    return asked(
        seat.attends is not None and not stale and seat.attends.counts_on(facts.day),
        _("%(called)s will come on this date, to this place, with these people") % who,
        Missing(
            code="attend_older" if stale else "attend",
            message=_("%(called)s agreed to an earlier plan, not to this one") % who
            if stale
            else _("%(called)s has not agreed to this date") % who,
            remedy=_("The date, the place or the people have changed since. Ask again.")
            if stale
            else _("Nobody is expected who has not said yes to this date, this place and these people."),
            who=_("Only %(called)s can open this one.") % who,
            side=seat.side,
            door="meetings:ask",
            door_label=_("Ask %(called)s") % who,
            door_args=(facts.meeting_id, seat.seat_id),
            reference=seat.reference,
        ),
    )
