from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import may_in_area
from talkingpiece.agreements.models import Agreement
from talkingpiece.core import clock


def visible_agreements(user: User) -> list[Agreement]:
    """Those of every area in which the user's role may see agreements, drafts and those that were given up too."""
    areas = [area.pk for area in areas_with(user, Act.AGREEMENT_SEE)]
    found = Agreement.objects.filter(area_id__in=areas).select_related("area", "agency", "owner", "deputy")
    return list(found.order_by("area__name", "agency__name", "-starts_on", "-version"))


def get_agreement(user: User, act: Act, agreement_id: UUID) -> Agreement:
    """One of an area in which the user may do this. Raises Http404."""
    found = Agreement.objects.filter(pk=agreement_id, area__in=areas_with(user, act))
    agreement = found.select_related("area", "agency", "owner", "deputy", "sent_by", "read_by", "ended_by").first()
    if agreement is None:
        raise Http404
    return agreement


def may(user: User, act: Act, agreement: Agreement) -> bool:
    return may_in_area(user, act, agreement.area_id, clock.now())
