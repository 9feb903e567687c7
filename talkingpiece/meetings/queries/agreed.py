"""What was agreed, thing by thing, and the day that counts now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.meetings.models import AgreementItem, Meeting, OutcomeAgreement, Participant, Variation
from talkingpiece.meetings.profile import Meetings
from talkingpiece.meetings.queries.meetings import for_user

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def agreement_of(meeting_id: UUID) -> OutcomeAgreement | None:
    return OutcomeAgreement.objects.filter(meeting_id=meeting_id, error_at__isnull=True).first()


class _Due(TypedDict):
    due_now: date


def items() -> QuerySet[WithAnnotations[AgreementItem, _Due]]:
    """Standing things that somebody said they would do. `due_now`: the day that was agreed last; first due first."""
    last = Variation.objects.filter(item=OuterRef("pk"), error_at__isnull=True).order_by("-happened_at", "-recorded_at")
    found = AgreementItem.objects.filter(agreement__error_at__isnull=True)
    found = found.annotate(due_now=Coalesce(Subquery(last.values("due_on")[:1]), F("due_on")))
    return found.select_related("owner__person", "owner__case", "for_whom__person", "agreement__meeting").order_by(
        "due_now", "pk"
    )


def due_now(item: AgreementItem) -> date:
    """Of an item that was read by this file; else as it was first agreed."""
    found: date = getattr(item, "due_now", item.due_on)
    return found


def items_of(case_id: UUID) -> list[AgreementItem]:
    """What people of this case, or those whom they met, said that they would do; the first due first."""
    mine = Participant.objects.filter(case_id=case_id).values("meeting_id")
    return list(items().filter(agreement__meeting__in=mine))


def items_of_meeting(meeting_id: UUID) -> list[AgreementItem]:
    return list(items().filter(agreement__meeting_id=meeting_id))


def open_items(meeting_id: UUID) -> list[AgreementItem]:
    """Those of which nobody knows yet how they went, or of which the victim has not heard."""
    return [item for item in items_of_meeting(meeting_id) if not item.settled]


def items_due(area_id: UUID, on: date, *, user: User | None = None) -> list[AgreementItem]:
    """Things agreed whose day has come and that are not settled. With `user`: of meetings that are theirs."""
    found = items().filter(area_id=area_id, due_now__lte=on)
    if user is not None:
        found = found.filter(agreement__meeting__in=for_user(Meeting.objects.all(), user))
    return [item for item in found if not item.settled]


def variations_of(item_ids: Iterable[UUID]) -> list[Variation]:
    """Every other day that was agreed, the oldest first; those entered in error too."""
    found = Variation.objects.filter(item_id__in=list(item_ids)).select_related("recorded_by")
    return list(found.order_by("happened_at", "recorded_at"))


def next_follow_up(meeting: Meeting, items: Sequence[AgreementItem], policy: Meetings, today: date) -> date | None:
    """When somebody is next to be asked how it goes: of something agreed, or at the next of the usual intervals.

    None if nothing is open and something was agreed and settled, or the last interval is over. `items`: the open ones.
    """
    asked = [due_now(item) + timedelta(days=0 if item.result else policy.item_asked_after_days) for item in items]
    if asked:
        return max(min(asked), today)
    held_on = timezone.localdate(meeting.held_at or meeting.starts_at)
    if meeting.agreed:
        return None
    later = (held_on + timedelta(days=days) for days in policy.follow_up_days)
    return next((day for day in later if day > today), None)
