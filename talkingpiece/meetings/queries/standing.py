"""Whether meetings stand. Never stored: a consent that is taken back is felt everywhere at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.core.blockers import Verdict
from talkingpiece.meetings.conditions import BookingFacts, Policy, blockers_to_book
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries.facts import booking_facts
from talkingpiece.meetings.queries.meetings import ahead, for_user, with_people
from talkingpiece.meetings.queries.planned import planned
from talkingpiece.meetings.queries.policies import approach_of, policies, policy_for


@dataclass(frozen=True)
class Judged:
    facts: BookingFacts
    policy: Policy
    verdict: Verdict
    way: ApproachDef


def judged(meetings: Sequence[Meeting], at: datetime) -> dict[UUID, Judged]:
    """The booking gate of each meeting, with what it was asked on. A fixed number of queries."""
    asked = planned(meetings)
    facts = booking_facts(asked, at)
    sections = policies(one.home for one in asked)
    found = {}
    for one in asked:
        policy = policy_for(one.home, sections)
        way = sections(one.home, Approaches).approach(one.approach)
        found[one.pk] = Judged(facts[one.pk], policy, blockers_to_book(facts[one.pk], policy), way)
    return found


def standing(meetings: Sequence[Meeting], at: datetime) -> dict[UUID, Verdict]:
    """A booked meeting stands while this has no blocker. A fixed number of queries, whatever the number of meetings."""
    return {pk: one.verdict for pk, one in judged(meetings, at).items()}


@dataclass(frozen=True)
class Fallen:
    """A booked meeting that no longer stands: everybody is to be told, and it is planned anew or cancelled."""

    meeting: Meeting
    verdict: Verdict


def fallen(area_id: UUID, at: datetime, *, user: User | None = None) -> list[Fallen]:
    """Booked meetings of today or later that no longer stand, the next first. With `user`: those that are theirs."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    found = ahead([area_id]).filter(confirmed_at__isnull=False, starts_at__gte=midnight)
    if user is not None:
        found = for_user(found, user)
    meetings = list(with_people(found).order_by("starts_at"))
    verdicts = standing(meetings, at)
    return [Fallen(meeting, verdicts[meeting.pk]) for meeting in meetings if not verdicts[meeting.pk].is_open]


def policy_of(meeting: Meeting) -> Policy:
    """By the profile of the case that the meeting was planned from."""
    [one] = planned([meeting])
    return policy_for(one.home, policies([one.home]))


def way_of(meeting: Meeting) -> ApproachDef:
    """What the profile of the case that it was planned from says of its approach."""
    [one] = planned([meeting])
    return approach_of(one.home, meeting.approach)
