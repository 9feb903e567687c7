"""`POST token`: OAuth 2 client credentials (RFC 6749), also in how it refuses."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from talkingpiece.accounts import throttle
from talkingpiece.clients.queries import TOKEN_LASTS, area_in
from talkingpiece.clients.services import give_token
from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.protection.context import show_areas

router = Router(tags=["token"])

_FORM = "application/x-www-form-urlencoded"
_ASKED = {
    "type": "object",
    "properties": {
        "grant_type": {"type": "string", "const": "client_credentials"},
        "client_id": {"type": "string", "maxLength": 120},
        "client_secret": {"type": "string", "maxLength": 120},
        "scope": {"type": "string", "maxLength": 200, "description": "Is not needed: a token is for all it may do."},
    },
    "required": ["grant_type"],
}


class TokenOut(Schema):
    access_token: str
    token_type: str = "Bearer"
    expires_in: int = Field(description="In seconds.")
    scope: str = Field(description="What the system is registered for.")


class TokenRefused(Schema):
    error: str = Field(description="As RFC 6749, section 5.2, names it.")


@router.post(
    "/token",
    auth=None,
    response={200: TokenOut, 400: TokenRefused, 401: TokenRefused, 429: TokenRefused},
    summary="A token for some minutes",
    operation_id="token",
    openapi_extra={"requestBody": {"required": True, "content": {_FORM: {"schema": _ASKED}}}},
)
@public("a system shows its secret here, and is given a token or nothing")
def token(request: HttpRequest) -> HttpResponse:
    """Name and secret come by HTTP Basic or in the form, not both."""
    if not request.headers.get("Content-Type", "").startswith(_FORM):
        return _refused("invalid_request")
    if any(len(request.POST.getlist(name)) > 1 for name in request.POST):
        return _refused("invalid_request")
    credentials = _credentials(request)
    grant = request.POST.get("grant_type", "")
    if credentials is None or not grant:
        return _refused("invalid_request")
    if grant != "client_credentials":
        return _refused("unsupported_grant_type")
    name, secret = credentials
    if not throttle.may_ask_for_token(request, name):
        return _refused("temporarily_unavailable", status=429, **{"Retry-After": "60"})
    area, given = area_in(name), None
    if area is not None:
        show_areas([area.pk])
        given = give_token(public_id=name, secret=secret, area_id=area.pk, at=clock.now())
    if given is None:
        return _refused("invalid_client", status=401, **{"WWW-Authenticate": 'Basic realm="token"'})
    client, made = given
    seconds = int(TOKEN_LASTS.total_seconds())
    told = {"access_token": made, "token_type": "Bearer", "expires_in": seconds, "scope": " ".join(client.purposes)}
    return JsonResponse(told, headers={"Pragma": "no-cache"})


def _credentials(request: HttpRequest) -> tuple[str, str] | None:
    typed = request.POST.get("client_id"), request.POST.get("client_secret")
    scheme, _space, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return (typed[0], typed[1]) if typed[0] and typed[1] and not scheme else None
    if typed[1] is not None:
        return None
    try:
        name, colon, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (unquote_plus(name), unquote_plus(secret)) if colon and name and secret else None


def _refused(error: str, *, status: int = 400, **head: str) -> HttpResponse:
    answer: dict[str, Any] = {"error": error}
    return JsonResponse(answer, status=status, headers={"Pragma": "no-cache", **head})
