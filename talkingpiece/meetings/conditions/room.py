"""Who may sit in the room: the parts that the approach needs and has room for, and nobody by another name."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, Seat, asked
from talkingpiece.meetings.models import Part
from talkingpiece.protection.classes import Side


def area_open(facts: BookingFacts) -> Condition:
    """Asked before booking only: an area that is closed again books nothing new. What is booked is a promise, and
    worries (conditions.staff.worries)."""
    return asked(
        facts.area_open or facts.booked_at is not None,
        _("The planning group has opened this area for meetings"),
        Missing(
            code="area_closed",
            message=_("The planning group has not opened this area for meetings"),
            why=_("Until it has, nobody is promised a date. Everything before it can be done."),
            remedy=_("Open the area"),
            who=_("The planning group. The scheme manager writes it down."),
            side=Side.SERVICE,
            door="planning_group:steps",
            door_label=_("See what the group has done"),
            of_area=True,
            reference=facts.home,
        ),
    )


def parts(facts: BookingFacts) -> Iterator[Condition]:
    seated = {seat.part for seat in facts.seats}
    for part in facts.needs:
        called = {"part": Part(part).label}
        yield asked(
            part in seated,
            _("The %(part)s takes part") % called,
            Missing(
                code=f"part_{part}",
                message=_("Nobody takes part as the %(part)s") % called,
                remedy=_("This way of communicating needs them."),
                who=_("You can do this now."),
                side=Side.JOINT,
                door="meetings:change" if facts.meeting_id else "cases:responsible_add",
                door_label=_("Say who takes part"),
                door_args=(facts.meeting_id,) if facts.meeting_id else (),
                reference=facts.home,
            ),
        )


def named(facts: BookingFacts) -> Iterator[Condition]:
    """Nobody sits there in a part that this approach has no room for. Whoever is responsible for the harm sits there
    as the offender or not at all: else nobody asks G4 and the law of them."""
    known = {(offender.person_id, offender.reference) for offender in facts.offenders}
    for seat in facts.seats:
        if seat.part not in {*facts.needs, *facts.may}:
            yield asked(False, "", _no_room(facts, seat))
        elif seat.part == Part.OFFENDER and (seat.person_id, seat.reference) not in known:
            yield asked(False, "", _not_responsible(seat))
        elif seat.part != Part.OFFENDER and seat.responsible_in:
            yield asked(False, "", _sits_as_another(facts, seat))


def _no_room(facts: BookingFacts, seat: Seat) -> Missing:
    who = {"called": seat.called, "approach": facts.approach_name}
    return Missing(
        code="no_room",
        message=_("%(called)s has no part in this: %(approach)s") % who,
        why=_("Another way of communicating has room for them."),
        remedy=_("Say who takes part"),
        who=_("You can do this now."),
        side=seat.side,
        door="meetings:change" if facts.meeting_id else "",
        door_label=_("Say who takes part") if facts.meeting_id else "",
        door_args=(facts.meeting_id,) if facts.meeting_id else (),
        reference=seat.reference,
    )


def _not_responsible(seat: Seat) -> Missing:
    return Missing(
        code="not_responsible",
        message=_("%(called)s is not named as responsible in this case") % {"called": seat.called},
        remedy=_("Nobody takes part as an offender of whom we have not asked what the law allows."),
        who=_("You can do this now."),
        side=Side.OFFENDER,
        door="cases:responsible_add",
        door_label=_("Say who is responsible"),
        reference=seat.reference,
    )


def _sits_as_another(facts: BookingFacts, seat: Seat) -> Missing:
    return Missing(
        code="responsible_here",
        message=_("%(called)s is responsible for the harm to somebody who sits here") % {"called": seat.called},
        why=_("They meet as victim and offender, with everything that needs, or not at all."),
        remedy=_("Say who takes part"),
        who=_("You can do this now."),
        side=Side.OFFENDER,
        door="meetings:change",
        door_label=_("Say who takes part"),
        door_args=(facts.meeting_id,),
        reference=seat.responsible_in,
    )
