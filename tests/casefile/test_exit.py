"""Leaving at once: a plain link, which works without scripts and leaves nothing behind."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.world import World

EXIT = reverse("exit")


def test_the_link_leads_away_and_clears_what_was_kept(world: World) -> None:
    answer = Client().get(EXIT)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("exit_on")
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


def left() -> Client:
    visitor = Client()
    visitor.post(reverse("front:question", args=["name"]), {"called": "Maya"})
    answer = visitor.get(EXIT, follow=False)
    answer = visitor.get(answer["Location"])
    assert answer["Location"] == settings.TP_EXIT_TO
    return visitor


@pytest.mark.parametrize("name", ["home", "what_happens", "start", "check", "reach_us", "code"])
def test_after_leaving_every_public_page_is_an_empty_one(world: World, name: str) -> None:
    visitor = left()
    answer = visitor.get(reverse(f"front:{name}"))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    for word in ("Talking Piece", "Ridgeway", "0808", "Maya", "victim", "stylesheet", "<script"):
        assert word not in shown
    assert visitor.post(reverse("front:question", args=["name"]), {"called": "Eve"}).content == answer.content


def test_whoever_left_by_mistake_goes_on_at_the_first_page(world: World) -> None:
    visitor = left()
    answer = visitor.get(reverse("exit_back"), follow=True)
    assert answer.redirect_chain == [(reverse("front:home"), 302)]
    assert "Talking Piece" in answer.content.decode()
    assert "Maya" not in visitor.get(reverse("front:question", args=["name"])).content.decode()


def test_what_stays_on_the_device_is_one_sign_for_ten_minutes(world: World) -> None:
    visitor = left()
    assert {name: kept.value for name, kept in visitor.cookies.items() if kept.value} == {"left": "1"}
    assert visitor.cookies["left"]["max-age"] == 600
    assert visitor.cookies["left"]["httponly"]


def test_the_staff_door_knows_nothing_of_it(world: World) -> None:
    client = world.client(world.facilitator)
    client.cookies["left"] = "1"
    assert "My work" in client.get(reverse("casefile:my_work")).content.decode()
