from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.notifications.states import StoppedWhy

# A provider answers within seconds; after this a message that was handed over is in doubt.
_ANSWERED_WITHIN = timedelta(minutes=5)


def messages_about(about_ids: Iterable[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(about_id__in=list(about_ids)).order_by("queued_at")


def by_hand(area_id: UUID) -> QuerySet[Message]:
    """Messages that somebody has to send, because no provider can."""
    return Message.objects.filter(area_id=area_id, state=MessageState.STOPPED, stopped_why=StoppedWhy.BY_HAND).order_by(
        "queued_at"
    )


def in_doubt(area_id: UUID, at: datetime) -> QuerySet[Message]:
    """Messages of which nobody knows whether they went out. Never sent again by us: somebody asks the person."""
    crashed = Q(state=MessageState.SENDING, sent_at__lt=at - _ANSWERED_WITHIN)
    return Message.objects.filter(crashed | Q(state=MessageState.UNKNOWN), area_id=area_id).order_by("queued_at")
