"""Whose doings somebody may look into, and on which cases: where they look after the trail, and never where a conflict
of interest shuts a case to them. Whoever opens no case sees its reference here, and nobody of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import decide
from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.cases.access import relation_to
from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.protection.classes import DataClass


def areas_looked_after(user: User) -> list[Area]:
    held = holdings(user, clock.now())
    return list({h.area_id: h.area for h in held if Act.TRAIL_SEE in ROLES[Role(h.role)].acts}.values())


def case_of_trail(user: User, reference: str) -> Case:
    """The case, for its trail alone. Raises Http404."""
    areas = [area.pk for area in areas_looked_after(user)]
    case = Case.objects.filter(area_id__in=areas, reference=reference).first()
    if case is None:
        raise Http404
    decision = decide(Act.TRAIL_SEE, DataClass.A1, relation_to(user, case), "", clock.now())
    if not decision.allow:
        raise Refused(decision.reason)
    return case


def get_looked_at(user: User, who: UUID) -> tuple[Area, User]:
    """Somebody who has or had a role in an area whose trail this user looks after. Raises Http404."""
    areas = {area.pk: area for area in areas_looked_after(user)}
    found = RoleHolding.objects.filter(area_id__in=areas, user_id=who).select_related("user").first()
    if found is None:
        raise Http404
    return areas[found.area_id], found.user
