"""Slowing down whoever guesses. Counted per address, and per address and account together; never per account alone
before the password was right: a stranger who tries a known name elsewhere would lock its owner out."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

from talkingpiece.accounts.models import User


def may_try_to_sign_in(request: HttpRequest, email: str) -> bool:
    here = get_adapter().get_client_ip(request)
    return bool(ratelimit.consume(request, action="tp_address")) and bool(
        ratelimit.consume(request, action="tp_address_and_name", key=f"{here}|{email.strip().lower()}")
    )


def may_try_a_code(request: HttpRequest, user: User) -> bool:
    """Only asked for somebody whose password was right, or who is signed in."""
    return bool(ratelimit.consume(request, action="tp_code", user=user))


def may_try_a_passkey(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="tp_address"))


def may_try_a_link(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="tp_address"))


def may_ask(request: HttpRequest, name: str) -> bool:
    """A system that was let in: each of its requests counts, wherever it comes from."""
    return bool(consume(request, app="allauth.account", action="tp_system", key=name, limit_get=True))


def may_ask_for_token(request: HttpRequest, name: str) -> bool:
    here = get_adapter().get_client_ip(request)
    return bool(ratelimit.consume(request, action="tp_token")) and bool(
        ratelimit.consume(request, action="tp_token_and_name", key=f"{here}|{name}")
    )


def count_dead_link(request: HttpRequest) -> bool:
    """Somebody opened a one-time link that opens nothing. False once too many came from their address."""
    return bool(consume(request, app="allauth.account", action="tp_dead_link", limit_get=True))
