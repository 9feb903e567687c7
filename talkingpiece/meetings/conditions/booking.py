"""G7a, with G4, G5 and G6 in it: what must be in place before a date is fixed, and stay in place while it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Blocker, Condition, Verdict, verdict
from talkingpiece.engagement.gates import blockers_to_take_part
from talkingpiece.meetings.conditions import people, room
from talkingpiece.meetings.conditions.changed import changed
from talkingpiece.meetings.conditions.facts import Asked, BookingFacts, CaseFacts, Missing, OffenderFacts, Policy, asked
from talkingpiece.meetings.conditions.law import legal
from talkingpiece.meetings.conditions.staff import workers
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk


def choosing(facts: BookingFacts, policy: Policy) -> list[Condition]:
    """G4, G5 and G6: whether this approach can be planned for these people at all."""
    return [
        room.area_open(facts),
        *(one for case in facts.cases for one in _case(case)),
        *room.parts(facts),
        *room.named(facts),
        *(one for offender in facts.offenders for one in _take_part(offender, policy)),
        *(people.chose(facts, seat) for seat in facts.seats if seat.part in facts.choosers),
        *(one for case in facts.cases for one in _risk(case, policy)),
    ]


def blockers_to_choose(facts: BookingFacts, policy: Policy) -> Verdict:
    return verdict(choosing(facts, policy))


def blockers_to_book(facts: BookingFacts, policy: Policy) -> Verdict:
    """G7a. A booked meeting stands for as long as this has no blocker."""
    return verdict(
        [
            *choosing(facts, policy),
            *(legal(facts, offender) for offender in facts.offenders),
            *changed(facts),
            *workers(facts, policy),
            *(people.prepared(facts, seat) for seat in facts.seats),
            *people.guarded(facts),
            *(people.attends(facts, seat) for seat in facts.seats),
            _date(facts),
        ]
    )


def inside(verdicts: Iterable[Condition], reference: str) -> Iterator[Condition]:
    """Another gate's conditions as part of ours, their doors in the case that they speak of."""
    for one in verdicts:
        blocker = one.blocker
        if blocker is not None:
            blocker = Missing(**{f.name: getattr(blocker, f.name) for f in fields(Blocker)}, reference=reference)
        yield Asked(one.met, blocker, one.side, reference)


def _case(case: CaseFacts) -> list[Condition]:
    return [
        asked(
            case.is_open,
            _("The case is open"),
            Missing(
                code="case_ended",
                message=_("This case has ended"),
                remedy=_("Open it again first."),
                who=_("You can do this now."),
                side=Side.JOINT,
                door="casefile:reopen",
                door_label=_("Open it again"),
                reference=case.reference,
            ),
        ),
        asked(
            not case.paused,
            _("%(victim)s has not paused") % {"victim": case.victim},
            Missing(
                code="paused",
                message=_("%(victim)s has paused") % {"victim": case.victim},
                remedy=_("A pause costs nothing, and needs no end."),
                who=_("Only %(victim)s can end it.") % {"victim": case.victim},
                side=Side.VICTIM,
                door="cases:resume",
                door_label=_("Record that they go on"),
                reference=case.reference,
            ),
        ),
    ]


def _take_part(offender: OffenderFacts, policy: Policy) -> Iterator[Condition]:
    return inside(blockers_to_take_part(offender.take_part, policy.engagement).conditions, offender.reference)


def _risk(case: CaseFacts, policy: Policy) -> Iterator[Condition]:
    return inside(blockers_to_accept_risk(case.risk, policy.risk).conditions, case.reference)


def _date(facts: BookingFacts) -> Condition:
    """Asked before booking only: that time passes does not make a booked meeting fall."""
    return asked(
        facts.booked_at is not None or facts.at < facts.starts_at,
        _("The date is still to come"),
        Missing(
            code="date_passed",
            message=_("The date has passed"),
            remedy=_("Choose another date with everybody, or record that the meeting was held."),
            who=_("You can do this now."),
            side=Side.JOINT,
            door="meetings:change",
            door_label=_("Change the date"),
            door_args=(facts.meeting_id,),
            reference=facts.home,
        ),
    )
