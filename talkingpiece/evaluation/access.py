"""Whose figures somebody sees, and whether they may see who is behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.models import Area
from talkingpiece.core import clock


@dataclass(frozen=True)
class Reader:
    """`inside`: may open every figure to its list, and so sees small numbers too."""

    holding: RoleHolding
    may_open: bool
    inside: bool

    @property
    def area(self) -> Area:
        return self.holding.area


def reader_of(user: User, *, area: str = "", as_outside: bool = False) -> Reader:
    """The reader in the area of that slug, or in their first. Raises Http404 where they may see no figures."""
    held = [h for h in holdings(user, clock.now()) if not area or h.area.slug == area]
    seeing = [h for h in held if Act.FIGURES_SEE in ROLES[Role(h.role)].acts]
    if not seeing:
        raise Http404
    first = seeing[0]
    may_open = any(Act.FIGURES_OPEN in ROLES[Role(h.role)].acts for h in held if h.area_id == first.area_id)
    return Reader(first, may_open, may_open and not as_outside)
