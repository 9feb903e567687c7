"""Which meetings somebody may see: those of people of the cases that they see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from talkingpiece.meetings.queries import with_people


@dataclass(frozen=True)
class Sight:
    """What one user may know of the cases and the people that meet here."""

    references: frozenset[str]  # of the cases that they may open
    in_the_room: bool  # they facilitate it, and meet everybody there

    def may_name(self, case: Case | None) -> bool:
        """Whether they may know who comes from this case, or from none."""
        return self.in_the_room or case is None or case.reference in self.references

    def knows(self, seat: Participant) -> bool:
        return self.may_name(seat.case)

    def may_open(self, seat: Participant) -> bool:
        """Whether the case that they come from is open to the reader, and so what is done there."""
        return seat.case is None or seat.case.reference in self.references

    def name_of(self, seat: Participant) -> str:
        return str(seat.person.called) if self.knows(seat) else _("Somebody from another case")


def sight_of(user: User, meeting: Meeting) -> Sight:
    ids = {seat.case_id for seat in meeting.participants.all() if seat.case_id}
    seen = visible_cases(user).filter(pk__in=ids).values_list("reference", flat=True)
    return Sight(frozenset(seen), user.pk in {meeting.lead_id, meeting.co_facilitator_id})


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
    found = AgreementItem.objects.filter(
        pk=item_id, agreement__error_at__isnull=True, agreement__meeting__in=seats.values("meeting_id")
    )
    item = found.select_related("owner__person", "owner__case", "agreement__meeting").first()
    if item is None:
        raise Http404
    return item
