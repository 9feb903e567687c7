"""Who may reach a view. `requires(act)` is the mark and the first check; rows are each room's `access.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.kept import ask_to_sign_in
from talkingpiece.accounts.models import User
from talkingpiece.accounts.proof import ProofWanted, is_fresh
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.accounts.sessions import is_unfinished
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule, Refused, marked


class StaffRequest(HttpRequest):
    """A request of somebody signed in: what a view behind `requires` is given."""

    user: User


StaffView = Callable[..., HttpResponse]


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
