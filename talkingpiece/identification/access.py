from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.identification.models import Extract
from talkingpiece.identification.queries import extracts_of


def visible_extracts(user: User, act: Act = Act.EXTRACT_SEE) -> QuerySet[Extract]:
    return extracts_of(area.pk for area in areas_with(user, act))


def get_extract(user: User, extract_id: UUID, act: Act = Act.EXTRACT_SEE) -> Extract:
    """Raises Http404, as for one that does not exist."""
    found = visible_extracts(user, act).filter(pk=extract_id).first()
    if found is None:
        raise Http404
    return found


def may_in(user: User, area_id: UUID, act: Act) -> bool:
    return any(area.pk == area_id for area in areas_with(user, act))
