"""Which referrals somebody may see: the list and the one, by the same statement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import SAFE_NOW
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, standing_in_for
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import note_opened
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.states import Purpose
from talkingpiece.core import clock
from talkingpiece.people.safe import is_safe_at
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import IntakeDraft, OffenderEnquiry, Referral
from talkingpiece.referrals.queries import danger_is_open
from talkingpiece.referrals.states import FirstContact, Intake
from talkingpiece.referrals.ways import from_plain, rule_of_way
from talkingpiece.staffing.queries import duty_owner


def visible_referrals(user: User, act: Act = Act.REFERRAL_SEE) -> QuerySet[Referral]:
    """Of their areas; none that became a case which a conflict of interest closes to them."""
    shut = Q(case__in=closed_to(user))
    return Referral.objects.filter(area_id__in=areas_where(user, act)).exclude(shut)


def areas_where(user: User, act: Act) -> list[UUID]:
    """The areas in which they may do `act`, the one that they joined first in front."""
    held = holdings(user, clock.now())
    return list(dict.fromkeys(h.area_id for h in held if act in ROLES[Role(h.role)].acts))


def get_referral(user: User, reference: str, *, act: Act = Act.REFERRAL_SEE) -> Referral:
    """The referral, if the user may do `act` on it. Raises Http404, as for one that does not exist."""
    found = visible_referrals(user, act).filter(reference=reference)
    referral = found.select_related(
        "area", "owner", "decided_by", "danger_seen_by", "case", "taken_by", "agency", "referred_by"
    ).first()
    if referral is None:
        raise Http404
    note_opened("referral.read", by=user, about=referral, side=Side.VICTIM, case_id=referral.case_id)
    return referral


def visible_calls(user: User) -> QuerySet[IntakeDraft]:
    """Unfinished calls: those that they are writing down themselves, and nobody else's."""
    areas = areas_where(user, Act.REFERRAL_TAKE)
    mine = IntakeDraft.objects.filter(kind=Intake.CALL, user=user, area_id__in=areas)
    return mine.filter(expires_at__gt=clock.now()).select_related("area").order_by("-started_at")


def get_call(user: User, draft_id: UUID) -> IntakeDraft:
    """Raises Http404, as for one that was sent, thrown away or never begun."""
    draft = visible_calls(user).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def area_of_calls(user: User) -> Area:
    return Area.objects.get(pk=areas_where(user, Act.REFERRAL_TAKE)[0])


def get_taken(user: User, reference: str) -> Referral:
    """A referral whose call they took themselves: they may hear where it is now, and nothing else. Raises Http404."""
    areas = areas_where(user, Act.REFERRAL_TAKE)
    found = Referral.objects.filter(taken_by=user, area_id__in=areas, reference=reference)
    referral = found.select_related("area", "owner").first()
    if referral is None:
        raise Http404
    note_opened("referral.read", by=user, about=referral, side=Side.VICTIM, case_id=referral.case_id)
    return referral


def visible_enquiries(user: User) -> QuerySet[OffenderEnquiry]:
    """What offenders asked for: for those who look after the front door, and the supervisors who decide."""
    areas = {*areas_where(user, Act.REFERRAL_DECIDE), *areas_where(user, Act.ENQUIRY_DECIDE)}
    return OffenderEnquiry.objects.filter(area_id__in=areas)


def get_enquiry(user: User, reference: str) -> OffenderEnquiry:
    """Raises Http404, also to whoever wrote it down: what became of it would tell them of a victim."""
    found = visible_enquiries(user).filter(reference=reference)
    enquiry = found.select_related("area", "agency", "recorded_by", "decided_by", "met_case").first()
    if enquiry is None:
        raise Http404
    note_opened("enquiry.read", by=user, about=enquiry, side=Side.OFFENDER)
    return enquiry


def get_way(referral: Referral, number: str) -> tuple[int, Way]:
    """Raises Http404 if the referral holds no such way."""
    if not (number.isdecimal() and len(number) < 4 and int(number) < len(referral.ways)):
        raise Http404
    return int(number), from_plain(referral.ways[int(number)])


def one_tap(user: User, referral: Referral, way: Way, at: datetime) -> str:
    """For what its worker, whoever is on duty, or whoever stands in for them rings it in one tap; empty: they do not.

    If somebody may be in danger, everybody who looks after the front door may ring at once, whatever the hour.
    """
    if way.channel != Channel.CALL:
        return ""
    if danger_is_open(referral):
        return Purpose.SAFETY
    mine = {user.pk, *(leave.user_id for leave in standing_in_for(user, at) if leave.area_id == referral.area_id)}
    workers = {referral.owner_id, duty_owner(referral.area_id, at).pk}
    asked = referral.first_contact == FirstContact.ASKED
    return SAFE_NOW if mine & workers and asked and is_safe_at(rule_of_way(way), at) else ""
