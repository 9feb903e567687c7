"""The next gate on the way of one case: the very functions that the acts ask, in the order in which people go.

G2 (the victim is ready), G3 (approach), G4 (can take part), G5 (risk), the plan, G7a (book), G7b (begin), what follows
a meeting, and the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.casefile.gates import Told, blockers_to_end, facts_for_end
from talkingpiece.casefile.next_gates import (
    NextGate,
    approach_gate,
    begin_gate,
    booking_gate,
    chosen_gate,
    end_gate,
    nobody_named,
    ready_gate,
    risk_gate,
    take_part_gate,
)
from talkingpiece.casefile.progress import Facts
from talkingpiece.casefile.queries import Shelf, progress_of
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.states import ClosureReason, OffenderTold, VictimTold
from talkingpiece.core.blockers import Verdict
from talkingpiece.engagement.gates import (
    blockers_to_approach,
    blockers_to_be_ready,
    blockers_to_take_part,
    facts_for_approach,
    facts_for_take_part,
)
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import victim_ready_facts
from talkingpiece.engagement.states import Reply
from talkingpiece.meetings.gates import blockers_to_begin, facts_to_begin
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.presenters.gate import told
from talkingpiece.meetings.queries import choices, policy_of, standing, way_of
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import risk_facts

# What only a person can say is asked on the page that ends the case; here it is taken as said.
SAID = Told(
    reason=ClosureReason.COMPLETED_DIRECT,
    victim_told=VictimTold.IN_PERSON,
    other_help="-",
    ask_later="not_asked",
    offender_told=OffenderTold.TOLD,
    follow_up="done",
    completion_told=True,
    feedback_offered=True,
)


class Way:
    """One open case on its way. Asks each gate at most once, and only those that lie ahead."""

    def __init__(self, shelf: Shelf, case: Case, reader: frozenset[Side]) -> None:
        self.shelf, self.case, self.at, self.reader = shelf, case, shelf.at, reader
        self.engagement = shelf.section(case, Engagement)

    def _told(self, answer: Verdict) -> Verdict:
        """As far as the reader may know it: what is counted here is counted of that."""
        return told(answer, self.reader, frozenset({self.case.reference}))

    @cached_property
    def responsibles(self) -> Sequence[Responsible]:
        return self.shelf.responsibles[self.case.pk]

    @cached_property
    def unapproached(self) -> Responsible | None:
        return next((row for row in self.responsibles if row.pk not in self.shelf.approaches), None)

    @cached_property
    def ready(self) -> Verdict:
        return self._told(blockers_to_be_ready(victim_ready_facts(self.case, self.shelf.on), self.engagement))

    @cached_property
    def approach(self) -> Verdict | None:
        """G3 of the first offender who was not approached yet."""
        if self.unapproached is None:
            return None
        facts = facts_for_approach(self.case, self.unapproached, self.at)
        return self._told(blockers_to_approach(facts, self.engagement))

    @cached_property
    def stands(self) -> dict[UUID, Verdict]:
        """By meeting that is still to come."""
        ahead = [meeting for meeting in self.shelf.meetings(self.case) if not meeting.held_at]
        found = standing(ahead, self.at) if ahead else {}
        return {pk: self._told(answer) for pk, answer in found.items()}

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
            return ready_gate(self.ready, self.case.victim.called)
        # A date that people hold on to comes before everything: its gate asks all the others again.
        ahead = self._meeting() or self._chosen()
        if ahead is not None:
            return ahead
        return self._before_meeting() if self.responsibles else nobody_named(self.ready)

    def _chosen(self) -> NextGate | None:
        """What the victim chose that needs nobody else's yes."""
        ways = self.shelf.section(self.case, Approaches).without_offender
        chosen = next((way for way in ways if self.case.victim_id in choices(self.case, way.key, self.shelf.on)), None)
        if chosen is None:
            return None
        facts = risk_facts(self.case.pk, chosen.key, self.shelf.on)
        found = blockers_to_accept_risk(facts, self.shelf.section(self.case, Risk))
        return chosen_gate(self._told(found), _(chosen.name))

    def _before_meeting(self) -> NextGate:
        taking_part = [offender for offender in self.facts.offenders if offender.taking_part]
        if not taking_part:
            return self._offender()
        key = self.shelf.section(self.case, Approaches).approaches[0].key
        facts = risk_facts(self.case.pk, key, self.shelf.on)
        found = blockers_to_accept_risk(facts, self.shelf.section(self.case, Risk))
        return risk_gate(self._told(found), self.case.victim.called, taking_part[0].called)

    def _offender(self) -> NextGate:
        """Whoever has heard of it comes first: they wait for something. Else the first to be approached."""
        heard = next((row for row in self.responsibles if row.pk in self.shelf.approaches), None)
        open_answer = heard is not None and self.shelf.approaches[heard.pk].reply not in {Reply.NO, Reply.NOT_NOW}
        if heard is not None and (open_answer or self.unapproached is None):
            found = blockers_to_take_part(facts_for_take_part(heard), self.engagement)
            return take_part_gate(self._told(found), heard)
        assert self.unapproached is not None
        assert self.approach is not None
        return approach_gate(self.approach, self.unapproached)

    def _meeting(self) -> NextGate | None:
        ahead = [meeting for meeting in self.shelf.meetings(self.case) if not meeting.held_at]
        if not ahead:
            return None
        meeting = ahead[0]
        found = self.stands[meeting.pk]
        if meeting.confirmed_at is None or not found.is_open:
            return booking_gate(found, meeting)
        begin = blockers_to_begin(facts_to_begin(meeting, self.at), policy_of(meeting))
        return begin_gate(self._told(begin), meeting)

    def _end(self, meeting: Meeting) -> NextGate:
        way = way_of(meeting)
        said = replace(SAID, reason=way.ends)
        if not self.shelf.approaches:
            said = replace(said, offender_told=OffenderTold.NEVER_APPROACHED)
        return end_gate(self._told(blockers_to_end(facts_for_end(self.case, said))), meeting, way)
