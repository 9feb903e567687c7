"""Signing in: one click in the demo, a password elsewhere, and nothing typed is lost when a session ran out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.kept import who_token
from talkingpiece.accounts.models import KeptForm
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event
from tests.world import World

PASSWORD = "a long enough password"


@pytest.fixture
def signed_up(world: World):
    user = add_user(email="alex@example.org", name="Alex Moss", at=world.now, password=PASSWORD)
    give_role(user=user, area=world.area, role=Role.COORDINATOR, by=None, at=world.now)
    return user


def test_the_right_password_signs_in_and_is_recorded(client: Client, signed_up) -> None:
    answer = client.post(reverse("sign_in"), {"email": "alex@example.org", "password": PASSWORD})

    assert answer.status_code == 302
    assert Event.objects.filter(kind="sign_in", actor_id=signed_up.pk).count() == 1


def test_a_wrong_one_does_not_and_says_so_alike_for_a_stranger(client: Client, signed_up) -> None:
    known = client.post(reverse("sign_in"), {"email": "alex@example.org", "password": "x"})
    stranger = client.post(reverse("sign_in"), {"email": "nobody@example.org", "password": "x"})

    assert known.status_code == stranger.status_code == 200
    assert known.context["form"].non_field_errors() == stranger.context["form"].non_field_errors()
    assert "alex@example.org" in known.content.decode()
    assert 'value="x"' not in known.content.decode()


def test_one_click_only_in_the_demo(client: Client, world: World, settings) -> None:
    chosen = {"as": str(world.coordinator.pk)}
    assert client.post(reverse("sign_in"), chosen).status_code == 200
    assert "_auth_user_id" not in client.session
    assert world.coordinator.name not in client.get(reverse("sign_in")).content.decode()

    settings.TP_MODE = "demo"

    assert world.coordinator.name in client.get(reverse("sign_in")).content.decode()
    assert client.post(reverse("sign_in"), chosen).status_code == 302
    assert client.session["_auth_user_id"] == str(world.coordinator.pk)


def test_a_page_asked_for_without_signing_in_comes_afterwards(client: Client, signed_up) -> None:
    wanted = reverse("casefile:my_work")
    first = client.get(wanted)
    assert first["Location"] == reverse("sign_in")

    after = client.post(reverse("sign_in"), {"email": "alex@example.org", "password": PASSWORD})

    assert after["Location"] == wanted


def typed(world: World, user) -> dict[str, Any]:
    return {"note": "She said the garden helps.", "who": who_token(user), "submission": "x"}


def test_what_was_typed_when_the_session_ran_out_is_kept_for_the_same_person(
    client: Client, world: World, signed_up
) -> None:
    page = reverse("casefile:cases")
    client.post(page, typed(world, signed_up))
    kept = KeptForm.objects.get()
    assert b"garden" not in bytes(kept.sealed)

    client.post(reverse("sign_in"), {"email": "alex@example.org", "password": PASSWORD})
    again = client.get(page)

    assert again.wsgi_request.kept_post["note"] == "She said the garden helps."  # type: ignore[attr-defined]
    assert not KeptForm.objects.exists()
    assert client.get(page).wsgi_request.kept_post is None  # type: ignore[attr-defined]


def test_and_for_nobody_else(client: Client, world: World, signed_up) -> None:
    page = reverse("casefile:cases")
    client.post(page, typed(world, world.coordinator))

    client.post(reverse("sign_in"), {"email": "alex@example.org", "password": PASSWORD})

    assert client.get(page).wsgi_request.kept_post is None  # type: ignore[attr-defined]
    assert KeptForm.objects.count() == 1


def test_a_disabled_account_is_out_at_the_next_request(world: World) -> None:
    client = world.client(world.coordinator)
    assert client.get(reverse("casefile:my_work")).status_code == 200

    world.coordinator.is_active = False
    world.coordinator.save()

    assert client.get(reverse("casefile:my_work")).status_code == 302


def test_a_lost_role_is_lost_at_the_next_request(world: World) -> None:
    client = world.client(world.coordinator)
    assert client.get(reverse("casefile:my_work")).status_code == 200

    world.coordinator.holdings.update(ends_at=world.now)

    assert client.get(reverse("casefile:my_work")).status_code == 404
