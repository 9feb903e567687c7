"""G7a, with G4, G5 and G6 in it: what must be in place before a date is fixed, and stay in place while it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.legal import LegalState, legal_state
from talkingpiece.cases.states import Complexity, ContactScope
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.gates import blockers_to_take_part
from talkingpiece.meetings.conditions.facts import BookingFacts, CaseFacts, Missing, OffenderFacts, Policy, Seat, Worker
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.staffing.profile import reaches


def choosing(facts: BookingFacts, policy: Policy) -> list[Condition]:
    """G4, G5 and G6: whether this approach can be planned for these people at all."""
    return [
        *(one for case in facts.cases for one in _case(case)),
        *_parts(facts),
        *(one for offender in facts.offenders for one in _take_part(offender, policy)),
        *(_chose(facts, seat) for seat in facts.seats if seat.part in facts.needs),
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
            *_workers(facts, policy),
            *(_prepared(facts, seat) for seat in facts.seats),
            *(_attends(facts, seat) for seat in facts.seats),
            _date(facts),
        ]
    )


def inside(verdicts: Iterable[Condition], reference: str) -> Iterator[Condition]:
    """Another gate's conditions as part of ours, their doors in the case that they speak of."""
    for one in verdicts:
        if one.blocker is None:
            yield one
        else:
            known = {f.name: getattr(one.blocker, f.name) for f in fields(Blocker)}
            yield Condition(one.met, Missing(**known, reference=reference))


def _case(case: CaseFacts) -> list[Condition]:
    return [
        condition(
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
        condition(
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


def _parts(facts: BookingFacts) -> list[Condition]:
    seated = {seat.part for seat in facts.seats}
    words = {
        "victim": (_("The victim takes part"), _("Nobody takes part as the victim")),
        "offender": (_("The offender takes part"), _("Nobody takes part as the offender")),
    }
    return [
        condition(
            part in seated,
            words[part][0] if part in words else part,
            Missing(
                code=f"part_{part}",
                message=words[part][1] if part in words else part,
                remedy=_("This way of communicating needs them."),
                who=_("You can do this now."),
                side=Side.JOINT,
                door="meetings:change" if facts.meeting_id else "cases:responsible_add",
                door_label=_("Say who takes part"),
                door_args=(facts.meeting_id,) if facts.meeting_id else (),
                reference=facts.home,
            ),
        )
        for part in facts.needs
    ]


def _take_part(offender: OffenderFacts, policy: Policy) -> Iterator[Condition]:
    return inside(blockers_to_take_part(offender.take_part, policy.engagement).conditions, offender.reference)


def _risk(case: CaseFacts, policy: Policy) -> Iterator[Condition]:
    return inside(blockers_to_accept_risk(case.risk, policy.risk).conditions, case.reference)


def _chose(facts: BookingFacts, seat: Seat) -> Condition:
    who = {"called": seat.called, "approach": facts.approach_name}
    return condition(
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


def legal(facts: BookingFacts, offender: OffenderFacts, *, known_for: int | None = None) -> Condition:
    """Whether orders and conditions allow this on the day. `known_for`: how many days old the check may be."""
    state = legal_state(
        offender.legal,
        scope=facts.scope,
        on=facts.day,
        at=facts.at,
        at_most=None if known_for is None else timedelta(days=known_for),
    )
    who = {"called": offender.called, "days": known_for}
    messages = {
        LegalState.FORBIDDEN: _("An order or condition of %(called)s forbids this on the day") % who,
        LegalState.UNKNOWN: _("We do not know what orders and conditions %(called)s has") % who,
        LegalState.STALE: _("The legal-contact check for %(called)s is more than %(days)s days old") % who,
        LegalState.CLEAR: "",
    }
    remedies = {
        LegalState.FORBIDDEN: _("Only whoever made the order can change it. A written exception is recorded here."),
        LegalState.UNKNOWN: _("Unknown counts as no."),
        LegalState.STALE: _("Orders change. Ask again."),
        LegalState.CLEAR: "",
    }
    return condition(
        state is LegalState.CLEAR,
        _("No order or condition of %(called)s forbids this on the day") % who,
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


def _workers(facts: BookingFacts, policy: Policy) -> Iterator[Condition]:
    sensitive = any(case.sensitive for case in facts.cases)
    if sensitive and policy.meetings.two_facilitators_if_sensitive:
        yield condition(
            len(facts.workers) >= 2,
            _("Two facilitators work together"),
            _staff(
                facts,
                "two_facilitators",
                _("A sensitive and complex case needs two facilitators"),
                _("One leads, and one looks after how everybody is."),
            ),
        )
    complexity = Complexity.SENSITIVE if sensitive else Complexity.STANDARD
    for worker in facts.workers:
        needed = policy.staffing.needed(complexity, worker.role)
        yield from _worker(facts, worker, bool(worker.level) and reaches(worker.level, needed))


def _worker(facts: BookingFacts, worker: Worker, qualified: bool) -> Iterator[Condition]:
    name = {"name": worker.name, "people": ", ".join(worker.knows)}
    yield condition(
        qualified,
        _("%(name)s is qualified for this") % name,
        _staff(
            facts,
            "not_qualified",
            _("%(name)s is not yet qualified to facilitate this") % name,
            _("Another facilitator may lead. A coordinator knows who is free."),
        ),
    )
    yield condition(
        not worker.knows,
        _("%(name)s has no conflict of interest") % name,
        _staff(
            facts,
            "conflict",
            _("%(name)s has a conflict of interest with %(people)s") % name,
            _("Somebody who knows one of them cannot be there for all of them."),
        ),
    )


def _staff(facts: BookingFacts, code: str, message: str, why: str) -> Missing:
    return Missing(
        code=code,
        message=message,
        remedy=why,
        who=_("You, with a coordinator."),
        side=Side.SERVICE,
        door="meetings:change",
        door_label=_("Choose the facilitators"),
        door_args=(facts.meeting_id,),
        reference=facts.home,
    )


def _prepared(facts: BookingFacts, seat: Seat) -> Condition:
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
    return condition(
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


def _attends(facts: BookingFacts, seat: Seat) -> Condition:
    who = {"called": seat.called}
    stale = seat.attends is not None and not seat.attends.since(facts.terms_at)
    return condition(
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


def _date(facts: BookingFacts) -> Condition:
    """Asked before booking only: that time passes does not make a booked meeting fall."""
    return condition(
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


def scope_of(mode: str) -> str:
    """Which contact an approach of this mode means, in the words of orders and their exceptions."""
    return ContactScope.DIRECT if mode == "direct" else ContactScope.INDIRECT
