"""Who may reach a view. `requires(act)` is the mark and the first check; rows are each room's `access.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.kept import ask_to_sign_in
from talkingpiece.accounts.models import AccountChange, RoleHolding, User
from talkingpiece.accounts.proof import ProofWanted, is_fresh
from talkingpiece.accounts.queries import holdings, people_of_area
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.accounts.sessions import is_unfinished
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule, Refused, marked


class StaffRequest(HttpRequest):
    """A request of somebody signed in: what a view behind `requires` is given."""

    user: User


StaffView = Callable[..., HttpResponse]


def areas_with(user: User, act: Act) -> list[Area]:
    """The areas in which the user's role has the act, by name, each once."""
    held = [one for one in holdings(user, clock.now()) if act in ROLES[Role(one.role)].acts]
    return list({one.area_id: one.area for one in held}.values())


def may_somewhere(user: User, act: Act) -> bool:
    return any(act in ROLES[Role(held.role)].acts for held in holdings(user, clock.now()))


def requires(act: Act, *, fresh: bool = False, file: bool = False) -> Callable[[StaffView], StaffView]:
    """Only somebody whose role has the act, in any area; all others get the 404 of a page that does not exist.

    `fresh`: whoever is there proves once more that it is them, unless they did so within the last minutes.
    `file`: the answer is a file, so afterwards they are led back to the page with its link.
    """

    def protect(view: StaffView) -> StaffView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return ask_to_sign_in(request)
            if is_unfinished(request):
                return redirect("add_factor")
            if not may_somewhere(request.user, act):
                raise Refused("role")
            if fresh:
                require_fresh(request, file=file)
            return view(request, *args, **kwargs)

        return marked(guarded, AccessRule(act=act, fresh=fresh))

    return protect


def require_fresh(request: HttpRequest, *, file: bool = False) -> None:
    """For a view that asks for a fresh proof on one of its ways only. Call it before anything is written.

    What was posted is kept, and stands in the form again once they have proved that it is them.
    """
    if not is_fresh(request):
        raise ProofWanted(file)


def signed_in(why: str, *, fresh: bool = False, unfinished: bool = False) -> Callable[[StaffView], StaffView]:
    """Everybody who is signed in may reach this view, whatever their role: it shows what is their own.

    `unfinished`: also somebody who has still to add the second factor without which nothing else opens.
    """

    def protect(view: StaffView) -> StaffView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return ask_to_sign_in(request)
            if not unfinished and is_unfinished(request):
                return redirect("add_factor")
            if fresh:
                require_fresh(request)
            return view(request, *args, **kwargs)

        return marked(guarded, AccessRule(act="", why=why, fresh=fresh))

    return protect


def get_area(user: User, act: Act) -> Area:
    """The area in which they may do this: of several the first by name."""
    for held in holdings(user, clock.now()):
        if act in ROLES[Role(held.role)].acts:
            return held.area
    raise Refused("role")


def get_person(user: User, act: Act, person_id: UUID) -> tuple[Area, User]:
    """Somebody who has, or was invited to have, a role in the area of whoever asks."""
    area = get_area(user, act)
    for person in people_of_area(area.pk, clock.now()):
        if person.pk == person_id:
            return area, person
    raise Refused("scope")


def get_change(user: User, change_id: UUID) -> AccountChange:
    area = get_area(user, Act.ACCOUNT_APPROVE)
    found = AccountChange.objects.select_related("user", "proposed_by").filter(pk=change_id, area=area).first()
    if found is None or found.decided_at is not None:
        raise Refused("scope")
    return found


def get_holding(user: User, holding_id: UUID) -> RoleHolding:
    area = get_area(user, Act.ACCOUNT_MANAGE)
    found = RoleHolding.objects.select_related("user").filter(pk=holding_id, area=area, ends_at=None).first()
    if found is None:
        raise Refused("scope")
    return found
