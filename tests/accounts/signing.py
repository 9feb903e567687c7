"""Somebody who signs in as people do: a password, an app of codes, from some place."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.factors import write_app, write_codes
from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from tests.world import World

PASSWORD = "four walruses under a plain moon"


class Signer:
    """Alex, with a password and an app; `codes` are the recovery codes."""

    def __init__(self, world: World, *, app: bool = True, role: Role = Role.COORDINATOR) -> None:
        self.user: User = add_user(email="alex@example.org", name="Alex Moss", at=world.now, password=PASSWORD)
        give_role(user=self.user, area=world.area, role=role, by=None, at=world.now)
        self.secret = generate_totp_secret()
        self.codes: list[str] = []
        if app:
            write_app(self.user, self.secret)
            self.codes = write_codes(self.user)

    def code(self, steps: int = 0) -> str:
        return code_of(self.secret, steps)

    def password(self, client: Client, password: str = PASSWORD, **more: Any) -> Any:
        return client.post(reverse("sign_in"), {"email": "alex@example.org", "password": password}, **more)

    def sign_in(self, client: Client | None = None) -> Client:
        client = client or Client()
        assert self.password(client)["Location"] == reverse("second_factor")
        client.post(reverse("second_factor"), {"code": self.code()})
        assert "_auth_user_id" in client.session
        return client


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))
