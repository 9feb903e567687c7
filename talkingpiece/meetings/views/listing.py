from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import visible_cases
from talkingpiece.core import clock
from talkingpiece.meetings.access import visible_meetings
from talkingpiece.meetings.models import Participant
from talkingpiece.meetings.presenters.listing import meeting_list


@requires(Act.CASE_SEE)
@require_safe
def meetings(request: StaffRequest) -> HttpResponse:
    found = visible_meetings(request.user)
    mine = Participant.objects.filter(meeting__in=found, case__in=visible_cases(request.user))
    seen = frozenset(mine.values_list("case__reference", flat=True))
    return render(request, "meetings/list.html", {"list": meeting_list(found, seen, clock.now())})
