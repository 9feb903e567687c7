from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import AccountChange, Invitation, RoleHolding, User
from talkingpiece.accounts.practice import LINES
from talkingpiece.accounts.queries import (
    holdings_in,
    may_in_area,
    open_changes,
    people_of_area,
    waiting_link,
    waits_to_begin,
)
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.ui.components import PersonRow


def demo_people() -> dict[str, Any]:
    """Everybody whom one can be in the demo service, those of the service apart from those of agencies."""
    now = clock.now()
    held = RoleHolding.objects.filter(
        ends_at__isnull=True,
        starts_at__lte=now,
        area__practice=False,
        user__is_active=True,
        user__machine=False,
    )
    holdings = list(held.select_related("user", "user__agency"))
    order = list(Role)
    holdings.sort(key=lambda h: (order.index(Role(h.role)), h.user.name))
    rows = [(holding, _row(holding)) for holding in holdings]
    return {
        "in_service": [row for holding, row in rows if not ROLES[Role(holding.role)].agency],
        "in_agencies": [row for holding, row in rows if ROLES[Role(holding.role)].agency],
        "front": [
            PersonRow(
                name=_("Somebody new"),
                role="",
                line=_("The public front page, as anybody sees it. Start here."),
                action=_("Open"),
                url=_front(),
                initials="?",
                seat="first",
                primary=True,
            )
        ],
    }


def _front() -> str:
    try:
        return reverse("front:home")
    except NoReverseMatch:
        return reverse("sign_in")


def _row(holding: RoleHolding) -> PersonRow:
    user: User = holding.user
    agency = user.agency
    role = Role(holding.role)
    return PersonRow(
        name=user.name,
        role=_("%(role)s, %(agency)s") % {"role": role.label, "agency": agency.name} if agency else str(role.label),
        line=LINES.get(user.email) or ROLES[role].description,
        action=_("Sign in"),
        submit=("as", str(user.pk)),
        initials=user.initials,
        seat="agency" if ROLES[role].agency else "",
    )


@dataclass(frozen=True)
class ChangeRow:
    id: UUID
    heading: str
    why: str
    proposer: str
    at: datetime
    to_decide: bool  # by whoever reads this
    of_sign_in: bool


def change_row(change: AccountChange, reader: User) -> ChangeRow:
    reset = change.kind == AccountChange.Kind.RESET
    told = {"name": change.user.name, "role": change.get_role_display()}
    heading = _("Let %(name)s in again") % told if reset else _("%(name)s as %(role)s") % told
    return ChangeRow(
        id=change.pk,
        heading=heading,
        why=change.why,
        proposer=change.proposed_by.name,
        at=change.proposed_at,
        to_decide=reader.pk not in {change.proposed_by_id, change.user_id},
        of_sign_in=reset,
    )


@dataclass(frozen=True)
class AccountRow:
    user: User
    roles: list[RoleHolding]
    waits: Invitation | None  # a link that was not used yet
    to_begin: bool  # invited, and never came
    themselves: bool


def people_page(area: Area, reader: User, at: datetime) -> dict[str, Any]:
    held: dict[UUID, list[RoleHolding]] = {}
    for holding in holdings_in(area.pk, at):
        held.setdefault(holding.user_id, []).append(holding)
    rows = [
        AccountRow(
            user=person,
            roles=held.get(person.pk, []),
            waits=waiting_link(person.pk, area.pk, at),
            to_begin=waits_to_begin(person),
            themselves=person.pk == reader.pk,
        )
        for person in people_of_area(area.pk, at)
    ]
    return {
        "area": area,
        "rows": rows,
        "changes": [change_row(change, reader) for change in open_changes(area.pk)],
        "manages": may_in_area(reader, Act.ACCOUNT_MANAGE, area.pk, at),
    }
