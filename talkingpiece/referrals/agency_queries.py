"""What the pages of agencies ask: their unfinished referrals, their links, and which rules hold for them today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.areas.queries import current_section, section
from talkingpiece.cases.states import Route
from talkingpiece.core.links import token_digest
from talkingpiece.protection.context import hold
from talkingpiece.referrals.agency_profile import AgencyReferrals, FirstContactRule, KindRule
from talkingpiece.referrals.models import IntakeDraft, Invitation, Referral
from talkingpiece.referrals.profile import Remit
from talkingpiece.referrals.states import FirstContact, Intake, ReferralState


@dataclass(frozen=True)
class Standing:
    """How an agency stands to the area at a moment. Without a `kind_rule` its kind does not refer here."""

    kind_rule: KindRule | None
    agreement: Agreement | None
    may_name_offender: bool

    @property
    def rule(self) -> FirstContactRule | None:
        return self.kind_rule.first_contact if self.kind_rule else None


def agency_section(area_id: UUID) -> AgencyReferrals:
    return current_section(area_id, AgencyReferrals)


def standing_of(area_id: UUID, agency: Agency, *, at: datetime, purpose: str = Purpose.REFERRAL) -> Standing:
    """`purpose`: for which the agreement must be; whom an agency's list names is not whom it refers."""
    agreement = in_force(area_id, at=at).filter(agency_id=agency.pk, purposes__contains=[purpose]).first()
    kinds = agency_section(area_id).kinds
    naming = agreement is not None and Category.IDENTITY in agreement.receives
    return Standing(kinds.get(AgencyKind(agency.kind)), agreement, may_name_offender=naming)


def rule_stands(referral: Referral, *, at: datetime) -> bool:
    """The first contact without having asked is still covered at that moment: the rule and the agreement both hold."""
    if referral.first_contact != FirstContact.RULE or referral.agency is None:
        return False
    purpose = Purpose.LISTS if referral.route == Route.EXTRACTION else Purpose.REFERRAL
    found = standing_of(referral.area_id, referral.agency, at=at, purpose=purpose)
    return found.rule is not None and found.agreement is not None


def agencies_that_refer(area_id: UUID) -> QuerySet[Agency]:
    return Agency.objects.filter(kind__in=[str(kind) for kind in agency_section(area_id).kinds]).order_by("name")


def agency_drafts(user: User, at: datetime) -> list[IntakeDraft]:
    """What this user has begun and neither sent nor thrown away, the newest first."""
    found = IntakeDraft.objects.filter(user=user, kind=Intake.AGENCY, expires_at__gt=at)
    return list(found.order_by("-changed_at"))


def draft_of_link(invitation: Invitation, at: datetime) -> IntakeDraft | None:
    return IntakeDraft.objects.filter(invitation=invitation, expires_at__gt=at).first()


def live_link(token: str, at: datetime) -> Invitation | None:
    """One query, whatever is wrong with it: never made, over, withdrawn or used."""
    hold(token_digest(token))
    return (
        Invitation.objects.filter(
            token_digest=token_digest(token),
            expires_at__gt=at,
            used_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .select_related("agency", "area")
        .first()
    )


def link_used_since(token: str, since: datetime) -> Referral | None:
    """What was sent by this link a moment ago."""
    hold(token_digest(token))
    used = Invitation.objects.filter(token_digest=token_digest(token), used_at__gt=since)
    found = used.select_related("referral__area").first()
    return found.referral if found else None


def links_of(area_ids: Iterable[UUID]) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(area_id__in=list(area_ids))
        .select_related("agency", "made_by", "referral", "withdrawn_by")
        .order_by("-made_at")
    )


def published_reasons(referrals: Iterable[Referral]) -> dict[UUID, str]:
    """For those whom the remit kept out, the message id of its published reason. One query a version of the profile."""
    out = [row for row in referrals if row.state == ReferralState.SIGNPOSTED and row.remit_version is not None]
    reasons: dict[tuple[UUID, int], dict[str, str]] = {}
    for row in out:
        key = (row.area_id, row.remit_version or 0)
        if key not in reasons:
            rules = section(*key, Remit).rules
            reasons[key] = {rule.code: rule.reason for rule in rules if rule.outcome != "in_remit"}
    return {row.pk: reasons[row.area_id, row.remit_version or 0].get(row.remit_reason, "") for row in out}
