"""Which referrals somebody may see: the list and the one, by the same statement."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.core import clock
from talkingpiece.referrals.models import Referral


def visible_referrals(user: User, act: Act = Act.REFERRAL_SEE) -> QuerySet[Referral]:
    held = holdings(user, clock.now())
    areas = {h.area_id for h in held if act in ROLES[Role(h.role)].acts}
    return Referral.objects.filter(area_id__in=areas)


def get_referral(user: User, reference: str, *, act: Act = Act.REFERRAL_SEE) -> Referral:
    """The referral, if the user may do `act` on it. Raises Http404, as for one that does not exist."""
    found = visible_referrals(user, act).filter(reference=reference)
    referral = found.select_related("area", "owner", "decided_by", "danger_seen_by", "case").first()
    if referral is None:
        raise Http404
    return referral
