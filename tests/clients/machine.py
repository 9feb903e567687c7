"""A system of an agency as a test needs it: let in, with a token, asking over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client as Browser

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.clients import services
from talkingpiece.clients.models import Client
from talkingpiece.core import clock
from tests.agreements.given import replaced
from tests.agreements.given import row as made
from tests.world import CATEGORIES, World

ROOT = "/staff/api/v1/"
EVERYTHING = tuple(purpose.value for purpose in Purpose)


@dataclass
class Machine:
    client: Client
    secret: str
    signing: str
    browser: Browser = field(default_factory=lambda: Browser(raise_request_exception=False))
    token: str = ""

    def sign_in(self) -> Machine:
        answer = self.ask_for_token()
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]
        return self

    def ask_for_token(self, **changes: Any) -> Any:
        typed = {
            "grant_type": "client_credentials",
            "client_id": self.client.public_id,
            "client_secret": self.secret,
        } | changes
        body = "&".join(f"{name}={value}" for name, value in typed.items() if value is not None)
        return self.browser.post(f"{ROOT}token", body, content_type="application/x-www-form-urlencoded")

    @property
    def head(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, what: str, **query: Any) -> Any:
        return self.browser.get(f"{ROOT}{what}", query, headers=self.head)

    def post(self, what: str, body: Any, *, key: str | None = "", **head: str) -> Any:
        """`key`: the Idempotency-Key; empty for one of its own, None for none."""
        heads = self.head | head
        if key is not None:
            heads["Idempotency-Key"] = key or str(uuid4())
        content = body if isinstance(body, str) else json.dumps(body, default=str)
        return self.browser.post(f"{ROOT}{what}", content, content_type="application/json", headers=heads)


def covered(world: World, agency: Agency | None = None, *, purposes: Iterable[str] = EVERYTHING) -> Agreement:
    """The agreement in force with that agency, for these purposes, through which everything passes."""
    agency = agency or world.probation
    found = Agreement.objects.filter(agency=agency, area=world.area, signed_at__isnull=False, ended_at__isnull=True)
    row = found.first()
    if row is None:
        return made(world, agency=agency, purposes=list(purposes), we_may_send=CATEGORIES, they_may_send=CATEGORIES)
    return replaced(row, purposes=list(purposes))


def let_in(
    world: World,
    *,
    agreement: Agreement | None = None,
    purposes: Iterable[str] | None = None,
    name: str = "Case link",
) -> Machine:
    agreement = agreement or covered(world)
    shown = services.register_client(
        agreement_id=agreement.pk,
        name=name,
        contact="The integration team, 01632 960123",
        purposes=agreement.purposes if purposes is None else purposes,
        by=world.scheme_manager,
        at=clock.now(),
    )
    return Machine(shown.client, shown.secret, shown.signing)
