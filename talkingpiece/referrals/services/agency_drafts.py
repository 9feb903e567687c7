"""A referral that an agency is writing: kept as typed, sealed under its own key, destroyed in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.jobs import enqueue
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key
from talkingpiece.referrals.agency_queries import agency_section
from talkingpiece.referrals.models import IntakeDraft, Invitation
from talkingpiece.referrals.states import Intake

Typed = Mapping[str, list[str]]


class Stale(Exception):
    """Saved in another window meanwhile. Carries the draft as it is now."""

    def __init__(self, draft: IntakeDraft) -> None:
        self.draft = draft
        super().__init__("saved meanwhile")


@transaction.atomic
def begin_agency_draft(*, area: Area, by: User, at: datetime) -> IntakeDraft:
    return _begin(area, at, user=by)


@transaction.atomic
def begin_link_draft(*, invitation: Invitation, at: datetime) -> IntakeDraft:
    """The one draft of this link; the same one if it was begun already. It dies with the link at the latest."""
    Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    found = IntakeDraft.objects.filter(invitation=invitation).first()
    return found or _begin(invitation.area, at, invitation=invitation)


def _begin(area: Area, at: datetime, *, user: User | None = None, invitation: Invitation | None = None) -> IntakeDraft:
    expires_at = at + timedelta(days=agency_section(area.pk).draft_days)
    draft = IntakeDraft(
        area=area,
        key=make_data_key(area.pk),
        kind=Intake.AGENCY,
        user=user,
        invitation=invitation,
        answers={},
        started_at=at,
        changed_at=at,
        expires_at=min(expires_at, invitation.expires_at) if invitation else expires_at,
    )
    draft.save()
    record("intake_draft.begun", by=user, about=draft, at=at, side=Side.VICTIM)
    enqueue("referrals.expire_agency_draft", area_id=area.pk, not_before=draft.expires_at, draft_id=draft.pk)
    return draft


@transaction.atomic
def keep_agency_draft(*, draft_id: UUID, typed: Typed, version: int, at: datetime) -> IntakeDraft:
    """Keep everything as it was typed, right or wrong. Raises Stale if another window saved since."""
    draft = IntakeDraft.objects.select_for_update(no_key=True).get(pk=draft_id, kind=Intake.AGENCY)
    wanted = {name: list(values) for name, values in typed.items()}
    if wanted == draft.answers:
        return draft
    if version != draft.version:
        raise Stale(draft)
    draft.answers, draft.changed_at, draft.version = wanted, at, draft.version + 1
    draft.save()
    return draft


@transaction.atomic
def throw_agency_draft(*, draft_id: UUID, by: User, at: datetime) -> None:
    """They do not refer this person after all. Nothing of what was typed remains."""
    draft = IntakeDraft.objects.select_for_update(no_key=True).get(pk=draft_id, kind=Intake.AGENCY)
    record("intake_draft.thrown_away", by=by, about=draft, at=at, side=Side.VICTIM)
    destroy_agency_draft(draft, at=at)


@transaction.atomic
def expire_agency_draft(*, draft_id: UUID, at: datetime) -> bool:
    """Whether there was something to destroy: its time was over."""
    found = IntakeDraft.objects.select_for_update(no_key=True).filter(
        pk=draft_id, kind=Intake.AGENCY, expires_at__lte=at
    )
    draft = found.first()
    if draft is None:
        return False
    record("intake_draft.expired", by=None, about=draft, at=at, side=Side.VICTIM)
    destroy_agency_draft(draft, at=at)
    return True


def destroy_agency_draft(draft: IntakeDraft, *, at: datetime) -> None:
    # The key first: at the public door it may be destroyed only while its draft is there.
    destroy_data_key(draft.key_id, at=at)
    draft.delete()
