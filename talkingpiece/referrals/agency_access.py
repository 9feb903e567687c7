"""Which referrals and drafts somebody in an agency has: their own, and nothing besides."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import Relation, decide
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, roles_in
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.protection.classes import DataClass
from talkingpiece.referrals.models import IntakeDraft, Invitation, Referral
from talkingpiece.referrals.states import Intake


def areas_to_refer_to(user: User) -> list[Area]:
    held = [h for h in holdings(user, clock.now()) if Act.REFERRAL_MAKE in ROLES[Role(h.role)].acts]
    return list({holding.area_id: holding.area for holding in held}.values())


def visible_agency_referrals(user: User) -> QuerySet[Referral]:
    """What they sent themselves, for the agency in which they are: the only statement of it."""
    if user.agency is None:
        return Referral.objects.none()
    found = Referral.objects.filter(area__in=areas_to_refer_to(user), referred_by=user, agency=user.agency)
    return found.select_related("area", "case").order_by("-received_at")


def get_agency_referral(user: User, reference: str) -> Referral:
    """Raises Http404 for what is not theirs, as for what does not exist."""
    referral = visible_agency_referrals(user).filter(reference=reference).first()
    if referral is None:
        raise Http404
    relation = Relation(
        roles=roles_in(user, referral.area_id, clock.now()),
        member=True,
        # No agreement is asked: all that is shown is what they sent, and the class S0, our own word on what became
        # of it, on the ground of what the victim said that they may hear.
        agreement_in_force=True,
    )
    decision = decide(Act.REFERRAL_MAKE, DataClass.S0, relation, "referred", clock.now())
    if not decision.allow:
        raise Refused(decision.reason)
    return referral


def get_agency_draft(user: User, draft_id: UUID) -> IntakeDraft:
    """Raises Http404 for another user's, for one whose time is over, and for a telephone call."""
    found = IntakeDraft.objects.filter(pk=draft_id, user=user, kind=Intake.AGENCY, expires_at__gt=clock.now())
    draft = found.filter(area__in=areas_to_refer_to(user)).select_related("area").first()
    if draft is None or user.agency is None:
        raise Http404
    return draft


def areas_to_invite_in(user: User) -> list[Area]:
    held = [h for h in holdings(user, clock.now()) if Act.REFERRAL_TAKE in ROLES[Role(h.role)].acts]
    return list({holding.area_id: holding.area for holding in held}.values())


def get_link(user: User, invitation_id: UUID) -> Invitation:
    """Raises Http404 for a link of an area in which they take no referrals."""
    found = Invitation.objects.filter(pk=invitation_id, area__in=areas_to_invite_in(user)).first()
    if found is None:
        raise Http404
    return found
