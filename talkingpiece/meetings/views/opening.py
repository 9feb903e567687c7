"""Every page of a meeting begins here: who may do this, which meeting, what they may know, and that they read it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from talkingpiece.accounts.access import StaffRequest
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.meetings.access import Sight, get_meeting, sight_of
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class OpenMeeting:
    opened: Opened
    meeting: Meeting
    sight: Sight

    @property
    def seats(self) -> list[Participant]:
        """The people whom the reader may know."""
        return [seat for seat in self.meeting.participants.all() if self.sight.knows(seat)]


def open_meeting(request: StaffRequest, reference: str, meeting_id: UUID, act: Act) -> OpenMeeting:
    """Raises Http404 for whoever may not do `act` on this case, and for a meeting of other cases."""
    opened = get_case(request.user, reference, act=act)
    meeting = get_meeting(opened, meeting_id)
    record_reading("meeting.read", by=request.user, about=meeting, side=Side.JOINT, case_id=opened.case.pk)
    return OpenMeeting(opened, meeting, sight_of(request.user, meeting))
