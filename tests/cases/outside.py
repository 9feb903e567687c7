"""Somebody of another organisation with a one-time link, and no account."""

from typing import Any

from django.test import Client
from django.urls import reverse

from talkingpiece.protection.context import show_areas
from tests.world import World

OUTSIDE: dict[str, Any] = {
    "name": "Rhona Blackwood",
    "organisation": "Fenmoor Mediation",
    "email": "rhona@fenmoor.example",
}


def follow(world: World, page: str, token: str, **posted: Any) -> tuple[int, str]:
    path = reverse(page, args=[world.area.slug, token])
    client = Client()
    answer = client.post(path, posted, follow=True) if posted else client.get(path)
    show_areas([world.area.pk])  # what somebody without an account has in sight ends with their page
    return answer.status_code, answer.content.decode()
