"""Meetings with open seats for victims of other cases, without a name of anybody there; and who was proposed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Item
from talkingpiece.meetings.conditions import ProposalFacts
from talkingpiece.meetings.models import Meeting, Participant, Proposal, Round
from talkingpiece.meetings.queries.meetings import ahead
from talkingpiece.meetings.queries.policies import approach_of
from talkingpiece.meetings.states import AHEAD


def with_open_seats(case: Case, at: datetime) -> list[Meeting]:
    """Those of the area that are still to come and have a seat for somebody of this case, the next first."""
    mine = Participant.objects.filter(case=case).values("meeting_id")
    found = ahead([case.area_id]).filter(seats_offered__gt=0, starts_at__gt=at).exclude(pk__in=mine)
    return list(found.select_related("lead", "co_facilitator", "home").order_by("starts_at"))


def proposals_from(case_id: UUID) -> list[Proposal]:
    """What was asked for this case, the newest first."""
    found = Proposal.objects.filter(case_id=case_id).select_related("meeting__lead", "person", "asked_by")
    return list(found.order_by("-asked_at"))


def proposals_for(meeting_id: UUID) -> list[Proposal]:
    """Who waits for an answer, the first first."""
    found = Proposal.objects.filter(meeting_id=meeting_id, answer="").select_related("person", "case", "asked_by")
    return list(found.order_by("asked_at"))


def proposals_to_answer(area_id: UUID, *, user: User | None = None) -> list[Proposal]:
    """Of meetings that are still to come. With `user`: of those that they lead from a case on which they work."""
    found = Proposal.objects.filter(meeting__in=ahead([area_id]), answer="")
    if user is not None:
        leads = Q(meeting__lead=user) | Q(meeting__co_facilitator=user)
        found = found.filter(leads, meeting__home__in=visible_cases(user))
    return list(found.select_related("meeting__home__victim", "asked_by").order_by("asked_at"))


def facts_for_proposal(meeting: Meeting, case: Case, at: datetime) -> ProposalFacts:
    """Asked of the case of whoever is proposed: their own yes, their own pause, their own profile's words."""
    try:
        name = _(approach_of(case, meeting.approach).name)
    except KeyError:
        name = meeting.approach
    on = timezone.localdate(at)
    chose = live_consent(case.pk, case.victim_id, Item.MODE, on=on, target=meeting.approach)
    return ProposalFacts(
        reference=case.reference,
        victim=case.victim.called,
        victim_id=str(case.victim_id),
        approach=meeting.approach,
        approach_name=name,
        case_open=case.is_open,
        paused=open_pause(case.pk) is not None,
        chose=chose is not None,
        ahead=meeting.stage in AHEAD and meeting.starts_at > at,
        free=meeting.seats_offered,
    )


def rounds_of(meeting_id: UUID) -> list[Round]:
    return list(Round.objects.filter(meeting_id=meeting_id).order_by("position"))
