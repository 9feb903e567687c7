"""The conference: planned, booked, held, written up without what was said, and followed up. And how a case ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.casefile.gates import Told
from talkingpiece.casefile.services import end_case
from talkingpiece.cases.models import Companion
from talkingpiece.cases.states import ClosureReason, OffenderTold
from talkingpiece.consents.states import Item
from talkingpiece.demo.telling.approaching import CONFERENCE, Approaching
from talkingpiece.demo.telling.listening import Listening
from talkingpiece.demo.telling.words import Promise
from talkingpiece.engagement.queries import needs
from talkingpiece.evaluation.services import Answers, NeedAnswer, record_asking
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import AgreementItem, Meeting, Part, Participant, Wellbeing
from talkingpiece.meetings.queries import Place, items_of_meeting
from talkingpiece.meetings.services import Attendance, Draft, NewSupporter, Plan, Record
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side


class Meetings(Listening, Approaching):
    def plans_meeting(
        self,
        starts_at: datetime,
        venue: str,
        venue_kind: str,
        *,
        co_facilitator: User | None = None,
        supporters: Sequence[tuple[str, Person]] = (),
        companions: Sequence[Companion] = (),
        practical: str = "",
    ) -> Meeting:
        """`supporters`: what each is called, and with whom they come; `companions` are known already."""
        plan = Plan(
            approach=CONFERENCE,
            starts_at=starts_at,
            venue=venue,
            venue_kind=venue_kind,
            lead=self.worker,
            co_facilitator=co_facilitator,
            practical=practical,
            places=[
                Place(self.victim, Part.VICTIM, Side.VICTIM, self.case),
                Place(self.offender, Part.OFFENDER, Side.OFFENDER, self.case),
                *(Place(one.person, one.part, Side(one.side), self.case) for one in companions),
            ],
            supporters=[NewSupporter(called, self.side_of(person), self.case) for called, person in supporters],
        )
        return meetings.plan_meeting(plan=plan, by=self.worker, at=self.now)

    def everybody_attends(self, meeting: Meeting) -> None:
        for seat in self._seats(meeting):
            self.agrees(Item.ATTEND, person=seat.person, target=str(meeting.pk))

    def prepares_supporters(self, meeting: Meeting, note: str) -> None:
        for seat in self._seats(meeting):
            if seat.part == Part.SUPPORTER:
                self.prepares(seat.person, ready=True, note=note)

    def books(self, meeting: Meeting) -> None:
        meetings.book_meeting(meeting_id=meeting.pk, by=self.worker, at=self.now)

    def checks(self, meeting: Meeting, kind: str, words: str) -> None:
        meetings.record_check(
            meeting_id=meeting.pk,
            kind=kind,
            everybody_willing=True,
            place_cleared=True,
            words=words,
            by=self.worker,
            at=self.now,
        )

    def begins(self, meeting: Meeting) -> None:
        meetings.begin_meeting(meeting_id=meeting.pk, by=self.worker, at=self.now)

    def met(self, meeting: Meeting, *, agreed: bool = True) -> None:
        """Everybody came, and stayed to the end."""
        meeting = Meeting.objects.get(pk=meeting.pk)
        there = [
            Attendance(
                participant_id=seat.pk,
                attended=True,
                wellbeing=Wellbeing.WELL,
                next_contact_on=(self.now + timedelta(days=1)).date(),
            )
            for seat in self._seats(meeting)
        ]
        record = Record(
            started_at=meeting.begun_at or meeting.starts_at, ended_at=self.now, attendance=there, agreed=agreed
        )
        meetings.record_held(meeting_id=meeting.pk, version=meeting.version, record=record, by=self.worker, at=self.now)

    def they_agree(self, meeting: Meeting, promises: Sequence[Promise], words: str) -> list[UUID]:
        """Ids of what was promised, in that order."""
        seats = {seat.person_id: seat.pk for seat in self._seats(meeting)}
        drafts = [Draft(one.what, seats[one.who.pk], one.by, share_with=one.told_to) for one in promises]
        meetings.record_agreement(
            meeting_id=meeting.pk,
            drafts=drafts,
            agree_freely=set(seats.values()),
            lawful=True,
            against_no_order=True,
            words=words,
            by=self.worker,
            at=self.now,
        )
        made: dict[str, AgreementItem] = {item.words: item for item in items_of_meeting(meeting.pk)}
        return [made[one.what].pk for one in promises]

    def debriefs(self, meeting: Meeting, person: Person | None, means: str, words: str) -> None:
        """`person` None: whoever supported somebody."""
        for seat in self._seats(meeting):
            if seat.person_id == person.pk if person else seat.part == Part.SUPPORTER:
                meetings.record_debrief(
                    participant_id=seat.pk,
                    spoke=True,
                    means=means,
                    wellbeing=Wellbeing.WELL,
                    words=words,
                    by=self.worker,
                    at=self.now,
                )

    def kept(self, item_id: UUID, words: str, *, result: str = "done") -> None:
        """How it went, and the victim was told at once."""
        meetings.record_result(
            item_id=item_id,
            result=result,
            words=words,
            victim_told_at=self.now,
            no_news_wanted=False,
            by=self.worker,
            at=self.now,
        )

    def asks_needs(self, means: str, met: Sequence[str], words: str, *, more: Sequence[str] = ()) -> None:
        """`met` and `more`: of each need in their order, how far, and in what words."""
        said = [*more, *("" for _ in met)]
        answers = [
            NeedAnswer(need.pk, how_far, of_it)
            for need, how_far, of_it in zip(needs(self.case.pk), met, said, strict=False)
        ]
        record_asking(
            case_id=self.case.pk,
            means=means,
            answers=Answers(needs=answers, felt_safe="fully", would_again="fully", words=words),
            by=self.worker,
            at=self.now,
        )

    def would_rather_not_say(self, means: str) -> None:
        record_asking(case_id=self.case.pk, means=means, answers=None, by=self.worker, at=self.now)

    def ends_early(
        self,
        reason: str,
        *,
        victim_told: str,
        victim_words: str = "",
        other_help: str = "",
        ask_later: str = "not_asked",
        offender_told: str = OffenderTold.NEVER_APPROACHED,
        offender_words: str = "",
    ) -> None:
        end_case(
            case_id=self.case.pk,
            told=Told(
                reason=reason,
                victim_told=victim_told,
                other_help=other_help,
                ask_later=ask_later,
                offender_told=offender_told,
            ),
            victim_words=victim_words,
            offender_words=offender_words,
            by=self.worker,
            at=self.now,
        )

    def completes(self, *, victim_told: str, victim_words: str, other_help: str, offender_words: str) -> None:
        end_case(
            case_id=self.case.pk,
            told=Told(
                reason=ClosureReason.COMPLETED_DIRECT,
                victim_told=victim_told,
                other_help=other_help,
                ask_later="no",
                offender_told=OffenderTold.TOLD,
                follow_up="done",
                completion_told=True,
                feedback_offered=True,
            ),
            victim_words=victim_words,
            offender_words=offender_words,
            by=self.worker,
            at=self.now,
        )

    def _seats(self, meeting: Meeting) -> list[Participant]:
        found = Participant.objects.filter(meeting=meeting).select_related("person")
        return sorted(found, key=lambda seat: Part.values.index(seat.part))
