from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.core import clock
from talkingpiece.ui.components import PersonRow


def demo_people() -> dict[str, Any]:
    """Everybody whom one can be in the demo service, those of the service apart from those of agencies."""
    now = clock.now()
    held = RoleHolding.objects.filter(ends_at__isnull=True, starts_at__lte=now, user__is_active=True)
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
        line=user.job or ROLES[role].description,
        action=_("Sign in"),
        submit=("as", str(user.pk)),
        initials=user.initials,
        seat="agency" if ROLES[role].agency else "",
    )
