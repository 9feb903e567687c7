"""Of a plan that was shown, the offers that somebody chose: each through the gate of an offer, one by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import MemberRole
from talkingpiece.core.blockers import Blocked, Blocker
from talkingpiece.staffing.services.offers import offer_to_facilitator


@dataclass(frozen=True)
class Chosen:
    case_id: UUID
    lead: User
    join: User | None


@dataclass(frozen=True)
class NotOffered:
    """What stood in the way since the plan was shown."""

    case: Case
    to: User
    blockers: tuple[Blocker, ...]


def offer_as_planned(
    chosen: Iterable[Chosen], *, words: str, by: User, at: datetime
) -> tuple[list[Chosen], list[NotOffered]]:
    """Nobody has a case by this: each is asked, and may say no. What cannot be offered any more is left, and said."""
    offered, left = [], []
    for one in chosen:
        case = Case.objects.select_related("victim").get(pk=one.case_id)
        parts = [(one.lead, MemberRole.OWNER)]
        if one.join is not None:
            parts.append((one.join, MemberRole.CO_FACILITATOR))
        for to, role in parts:
            try:
                offer_to_facilitator(case_id=case.pk, to=to, words=words, by=by, at=at, role=role)
            except Blocked as closed:
                left.append(NotOffered(case, to, tuple(closed.verdict.blockers)))
                break
        else:
            offered.append(one)
    return offered, left
