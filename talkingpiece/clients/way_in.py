"""The one way in for a system: a token, an agreement in force, a purpose; and what acts once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.states import Purpose
from talkingpiece.clients import services
from talkingpiece.clients.models import Client
from talkingpiece.clients.problems import Answered, Problem
from talkingpiece.clients.queries import Held, living_secrets, works
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200


class ByClient(AuthBase):
    """The access mark of an operation. Only a system whose token lives, whose agreement is in force at this minute,
    and which is registered for one of these purposes; it then acts as its own user, through the same functions as a
    page. `once`: needs an Idempotency-Key, and acts once under it. `signed`: by the system's own signature, whose id
    takes the key's place; the same twice is refused.
    """

    openapi_type = "oauth2"
    openapi_flows: ClassVar[dict[str, Any]] = {
        "clientCredentials": {
            "tokenUrl": "/api/v1/token",
            "scopes": {purpose.value: str(purpose.label) for purpose in Purpose},
        }
    }

    def __init__(self, act: Act, *purposes: Purpose, once: bool = False, signed: bool = False) -> None:
        super().__init__()
        self.access_rule = AccessRule(act=act)
        self.act, self.purposes, self.once, self.signed = act, frozenset(purposes), once, signed

    def __call__(self, request: HttpRequest) -> Client:
        held: Held | None = getattr(request, "tp_held", None)
        if held is None or not may_somewhere(held.client.user, self.act):
            raise Problem("not_let_in", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        client = held.client
        if not works(client, clock.now()):
            raise Problem("no_agreement")
        if not self.purposes & set(client.purposes) & set(client.agreement.purposes):
            raise Problem("purpose")
        if self.signed:
            self._check_signature(request, client)
        elif self.once:
            self._begin(request, client, self._key(request))
        return client

    def _key(self, request: HttpRequest) -> str:
        key = request.headers.get(KEY_HEADER, "").strip()
        if not key or len(key) > LONGEST_KEY:
            words = _("A name of your own for this message, of at most %(number)d characters.")
            raise Problem("key_missing", detail=words % {"number": LONGEST_KEY})
        return f"key {key}"

    def _check_signature(self, request: HttpRequest, client: Client) -> None:
        for secret in living_secrets(client, clock.now()):
            try:
                Webhook(secret.signing).verify(request.body, dict(request.headers), json_parse=False)
            except (WebhookVerificationError, ValueError):
                continue
            self._begin(request, client, f"event {request.headers['webhook-id']}")
            return
        raise Problem("signature")

    def _begin(self, request: HttpRequest, client: Client, key: str) -> None:
        message = b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])
        try:
            sent, is_new = services.begin_once(client=client, key=key, message=message, at=clock.now())
        except services.OtherMessage:
            raise Problem("already_received" if self.signed else "key_reused") from None
        if is_new:
            request.tp_sent = sent  # type: ignore[attr-defined]
        elif self.signed:
            raise Problem("already_received")
        else:
            raise Answered(sent.status or 200, sent.answer or "")
