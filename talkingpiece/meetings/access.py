"""Which meetings somebody may see: those of people of the cases that they see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item, ToldTo
from talkingpiece.core import clock
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant, Proposal
from talkingpiece.meetings.queries import items_agreed, with_open_seats, with_people


@dataclass(frozen=True)
class Sight:
    """What one user may know of the cases and the people that meet here."""

    references: frozenset[str]  # of the cases that they may open
    in_the_room: bool  # they facilitate it, and meet everybody there
    agreed: frozenset[UUID] = frozenset()  # people who let those who sit there too hear what to call them

    def may_name(self, case: Case | None) -> bool:
        """Whether they may know who comes from this case, or from none."""
        return self.in_the_room or case is None or case.reference in self.references

    def knows(self, seat: Participant) -> bool:
        return self.may_name(seat.case)

    def may_be_named(self, seat: Participant) -> bool:
        return self.knows(seat) or seat.person_id in self.agreed

    def may_open(self, reference: str) -> bool:
        """Whether the case where they are asked and prepared is open to the reader."""
        return reference in self.references

    def name_of(self, seat: Participant) -> str:
        if self.may_be_named(seat):
            return str(seat.person.called)
        return _("Somebody from another case")


def sight_of(user: User, meeting: Meeting) -> Sight:
    ids = {seat.case_id for seat in meeting.participants.all() if seat.case_id}
    proposed = Proposal.objects.filter(meeting=meeting, answer="").values("case_id")
    seen = visible_cases(user).filter(Q(pk__in=ids) | Q(pk__in=proposed)).values_list("reference", flat=True)
    agreed = live(ids, on=clock.today()).filter(item=Item.SHARE, target=ToldTo.THOSE_THERE)
    names = frozenset(agreed.values_list("person_id", flat=True))
    return Sight(frozenset(seen), user.pk in {meeting.lead_id, meeting.co_facilitator_id}, names)


def visible_meetings(user: User) -> QuerySet[Meeting]:
    seats = Participant.objects.filter(case__in=visible_cases(user))
    return Meeting.objects.filter(pk__in=seats.values("meeting_id"))


def get_meeting(opened: Opened, meeting_id: UUID) -> Meeting:
    """A meeting with its people, if somebody of this case takes part. Raises Http404, as if there were none."""
    seats = Participant.objects.filter(case=opened.case, meeting_id=meeting_id)
    found = with_people(Meeting.objects.filter(pk__in=seats.values("meeting_id"))).first()
    if found is None:
        raise Http404
    return found


def get_participant(meeting: Meeting, participant_id: UUID, sight: Sight) -> Participant:
    """Raises Http404 for somebody of another meeting, or whom the user does not know."""
    for seat in meeting.participants.all():
        if seat.pk == participant_id and sight.knows(seat):
            return seat
    raise Http404


def get_item(opened: Opened, item_id: UUID) -> AgreementItem:
    seats = Participant.objects.filter(case=opened.case)
    item = items_agreed().filter(pk=item_id, agreement__meeting__in=seats.values("meeting_id")).first()
    if item is None:
        raise Http404
    return item


def get_open_circle(opened: Opened, meeting_id: UUID) -> Meeting:
    """A meeting of other cases that has a seat open. Raises Http404 for any other."""
    for meeting in with_open_seats(opened.case, clock.now()):
        if meeting.pk == meeting_id:
            return meeting
    raise Http404


def get_proposal_for(meeting: Meeting, proposal_id: UUID, sight: Sight) -> Proposal:
    """One that waits for an answer. Only whoever leads the meeting, or may open the case of who is proposed, answers.
    Raises Http404."""
    found = Proposal.objects.filter(pk=proposal_id, meeting=meeting, answer="").select_related("case", "person")
    proposal = found.select_related("asked_by", "case", "person").first()
    if proposal is None or not sight.may_name(proposal.case):
        raise Http404
    return proposal


def get_own_proposal(opened: Opened, proposal_id: UUID) -> Proposal:
    """One of this case that waits for an answer. Raises Http404."""
    found = Proposal.objects.filter(pk=proposal_id, case=opened.case, answer="").first()
    if found is None:
        raise Http404
    return found
