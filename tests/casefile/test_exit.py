"""Leaving at once: a plain link, which works without scripts and leaves nothing behind."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.world import World

EXIT = reverse("exit")


def test_the_link_leads_away_and_clears_what_was_kept(world: World) -> None:
    answer = Client().get(EXIT)
    assert answer.status_code == 302
    assert answer["Location"] == settings.TP_EXIT_TO
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"


def test_whoever_was_signed_in_is_not_any_longer(world: World) -> None:
    client = world.client(world.facilitator)
    assert client.get(reverse("casefile:my_work")).status_code == 200
    before = client.session.session_key
    client.get(EXIT)
    assert not Session.objects.filter(session_key=before).exists()
    assert client.get(reverse("casefile:my_work"))["Location"] == reverse("sign_in")


def test_what_was_typed_before_is_out_of_reach_afterwards(world: World) -> None:
    visitor = Client()
    visitor.post(reverse("front:question", args=["name"]), {"called": "Maya"})
    page = reverse("front:question", args=["name"])
    assert "Maya" in visitor.get(page).content.decode()
    visitor.get(EXIT)
    assert "Maya" not in visitor.get(page).content.decode()


def test_public_pages_are_kept_by_no_browser(world: World) -> None:
    for name in ("home", "what_happens", "start"):
        assert Client().get(reverse(f"front:{name}"))["Cache-Control"] == "no-store"
