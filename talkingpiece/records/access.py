from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened
from talkingpiece.records.models import BroughtList, TakenOver


def visible_lists(user: User) -> QuerySet[BroughtList]:
    return BroughtList.objects.filter(area__in=areas_with(user, Act.LIST_BRING))


def get_list(user: User, list_id: UUID) -> BroughtList:
    """Raises Http404, as for a list that does not exist."""
    found = visible_lists(user).filter(pk=list_id).select_related("uploaded_by", "area").first()
    if found is None:
        raise Http404
    return found


def get_taken_over(opened: Opened, taken_id: UUID) -> TakenOver:
    """Raises Http404 for what was taken over into another case."""
    found = TakenOver.objects.standing().filter(pk=taken_id, case=opened.case)
    taken = found.select_related("person", "settled_by", "recorded_by").first()
    if taken is None:
        raise Http404
    return taken
