from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.documents.exports import Export
from talkingpiece.documents.models import PreparedFile


def still_may(user_id: UUID, act: Act, area_id: UUID, at: datetime) -> User | None:
    """The user as they are now, if a role of theirs in that area has the act. Nothing is remembered from before."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not any(act in ROLES[role].acts for role in roles_in(user, area_id, at)):
        return None
    return user


def visible_files(user: User, export: Export, at: datetime) -> QuerySet[PreparedFile]:
    """Those that they asked for themselves, in areas in which they may have them now."""
    found = PreparedFile.objects.filter(asked_by=user, export=export.name)
    areas = set(found.values_list("area_id", flat=True))
    return found.filter(area_id__in=[area for area in areas if still_may(user.pk, export.act, area, at)])


def get_file(user: User, export: Export, file_id: UUID, at: datetime) -> PreparedFile:
    """Raises Http404, as for a file that does not exist."""
    found = visible_files(user, export, at).filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found
