"""What somebody has typed so far: sealed under its own key, found only by their session, destroyed in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.core.jobs import enqueue
from talkingpiece.core.links import token_digest
from talkingpiece.protection.context import hold
from talkingpiece.protection.keys import destroy_data_key, make_data_key
from talkingpiece.referrals.models import Draft
from talkingpiece.referrals.queries import remit

Typed = Mapping[str, list[str]]


@transaction.atomic
def save_page(*, area_id: UUID, session_token: str, page: str, typed: Typed, at: datetime) -> Draft:
    """Keep one page as it was typed, right or wrong. Begins the draft if there is none."""
    draft = _locked(session_token) or _begin(area_id, session_token, at)
    draft.answers = {**draft.answers, page: {name: list(values) for name, values in typed.items()}}
    draft.changed_at = at
    draft.save()
    return draft


def _locked(session_token: str) -> Draft | None:
    hold(token_digest(session_token))
    return Draft.objects.select_for_update(no_key=True).filter(token_digest=token_digest(session_token)).first()


def _begin(area_id: UUID, session_token: str, at: datetime) -> Draft:
    draft = Draft(
        area_id=area_id,
        key=make_data_key(area_id),
        token_digest=token_digest(session_token),
        answers={},
        started_at=at,
        changed_at=at,
        expires_at=at + timedelta(days=remit(area_id).draft_days),
    )
    draft.save()
    enqueue("referrals.expire_draft", area_id=area_id, not_before=draft.expires_at, draft_id=draft.pk)
    return draft


def take_draft(session_token: str, *, at: datetime) -> None:
    """Lock the draft and destroy it in the caller's transaction. Whoever comes second finds none."""
    draft = _locked(session_token)
    if draft is not None:
        _destroy(draft, at)


@transaction.atomic
def expire_draft(*, draft_id: UUID, at: datetime) -> bool:
    """Whether there was something to destroy: its time was over."""
    draft = Draft.objects.select_for_update(no_key=True).filter(pk=draft_id, expires_at__lte=at).first()
    if draft is None:
        return False
    _destroy(draft, at)
    return True


def _destroy(draft: Draft, at: datetime) -> None:
    # The key first: at the public door it may be destroyed only while its draft is there.
    destroy_data_key(draft.key_id, at=at)
    draft.delete()
