"""What each person is asked: whether they chose this way, are prepared, and will come on this date.

Nobody on the offender's side is asked anything before the offender was approached and said yes: until then these
blockers have no door.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, Seat, asked


def chose(facts: BookingFacts, seat: Seat) -> Condition:
    who = {"called": seat.called, "approach": facts.approach_name}
    gone = facts.booked_at is not None and seat.chose is None
    return asked(
        seat.chose is not None and seat.chose.counts_on(facts.day),
        _("%(called)s chose this: %(approach)s") % who,
        _theirs(
            facts,
            seat,
            code="mode_gone" if gone else "mode",
            message=_("%(called)s no longer chooses this: %(approach)s") % who
            if gone
            else _("%(called)s has not chosen this: %(approach)s") % who,
            why=_nobody_asks_why()
            if gone
            else _("Each of them chooses the way, knowing what they may know of the other’s choice."),
            door="consents:ask",
            door_label=_label(seat, gone),
            door_args=(seat.person_id, "mode", facts.approach),
        ),
    )


def attends(facts: BookingFacts, seat: Seat) -> Condition:
    code, message, why = _why_not_coming(facts, seat)
    return asked(
        not code,
        _("%(called)s will come on this date, to this place, with these people") % {"called": seat.called},
        _theirs(
            facts,
            seat,
            code=code,
            message=message,
            why=why,
            door="meetings:ask",
            door_label=_label(seat, code == "attend_gone"),
            door_args=(facts.meeting_id, seat.seat_id),
        ),
    )


def _why_not_coming(facts: BookingFacts, seat: Seat) -> tuple[str, str, str]:
    """Code, message and reason; a code that is empty for somebody who will come."""
    who = {"called": seat.called}
    if seat.attends is None and facts.booked_at is not None:
        return "attend_gone", _("There is no longer a yes of %(called)s to this date") % who, _nobody_asks_why()
    if seat.attends is None or not seat.attends.counts_on(facts.day):
        message = _("%(called)s has not agreed to this date") % who
        why = _("Nobody is expected who has not said yes to this date, this place and these people.")
        return "attend", message, why
    if not seat.attends.since(facts.terms_at):
        message = _("%(called)s agreed to an earlier plan, not to this one") % who
        return "attend_older", message, _("The date, the place or the people have changed since. Ask again.")
    return "", "", ""


def prepared(facts: BookingFacts, seat: Seat) -> Condition:
    count, who = len(seat.to_cover), {"called": seat.called, "count": len(seat.to_cover)}
    message = _("%(called)s has not said that they feel ready") % who
    if count:
        words = ngettext(
            "One thing is still to be talked through with %(called)s",
            "%(count)d things are still to be talked through with %(called)s",
            count,
        )
        message = words % who
    return asked(
        not count and seat.ready, _("%(called)s is prepared, and feels ready") % who, _prepare(facts, seat, message)
    )


def _prepare(facts: BookingFacts, seat: Seat, message: str) -> Missing:
    if not seat.of_case and seat.attends is None:
        return Missing(
            code="not_prepared",
            message=message,
            why=_("First ask whether they want to come at all."),
            remedy="",
            who=_("You, at their pace."),
            side=seat.side,
            reference=seat.reference,
        )
    return _theirs(
        facts,
        seat,
        code="not_prepared",
        message=message,
        why=_("Somebody who comes unprepared can be hurt, or hurt others without wanting to."),
        door="engagement:prepare",
        door_label=_("Prepare %(called)s") % {"called": seat.called},
        door_args=(seat.person_id,),
        who=_("You, at their pace."),
    )


def guarded(facts: BookingFacts) -> Iterator[Condition]:
    for seat in facts.seats:
        if not seat.unguarded:
            continue
        yield asked(
            False,
            "",
            Missing(
                code="child_alone",
                message=_("%(called)s is under 18, and nobody answers for them yet") % {"called": seat.called},
                why=_("A parent or guardian agrees, and somebody who is trained for it leads the work with them."),
                remedy=_("Write down who answers for them"),
                who=_("You, with a case supervisor."),
                side=seat.side,
                door="cases:person",
                door_args=(seat.person_id,),
                door_label=_("See who answers for them"),
                reference=seat.reference,
            ),
        )


def _theirs(
    facts: BookingFacts,
    seat: Seat,
    *,
    code: str,
    message: str,
    why: str,
    door: str,
    door_label: str,
    door_args: tuple[str, ...],
    who: str = "",
) -> Missing:
    if not facts.may_be_asked(seat):
        return Missing(
            code=code,
            message=message,
            why=_("First the offender is approached, and says yes. Until then nobody on that side is asked anything."),
            remedy="",
            who=_("The approach comes first."),
            side=seat.side,
            reference=seat.reference,
        )
    return Missing(
        code=code,
        message=message,
        why=why,
        remedy=door_label,
        who=who or _("Only %(called)s can open this one.") % {"called": seat.called},
        side=seat.side,
        door=door,
        door_label=door_label,
        door_args=door_args,
        reference=seat.reference,
    )


def _label(seat: Seat, gone: bool) -> str:
    called = {"called": seat.called}
    return _("Write down a new yes") if gone else _("Ask %(called)s") % called


def _nobody_asks_why() -> str:
    return _("Nobody asks why. If they say yes again by themselves, write it down.")
