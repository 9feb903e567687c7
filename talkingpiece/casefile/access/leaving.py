"""Whose account somebody may close, and whose leave they may look into."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.areas.models import Area
from talkingpiece.staffing.access import get_area


def get_leaver(user: User, user_id: UUID) -> tuple[Area, User]:
    """Somebody with a role in the area, of the service or of an agency; never oneself. Raises Http404."""
    area = get_area(user, Act.ACCOUNT_CLOSE)
    held = RoleHolding.objects.filter(area=area, user_id=user_id, ends_at__isnull=True, user__is_active=True)
    found = held.select_related("user").first()
    if found is None or user_id == user.pk:
        raise Http404
    return area, found.user
