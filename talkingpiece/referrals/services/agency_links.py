"""One-time links: made by a worker for one colleague in an agency, shown once, kept only as a digest."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.audit.services import record
from talkingpiece.core.links import new_token, token_digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.referrals.agency_queries import agencies_that_refer, agency_section
from talkingpiece.referrals.models import IntakeDraft, Invitation
from talkingpiece.referrals.services.agency_drafts import destroy_agency_draft


@transaction.atomic
def invite_agency(
    *, area: Area, agency: Agency, for_whom: str, by: User, at: datetime, days: int | None = None
) -> tuple[Invitation, str]:
    """The link with its token, which nobody can show a second time. Raises IllegalTransition if they do not refer."""
    if not agencies_that_refer(area.pk).filter(pk=agency.pk).exists():
        raise IllegalTransition(agency.kind, "invited")
    longest = agency_section(area.pk).link_days
    token = new_token()
    link = Invitation.objects.create(
        area=area,
        key=make_data_key(area.pk),
        token_digest=token_digest(token),
        agency=agency,
        for_whom=for_whom,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=min(days or longest, longest)),
    )
    record("agency_link.made", by=by, about=link, at=at, side=Side.SERVICE, detail={"agency": str(agency.pk)})
    return link, token


@transaction.atomic
def withdraw_link(*, invitation_id: UUID, by: User, at: datetime) -> Invitation:
    """From now on it opens nothing, and what was typed behind it is destroyed. Raises IllegalTransition if used."""
    link = lock_link(invitation_id)
    if link.used_at is not None or link.withdrawn_at is not None:
        raise IllegalTransition("used" if link.used_at else "withdrawn", "withdrawn")
    link.withdrawn_at, link.withdrawn_by = at, by
    link.save(update_fields=["withdrawn_at", "withdrawn_by"])
    for draft in IntakeDraft.objects.select_for_update(no_key=True).filter(invitation=link):
        destroy_agency_draft(draft, at=at)
    record("agency_link.withdrawn", by=by, about=link, at=at, side=Side.SERVICE)
    return link


def lock_link(invitation_id: UUID) -> Invitation:
    return (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency", "area")
        .get(pk=invitation_id)
    )
