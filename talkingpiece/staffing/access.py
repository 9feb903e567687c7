"""Who may offer a case, and the one case that somebody sees before it is theirs: the one offered to them."""

from __future__ import annotations

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import decide
from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.cases.models import HandOver
from talkingpiece.cases.queries import owner_of
from talkingpiece.core import clock
from talkingpiece.protection.classes import DataClass, Side


def get_case_to_offer(user: User, reference: str) -> Opened:
    """The case, if this user allocates in its area, or has it and may hand it over. Raises Http404."""
    opened = get_case(user, reference)
    now = clock.now()
    if decide(Act.CASE_ALLOCATE, DataClass.V0, opened.relation, "", now).allow:
        return opened
    hands_over = decide(Act.CASE_HAND_OVER, DataClass.V0, opened.relation, "", now).allow
    if not hands_over or owner_of(opened.case.pk) != user:
        raise Http404
    return opened


def get_offer(user: User, reference: str) -> HandOver:
    """The open offer of this case to this user, who is no member yet. Raises Http404."""
    found = HandOver.objects.filter(
        case__reference=reference, to_user=user, answered_at__isnull=True, error_at__isnull=True
    )
    offer = found.select_related("case", "case__incident", "case__area", "from_user").order_by("role").first()
    if offer is None:
        raise Http404
    return offer


def read_offer(user: User, reference: str) -> HandOver:
    """The same, with the reading entered in the trail."""
    offer = get_offer(user, reference)
    record_reading("offer.read", by=user, about=offer, side=Side.SERVICE, case_id=offer.case_id)
    return offer
