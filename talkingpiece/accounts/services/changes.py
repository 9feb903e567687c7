"""Two people: one proposes a role, or to let somebody in again; another agrees, and only then it happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.factors import drop_all
from talkingpiece.accounts.gates import blockers_to_change, facts_to_agree, facts_to_propose
from talkingpiece.accounts.models import AccountChange, User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services.invitations import make_link
from talkingpiece.accounts.services.people import give_role
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key

Kind = AccountChange.Kind


@transaction.atomic
def propose_role(*, user: User, area: Area, role: Role, why: str, by: User, at: datetime) -> AccountChange:
    return _propose(user, area, Kind.ROLE, role, why, by, at)


@transaction.atomic
def propose_reset(*, user: User, area: Area, why: str, by: User, at: datetime) -> AccountChange:
    """For somebody who has lost every way to sign in, and stands before the two people who know them."""
    return _propose(user, area, Kind.RESET, None, why, by, at)


def _propose(user: User, area: Area, kind: Kind, role: Role | None, why: str, by: User, at: datetime) -> AccountChange:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    require_open(blockers_to_change(facts_to_propose(user, area, role, by)))
    change = AccountChange(
        area=area,
        key=make_data_key(area.pk),
        user=user,
        kind=kind,
        role=role or "",
        why=why,
        proposed_at=at,
        proposed_by=by,
    )
    change.save()
    detail = {"user": str(user.pk), "role": role or ""}
    record(f"account.{kind}_proposed", by=by, about=change, at=at, side=Side.SERVICE, detail=detail)
    return change


@transaction.atomic
def decide_change(*, change_id: UUID, agreed: bool, by: User, at: datetime) -> str:
    """The token of a new link, if what was agreed to is to let somebody in again; else nothing."""
    change = AccountChange.objects.select_for_update(no_key=True).select_related("area").get(pk=change_id)
    user = User.objects.select_for_update(no_key=True).get(pk=change.user_id)
    change.user = user
    facts = facts_to_agree(change, by)
    # What could not come true can still be refused.
    require_open(blockers_to_change(facts if agreed else replace(facts, clash=False, held=False)))
    change.decided_at, change.decided_by, change.agreed = at, by, agreed
    change.save(update_fields=["decided_at", "decided_by", "agreed"])
    detail = {"user": str(user.pk), "role": change.role, "agreed": agreed}
    record(f"account.{change.kind}_decided", by=by, about=change, at=at, side=Side.SERVICE, detail=detail)
    if not agreed:
        return ""
    if change.kind == Kind.ROLE:
        give_role(user=user, area=change.area, role=Role(change.role), by=by, at=at)
        return ""
    return _let_in_again(user, change.area, by, at)


def _let_in_again(user: User, area: Area, by: User, at: datetime) -> str:
    """What was lost opens nothing any more, wherever it turns up; every session is over."""
    drop_all(user)
    user.set_unusable_password()
    user.session_round += 1
    user.save(update_fields=["password", "session_round"])
    return make_link(user=user, area=area, by=by, at=at)
