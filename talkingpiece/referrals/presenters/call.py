"""The page of a telephone call, and the calls that somebody has not finished."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import due
from talkingpiece.referrals.codes import code_of, grouped
from talkingpiece.referrals.forms.call import aside_words
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.presenters.words import how_long
from talkingpiece.referrals.queries import UNSAFE, danger_is_open
from talkingpiece.staffing.queries import duty_owner
from talkingpiece.ui.components import Tag, WorkRow
from talkingpiece.ui.dates import when


def unfinished(drafts: Iterable[IntakeDraft], at: datetime) -> list[WorkRow]:
    """With whom somebody was speaking, since when, and until when it is kept."""
    return [
        WorkRow(
            what=_("Call with %(name)s") % {"name": caller(draft)},
            url=reverse("referrals:call_draft", args=[draft.pk]),
            when=_("%(long)s ago") % {"long": how_long(draft.started_at, at)},
            case=_("Begun %(when)s") % {"when": when(draft.started_at)},
            note=_("Not sent yet. Kept until %(when)s.") % {"when": when(draft.expires_at)},
            tag=Tag(_("Not safe now"), "gate") if is_unsafe(draft) else None,
        )
        for draft in drafts
    ]


def caller(draft: IntakeDraft) -> str:
    return " ".join(draft.answers["typed"].get("called", [])) or _("somebody without a name yet")


def is_unsafe(draft: IntakeDraft) -> bool:
    return bool(set(draft.answers["typed"].get("safe_now", [])) & set(UNSAFE))


def call_page(draft: IntakeDraft, others: Iterable[IntakeDraft], at: datetime) -> dict[str, Any]:
    promise = current_section(draft.area_id, Promises).acknowledge
    return {
        "unfinished": unfinished(others, at),
        # Each page that is opened is a window of its own: two on one call never overwrite each other unseen.
        "window": uuid4(),
        "began": when(draft.started_at),
        "on_duty": duty_owner(draft.area_id, at).name,
        "hear_by": timezone.localdate(due(at, promise, draft.area.jurisdiction)),
        "code": grouped(code_of(draft.area_id, draft.answers["seed"])),
        "kept_until": draft.expires_at,
        "aside": aside_words((name, values) for name, values in draft.answers["aside"]),
    }


def sent(referral: Referral) -> dict[str, Any]:
    return {"referral": referral, "danger": danger_is_open(referral)}
