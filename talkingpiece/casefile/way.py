"""The next gate on the way of one case: the very functions that the acts ask, in the order in which people go.

G2 (the victim is ready), G3 (approach), G4 (can take part), G5 (risk), the plan, G7a (book), G7b (begin), what follows
a meeting, and the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.gates import Told, blockers_to_end, facts_for_end
from talkingpiece.casefile.progress import Facts, OffenderProgress
from talkingpiece.casefile.queries import Shelf, progress_of
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.states import ClosureReason, OffenderTold, VictimTold
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.engagement.gates import (
    blockers_to_approach,
    blockers_to_be_ready,
    blockers_to_take_part,
    facts_for_approach,
    facts_for_take_part,
)
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import victim_ready_facts
from talkingpiece.meetings.gates import blockers_to_begin, facts_to_begin
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import policy_of, standing
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import risk_facts
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class NextGate:
    """`closed` and `opened` are its headings. `door` is where the act is done once the gate is open."""

    name: str
    verdict: Verdict
    closed: str
    opened: str
    door: str = ""
    door_args: tuple[object, ...] = ()
    door_label: str = ""
    says_met: bool = True


class Way:
    """One open case on its way. Asks each gate at most once, and only those that lie ahead."""

    def __init__(self, shelf: Shelf, case: Case) -> None:
        self.shelf, self.case, self.at = shelf, case, shelf.at
        self.engagement = shelf.section(case, Engagement)

    @cached_property
    def responsibles(self) -> Sequence[Responsible]:
        return self.shelf.responsibles[self.case.pk]

    @cached_property
    def unapproached(self) -> Responsible | None:
        return next((row for row in self.responsibles if row.pk not in self.shelf.approaches), None)

    @cached_property
    def ready(self) -> Verdict:
        return blockers_to_be_ready(victim_ready_facts(self.case, self.shelf.on), self.engagement)

    @cached_property
    def approach(self) -> Verdict | None:
        """G3 of the first offender who was not approached yet."""
        if self.unapproached is None:
            return None
        return blockers_to_approach(facts_for_approach(self.case, self.unapproached, self.at), self.engagement)

    @cached_property
    def stands(self) -> dict[UUID, Verdict]:
        """By meeting that is still to come."""
        ahead = [meeting for meeting in self.shelf.meetings(self.case) if not meeting.held_at]
        return standing(ahead, self.at) if ahead else {}

    @cached_property
    def facts(self) -> Facts:
        found = progress_of(
            self.shelf,
            stands=lambda meeting: meeting.pk not in self.stands or self.stands[meeting.pk].is_open,
            before_ready=len(self.ready.blockers),
            before_approach=len(self.approach.blockers) if self.approach else 0,
        )
        return found[self.case.pk]

    @property
    def next_gate(self) -> NextGate:
        held = [meeting for meeting in self.shelf.meetings(self.case) if meeting.held_at]
        if held:
            return self._end(held[-1])
        if not self.ready.is_open:
            return self._ready()
        if not self.responsibles:
            return self._nobody_named()
        taking_part = [o for o in self.facts.offenders if o.taking_part]
        if not taking_part:
            return self._offender()
        return self._meeting() or self._risk(taking_part[0])

    def _ready(self) -> NextGate:
        name = {"name": self.case.victim.called, "count": len(self.ready.blockers)}
        return NextGate(
            name="G2",
            verdict=self.ready,
            closed=ngettext(
                "What blocks us: one thing before %(name)s is ready",
                "What blocks us: %(count)d things before %(name)s is ready",
                len(self.ready.blockers),
            )
            % name,
            opened=_("%(name)s is ready") % name,
        )

    def _nobody_named(self) -> NextGate:
        missing = Blocker(
            code="nobody_named",
            message=_("Nobody is named as responsible"),
            why=_("As soon as a name is known, from the victim, the court or an agency, it is entered here."),
            remedy=_("Name the person responsible"),
            who=_("You can do this now."),
            side=Side.OFFENDER,
            door="cases:responsible_add",
            door_label=_("Name the person"),
        )
        return NextGate(
            name="G3",
            verdict=verdict([*self.ready.conditions, condition(False, "", missing)]),
            closed=_("What blocks us: one thing before anybody can be approached"),
            opened="",
        )

    def _offender(self) -> NextGate:
        """Whoever has heard of it comes first: they wait for something. Else the first to be approached."""
        heard = next((row for row in self.responsibles if row.pk in self.shelf.approaches), None)
        if heard is not None and self.shelf.approaches[heard.pk].reply not in {"no", "not_now"}:
            return self._take_part(heard)
        if self.unapproached is not None:
            return self._approach(self.unapproached)
        assert heard is not None
        return self._take_part(heard)

    def _approach(self, row: Responsible) -> NextGate:
        assert self.approach is not None
        name = {"name": row.person.called, "count": len(self.approach.blockers)}
        return NextGate(
            name="G3",
            verdict=self.approach,
            closed=ngettext(
                "What blocks us: one thing before %(name)s can be approached",
                "What blocks us: %(count)d things before %(name)s can be approached",
                len(self.approach.blockers),
            )
            % name,
            opened=_("%(name)s can be approached") % name,
            door="engagement:approach",
            door_args=(row.pk,),
            door_label=_("Approach %(name)s") % name,
        )

    def _take_part(self, row: Responsible) -> NextGate:
        found = blockers_to_take_part(facts_for_take_part(row), self.engagement)
        name = {"name": row.person.called, "count": len(found.blockers)}
        return NextGate(
            name="G4",
            verdict=found,
            closed=ngettext(
                "What blocks us: one thing before %(name)s can take part",
                "What blocks us: %(count)d things before %(name)s can take part",
                len(found.blockers),
            )
            % name,
            opened=_("%(name)s can take part, once contact is clear in law") % name,
            door="cases:legal_check",
            door_args=(row.pk,),
            door_label=_("Check orders and conditions"),
        )

    def _risk(self, offender: OffenderProgress) -> NextGate:
        key = self.shelf.section(self.case, Approaches).approaches[0].key
        found = blockers_to_accept_risk(
            risk_facts(self.case.pk, key, self.shelf.on), self.shelf.section(self.case, Risk)
        )
        name = {"name": self.case.victim.called, "other": offender.called, "count": len(found.blockers)}
        return NextGate(
            name="G5",
            verdict=found,
            closed=ngettext(
                "What blocks us: one thing before %(name)s and %(other)s can meet",
                "What blocks us: %(count)d things before %(name)s and %(other)s can meet",
                len(found.blockers),
            )
            % name,
            opened=_("A meeting of %(name)s and %(other)s can be planned") % name,
            door="meetings:plan",
            door_label=_("Plan the meeting"),
        )

    def _meeting(self) -> NextGate | None:
        ahead = [meeting for meeting in self.shelf.meetings(self.case) if not meeting.held_at]
        if not ahead:
            return None
        meeting = ahead[0]
        return self._begin(meeting) if self._is_on(meeting) else self._book(meeting)

    def _is_on(self, meeting: Meeting) -> bool:
        return meeting.confirmed_at is not None and self.stands[meeting.pk].is_open

    def _book(self, meeting: Meeting) -> NextGate:
        found = self.stands[meeting.pk]
        values = {"day": short_date(meeting.starts_at), "count": len(found.blockers)}
        fell = meeting.confirmed_at is not None
        if fell:
            closed = _("The meeting on %(day)s no longer stands") % values
        else:
            closed = (
                ngettext(
                    "What blocks us: one thing before the meeting on %(day)s can be booked",
                    "What blocks us: %(count)d things before the meeting on %(day)s can be booked",
                    len(found.blockers),
                )
                % values
            )
        return NextGate(
            name="G7a",
            verdict=found,
            closed=closed,
            opened=_("The meeting on %(day)s can be booked") % values,
            door="meetings:book",
            door_args=(meeting.pk,),
            door_label=_("Book the meeting"),
        )

    def _begin(self, meeting: Meeting) -> NextGate:
        found = blockers_to_begin(facts_to_begin(meeting, self.at), policy_of(meeting))
        values = {"day": short_date(meeting.starts_at), "count": len(found.blockers)}
        return NextGate(
            name="G7b",
            verdict=found,
            closed=ngettext(
                "The meeting is booked: one thing before it can begin on %(day)s",
                "The meeting is booked: %(count)d things before it can begin on %(day)s",
                len(found.blockers),
            )
            % values,
            opened=_("The meeting can begin"),
            door="meetings:begin",
            door_args=(meeting.pk,),
            door_label=_("Begin the meeting"),
        )

    def _end(self, meeting: Meeting) -> NextGate:
        """What the record still waits for. What only a person can say is asked on the page that ends the case."""
        said = _SAID if self.shelf.approaches else replace(_SAID, offender_told=OffenderTold.NEVER_APPROACHED)
        found = blockers_to_end(facts_for_end(self.case, said))
        values = {"day": short_date(meeting.held_at), "count": len(found.blockers)}
        return NextGate(
            name="G9b",
            verdict=found,
            closed=ngettext(
                "They met on %(day)s. One thing is left before the case can end well",
                "They met on %(day)s. %(count)d things are left before the case can end well",
                len(found.blockers),
            )
            % values,
            opened=_("They met on %(day)s, and everything is followed up") % values,
            door="casefile:end",
            door_label=_("End well"),
            says_met=False,
        )


_SAID = Told(
    reason=ClosureReason.COMPLETED_DIRECT,
    victim_told=VictimTold.IN_PERSON,
    other_help="-",
    ask_later="not_asked",
    offender_told=OffenderTold.TOLD,
    follow_up="done",
    completion_told=True,
    feedback_offered=True,
)


def way_of(case: Case, at: datetime) -> Way:
    return Way(Shelf([case], at), case)
