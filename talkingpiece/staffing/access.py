"""Who may offer a case, and the one case that somebody sees before it is theirs: the one offered to them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import colleagues, holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, closed_to, get_case, may, visible_cases
from talkingpiece.cases.models import Case, HandOver
from talkingpiece.cases.queries import owner_of
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Duty, PracticeRecord


def get_case_to_offer(user: User, reference: str) -> Opened:
    """The case, if this user allocates in its area, or has it and may hand it over. Raises Http404."""
    opened = get_case(user, reference)
    if not may_offer(opened, user, owner_of(opened.case.pk)):
        raise Http404
    return opened


def may_offer(opened: Opened, user: User, owner: User | None) -> bool:
    """Whoever allocates in the area offers any case, and whoever has one offers theirs."""
    return may(opened, Act.CASE_ALLOCATE) or (may(opened, Act.CASE_HAND_OVER) and owner == user)


def get_offer(user: User, reference: str) -> HandOver:
    """The open offer of this case to this user, who is no member yet. Raises Http404."""
    found = HandOver.objects.filter(
        case__reference=reference, to_user=user, answered_at__isnull=True, error_at__isnull=True
    ).exclude(case__in=closed_to(user))
    offer = found.select_related("case", "case__incident", "case__area", "from_user").order_by("role").first()
    if offer is None:
        raise Http404
    return offer


def read_offer(user: User, reference: str) -> HandOver:
    """The same, with the reading entered in the trail."""
    offer = get_offer(user, reference)
    record_reading("offer.read", by=user, about=offer, side=Side.SERVICE, case_id=offer.case_id)
    return offer


def open_to_plan(user: User, area: Area) -> QuerySet[Case]:
    """Cases of the area that whoever allocates there sees: none that a conflict of interest closes to them."""
    return visible_cases(user).filter(area=area)


def get_area(user: User, act: Act) -> Area:
    """The area in which this user may do `act`: the first, by name. Raises Http404."""
    now = clock.now()
    for held in holdings(user, now):
        if act in ROLES[Role(held.role)].acts:
            return held.area
    raise Http404


def get_colleague(user: User, user_id: UUID, act: Act) -> tuple[Area, User]:
    """Somebody who works for the service where this user may do `act`. Raises Http404."""
    area = get_area(user, act)
    found = next((one for one in colleagues(area.pk, clock.now()) if one.pk == user_id), None)
    if found is None:
        raise Http404
    return area, found


def get_turn(user: User, duty_id: UUID) -> Duty:
    """A turn of the rota that this user sets. Raises Http404."""
    area = get_area(user, Act.DUTY_SET)
    found = Duty.objects.filter(pk=duty_id, area=area).select_related("user", "area").first()
    if found is None:
        raise Http404
    return found


def get_leave(user: User, leave_id: UUID) -> Leave:
    """One's own leave, that in which one stands in, or any of the team for whoever sets leave. Raises Http404."""
    areas = [held.area_id for held in holdings(user, clock.now()) if Act.LEAVE_SET in ROLES[Role(held.role)].acts]
    found = Leave.objects.filter(Q(user=user) | Q(stand_in=user) | Q(area_id__in=areas), pk=leave_id)
    leave = found.select_related("user", "stand_in", "area").first()
    if leave is None:
        raise Http404
    return leave


def get_practice_record(user: User, record_id: UUID) -> PracticeRecord:
    """One that stands, of somebody else, where this user writes such down. Raises Http404."""
    area = get_area(user, Act.PRACTICE_RECORD)
    found = PracticeRecord.objects.standing().filter(pk=record_id, area=area).exclude(facilitator__user=user)
    entry = found.select_related("facilitator__user", "recorded_by").first()
    if entry is None:
        raise Http404
    return entry


def may_end(user: User, leave: Leave) -> bool:
    """Whose leave it is, and whoever sets leave."""
    return leave.user_id == user.pk or any(
        Act.LEAVE_SET in ROLES[Role(held.role)].acts and held.area_id == leave.area_id
        for held in holdings(user, clock.now())
    )
