"""Which meetings somebody may see: those of people of the cases that they see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, visible_cases
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from talkingpiece.meetings.queries import with_people


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


def get_participant(meeting: Meeting, participant_id: UUID) -> Participant:
    for seat in meeting.participants.all():
        if seat.pk == participant_id:
            return seat
    raise Http404


def get_item(opened: Opened, item_id: UUID) -> AgreementItem:
    seats = Participant.objects.filter(case=opened.case)
    found = AgreementItem.objects.filter(
        pk=item_id, agreement__error_at__isnull=True, agreement__meeting__in=seats.values("meeting_id")
    )
    item = found.select_related("owner__person", "agreement__meeting").first()
    if item is None:
        raise Http404
    return item


def references_seen(user: User, meeting: Meeting) -> frozenset[str]:
    """Of the cases that meet here, those that the user may open."""
    ids = {seat.case_id for seat in meeting.participants.all() if seat.case_id}
    return frozenset(visible_cases(user).filter(pk__in=ids).values_list("reference", flat=True))
