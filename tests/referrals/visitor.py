"""Somebody at the public door, and referrals as they arrive there."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from talkingpiece.people.services import Way
from talkingpiece.referrals.codes import code_of
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import Answers, send_referral
from talkingpiece.referrals.states import Form
from tests.world import World

CALL = Way("call", "01632 960417")
TEXT = Way("text", "07700 900417")


class Visitor:
    """A browser without an account."""

    def __init__(self) -> None:
        self.client = Client()

    def answer(self, slug: str, **fields: Any) -> Any:
        return self.client.post(reverse("front:question", args=[slug]), fields)

    def page(self, slug: str, query: str = "") -> str:
        return self.client.get(reverse("front:question", args=[slug]) + query).content.decode()

    def get(self, name: str) -> str:
        return self.client.get(reverse(f"front:{name}")).content.decode()

    def post(self, name: str, **fields: Any) -> Any:
        return self.client.post(reverse(f"front:{name}"), fields)

    def name_and_way(self, called: str = "Maya", number: str = "07700 900417") -> None:
        self.answer("name", called=called)
        self.answer("contact", safe=["text"], text_number=number)

    def code_shown(self) -> str:
        found = re.search(r"\d{4} \d{4} \d{4} \d{4}", self.get("receipt"))
        assert found, "no number on the receipt"
        return found.group()


def arrived(
    world: World,
    *,
    called: str = "Maya",
    ways: tuple[Way, ...] = (CALL,),
    form: str = Form.QUESTIONS,
    at: datetime | None = None,
    **answers: Any,
) -> Referral:
    """A referral that came through the public door."""
    referral, _code = arrived_with_code(world, called=called, ways=ways, form=form, at=at, **answers)
    return referral


def arrived_with_code(
    world: World,
    *,
    called: str = "Maya",
    ways: tuple[Way, ...] = (CALL,),
    form: str = Form.QUESTIONS,
    at: datetime | None = None,
    **answers: Any,
) -> tuple[Referral, str]:
    token = secrets.token_urlsafe(16)
    referral = send_referral(
        area=world.area,
        session_token=token,
        form=form,
        answers=Answers(called=called, ways=ways, **answers),
        at=at or world.now,
    )
    return referral, code_of(world.area.pk, token)
