"""Whose steps somebody sees, and whose evidence they may take back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.planning_group.models import EvidenceGiven


def area_for(user: User, act: Act, *, slug: str = "") -> Area:
    """The area of that slug, or their first, in which the user may do this. Raises Http404 if there is none."""
    held = [h for h in holdings(user, clock.now()) if act in ROLES[Role(h.role)].acts]
    found = [h.area for h in held if not slug or h.area.slug == slug]
    if not found:
        raise Http404
    return found[0]


def may_in(user: User, act: Act, area: Area) -> bool:
    held = holdings(user, clock.now())
    return any(h.area_id == area.pk and act in ROLES[Role(h.role)].acts for h in held)


def get_evidence(user: User, evidence_id: UUID) -> EvidenceGiven:
    """Evidence that counts, in an area whose work the user oversees. Raises Http404."""
    areas = {h.area_id for h in holdings(user, clock.now()) if Act.WORK_OVERSEE in ROLES[Role(h.role)].acts}
    found = EvidenceGiven.objects.filter(pk=evidence_id, area_id__in=areas, taken_back_at__isnull=True)
    given = found.select_related("given_by", "area").first()
    if given is None:
        raise Http404
    return given
