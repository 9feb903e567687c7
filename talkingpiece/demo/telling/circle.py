"""A healing circle: planned with open seats, joined from another case, prepared, held, and the end that it brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from talkingpiece.accounts.models import User
from talkingpiece.casefile.gates import Told
from talkingpiece.casefile.services import end_case
from talkingpiece.cases.states import ClosureReason, OffenderTold
from talkingpiece.consents.states import Item
from talkingpiece.demo.telling.meeting import Meetings
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import Meeting, Part, Participant, Wellbeing
from talkingpiece.meetings.queries import Place, proposals_for, with_open_seats
from talkingpiece.meetings.services import Attendance, Newcomer, NewSupporter, Plan, Record
from talkingpiece.protection.classes import Side

CIRCLE = "healing_circle"


class Circles(Meetings):
    def chooses_circle(self) -> None:
        self.agrees(Item.MODE, target=CIRCLE)

    def plans_circle(
        self,
        starts_at: datetime,
        venue: str,
        *,
        second: User,
        supporters: Sequence[str] = (),
        community: Sequence[str] = (),
        seats_offered: int = 0,
        practical: str = "",
    ) -> Meeting:
        """Whoever has the case keeps it, with `second`."""
        plan = Plan(
            approach=CIRCLE,
            purpose="support",
            starts_at=starts_at,
            venue=venue,
            venue_kind="neutral",
            lead=self.worker,
            co_facilitator=second,
            practical=practical,
            places=[Place(self.victim, Part.VICTIM, Side.VICTIM, self.case)],
            supporters=[NewSupporter(called, Side.VICTIM, self.case) for called in supporters],
            newcomers=[Newcomer(called, Part.COMMUNITY) for called in community],
            seats_offered=seats_offered,
            home=self.case,
        )
        return meetings.plan_meeting(plan=plan, by=self.worker, at=self.now)

    def asks_for_a_seat(self, words: str) -> Meeting:
        """At the next circle that has one, whoever keeps it."""
        circle = with_open_seats(self.case, self.now)[0]
        meetings.propose_seat(meeting_id=circle.pk, case_id=self.case.pk, words=words, by=self.worker, at=self.now)
        return circle

    def keeps_seats(self, circle: Meeting) -> None:
        for proposal in proposals_for(circle.pk):
            meetings.accept_proposal(proposal_id=proposal.pk, by=self.worker, at=self.now)

    def arranges(self, circle: Meeting, *, piece: str, chair_for: str = "") -> None:
        """The rounds as the approach suggests them."""
        circle = Meeting.objects.get(pk=circle.pk)
        rounds = [meetings.RoundSaid(one.kind, one.prompt, one.minutes) for one in circle.rounds.all()]
        meetings.arrange_meeting(
            meeting_id=circle.pk,
            version=circle.version,
            rounds=rounds,
            piece=piece,
            chair_for=chair_for,
            by=self.worker,
            at=self.now,
        )

    def is_ready_for_circle(self, circle: Meeting, *parts: str, note: str = "") -> None:
        """Whoever sits there in one of these parts, from this case or from none, is prepared and says yes."""
        for seat in self._ours(circle):
            if seat.part in parts:
                self.agrees(Item.ATTEND, person=seat.person, target=str(circle.pk))
                self.prepares(seat.person, ready=True, note=note, approach=CIRCLE)

    def held_in_a_ring(self, circle: Meeting, *, guidelines: str, left_out: Sequence[str] = ()) -> None:
        """Everybody came and stayed. `left_out`: kinds of rounds for which there was no time, or no need."""
        circle = Meeting.objects.get(pk=circle.pk)
        seats = Participant.objects.filter(meeting=circle)
        tomorrow = (self.now + timedelta(days=1)).date()
        record = Record(
            started_at=circle.begun_at or circle.starts_at,
            ended_at=self.now,
            attendance=[Attendance(seat.pk, True, Wellbeing.WELL, tomorrow) for seat in seats],
            agreed=True,
            guidelines=guidelines,
            rounds_used=frozenset(one.pk for one in circle.rounds.all() if one.kind not in left_out),
        )
        meetings.record_held(meeting_id=circle.pk, version=circle.version, record=record, by=self.worker, at=self.now)

    def talks_afterwards(self, circle: Meeting, means: str, **words: str) -> None:
        """With everybody who sat there; `words` by part."""
        for seat in self._seats(circle):
            meetings.record_debrief(
                participant_id=seat.pk,
                spoke=True,
                means=means,
                wellbeing=Wellbeing.WELL,
                words=words.get(seat.part, ""),
                by=self.worker,
                at=self.now,
            )

    def completes_circle(self, *, victim_told: str, victim_words: str, other_help: str) -> None:
        end_case(
            case_id=self.case.pk,
            told=Told(
                reason=ClosureReason.COMPLETED_CIRCLE,
                victim_told=victim_told,
                other_help=other_help,
                ask_later="yes",
                offender_told=OffenderTold.NEVER_APPROACHED,
                follow_up="done",
                completion_told=True,
                feedback_offered=True,
            ),
            victim_words=victim_words,
            offender_words="",
            by=self.worker,
            at=self.now,
        )

    def _ours(self, circle: Meeting) -> list[Participant]:
        return [seat for seat in self._seats(circle) if seat.case_id in {self.case.pk, None}]
