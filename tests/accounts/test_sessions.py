"""A session ends: idle, at eight hours, by its owner from elsewhere, and with every change of how they sign in."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.factors import write_codes
from talkingpiece.accounts.kept import who_token
from talkingpiece.accounts.services import write_departure
from tests.accounts.signing import Signer, code_of
from tests.world import World

WORK, YOURS = reverse("casefile:my_work"), reverse("your_sign_in")
pytestmark = pytest.mark.usefixtures("as_in_a_real_service")


def open_(client: Client) -> bool:
    return client.get(WORK).status_code == 200


def two(alex: Signer, moving) -> tuple[Client, Client]:
    first = alex.sign_in()
    moving.shift(timedelta(seconds=90))  # a code counts once
    return first, alex.sign_in()


def test_half_an_hour_without_a_click_ends_it(alex: Signer, moving) -> None:
    client = alex.sign_in()
    moving.shift(timedelta(minutes=29))
    assert open_(client)
    moving.shift(timedelta(minutes=29))
    assert open_(client)
    moving.shift(timedelta(minutes=31))
    assert not open_(client)


def test_after_eight_hours_it_ends_however_busy_it_was_and_keeps_what_was_typed(alex: Signer, moving) -> None:
    client = alex.sign_in()
    for _half_hour in range(18):
        moving.shift(timedelta(minutes=26))
        assert open_(client)
    moving.shift(timedelta(minutes=13))
    page = reverse("casefile:cases")
    typed = {"note": "She said the garden helps.", "who": who_token(alex.user)}
    assert client.post(page, typed)["Location"] == reverse("sign_in")

    alex.sign_in(client)

    assert client.get(page).wsgi_request.kept_post["note"] == "She said the garden helps."  # type: ignore[attr-defined]


def test_signing_in_changes_the_id(alex: Signer) -> None:
    client = Client()
    client.get(reverse("sign_in"))
    before = client.session.session_key
    alex.sign_in(client)
    assert before
    assert client.session.session_key != before


def test_they_see_their_sessions_and_end_one(alex: Signer, moving) -> None:
    first, second = two(alex, moving)
    shown = second.get(YOURS).context["sessions"]
    assert [row.here for row in shown] == [True, False]

    second.post(reverse("end_session", args=[shown[1].id]))

    assert not open_(first)
    assert open_(second)
    assert len(second.get(YOURS).context["sessions"]) == 1


def test_but_nobody_elses(alex: Signer, world: World, moving) -> None:
    client = alex.sign_in()
    mine = client.get(YOURS).context["sessions"][0]
    other = world.client(world.coordinator)
    session = other.session
    session["tp_proof"] = "app"
    session.save()
    assert other.post(reverse("end_session", args=[mine.id])).status_code == 404
    assert open_(client)


def test_a_step_up_keeps_the_session_in_the_list(alex: Signer, moving) -> None:
    client = alex.sign_in()
    moving.shift(timedelta(minutes=6))
    client.post(reverse("still_you"), {"code": alex.code()})
    assert [row.here for row in client.get(YOURS).context["sessions"]] == [True]


@pytest.mark.parametrize("change", ["password", "factor"])
def test_another_password_or_factor_ends_all_others(alex: Signer, moving, change: str) -> None:
    first, second = two(alex, moving)
    if change == "password":
        words = "five owls on a copper fence"
        second.post(reverse("new_password"), {"password": words, "again": words})
    else:
        shown = second.get(reverse("add_app")).content.decode()
        secret = shown.split('class="tp-key">')[1].split("<")[0]
        second.post(reverse("add_app"), {"code": code_of(secret)})
    assert not open_(first)
    assert open_(second)


def test_a_closed_account_is_out_and_stays_out_if_it_is_opened_again(alex: Signer, world: World) -> None:
    write_codes(alex.user)
    client = alex.sign_in()
    write_departure(user=alex.user, by=world.scheme_manager, at=world.now)
    assert not open_(client)
    alex.user.refresh_from_db()
    alex.user.is_active = True
    alex.user.save()
    assert not open_(client)


@pytest.mark.parametrize(("door", "same_site"), [("staff", "Lax"), ("public", "Strict")])
def test_cookies_of_a_real_service(door: str, same_site: str, tmp_path) -> None:
    asked = """
from talkingpiece.config import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,
      s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.TP_SECOND_FACTOR,
      s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)
"""
    real = {
        **os.environ,
        "TP_MODE": "production",
        "TP_DOOR": door,
        "TP_SECRET_KEY": "x" * 60,
        "TP_ALLOWED_HOSTS": "service.example.org",
        "DATABASE_URL": "postgresql:///none",
        "TP_HOME": str(tmp_path / "home"),
        "TP_ANCHORS": str(tmp_path / "anchors"),
    }
    told = subprocess.run([sys.executable, "-c", asked], env=real, capture_output=True, text=True)
    assert told.stdout.split() == f"__Host-s __Host-c True True True {same_site} {same_site} True False".split(), told
