"""A password alone opens nothing. The app, a passkey or a recovery code does, each of them once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.factors import factors_of
from talkingpiece.audit.models import Event
from tests.accounts.signing import PASSWORD, Signer, code_of
from tests.world import World

SECOND, WORK = reverse("second_factor"), reverse("casefile:my_work")
pytestmark = pytest.mark.usefixtures("as_in_a_real_service")


def test_the_password_alone_opens_nothing(client: Client, alex: Signer) -> None:
    assert alex.password(client)["Location"] == SECOND
    assert "_auth_user_id" not in client.session
    assert client.get(WORK)["Location"] == reverse("sign_in")


def test_with_the_code_it_opens_and_is_recorded(client: Client, alex: Signer) -> None:
    alex.password(client)
    client.post(SECOND, {"code": alex.code()})
    assert client.get(WORK).status_code == 200
    event = Event.objects.get(name="account.signed_in", actor_id=alex.user.pk)
    assert event.detail == {"proof": "app"}


def test_a_wrong_code_does_not_and_neither_does_one_that_was_used(client: Client, alex: Signer, moving) -> None:
    right = alex.code()
    alex.password(client)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert "That code is not right" in client.post(SECOND, {"code": wrong}).content.decode()
    client.post(SECOND, {"code": right})
    assert "_auth_user_id" in client.session

    other = Client()
    alex.password(other)
    other.post(SECOND, {"code": right})
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_opens_once(client: Client, alex: Signer) -> None:
    alex.password(client)
    client.post(SECOND, {"code": alex.codes[0]})
    assert "_auth_user_id" in client.session
    assert Event.objects.filter(name="account.recovery_code_used", actor_id=alex.user.pk).count() == 1

    again = Client()
    alex.password(again)
    again.post(SECOND, {"code": alex.codes[0]})
    assert "_auth_user_id" not in again.session
    again.post(SECOND, {"code": alex.codes[1]})
    assert "_auth_user_id" in again.session


def test_the_first_half_is_over_after_ten_minutes_and_with_another_password(alex: Signer, moving) -> None:
    late, changed = Client(), Client()
    alex.password(late)
    moving.shift(timedelta(minutes=10))
    assert late.post(SECOND, {"code": alex.code()})["Location"] == reverse("sign_in")

    alex.password(changed)
    alex.user.set_password("another one that is long enough")
    alex.user.save()
    assert changed.post(SECOND, {"code": alex.code()})["Location"] == reverse("sign_in")


def test_no_secret_lies_in_the_database_in_clear(client: Client, alex: Signer, world: World) -> None:
    other = world.client(world.coordinator)
    session = other.session
    session["tp_proof"] = "app"
    session.save()
    page = other.get(reverse("add_app")).content.decode()
    adding = page.split('class="tp-key">')[1].split("<")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator UNION ALL SELECT session_data FROM django_session")
        lying = " ".join(row[0] for row in cursor.fetchall())
    sessions = json.dumps(dict(other.session.items()))
    assert len(adding) == 32
    for secret in (alex.secret, adding, *alex.codes):
        assert secret not in lying
        assert secret not in sessions


def test_whoever_has_none_is_led_to_one_before_anything_else(client: Client, world: World) -> None:
    alex = Signer(world, app=False)
    client.get(WORK)  # what they wanted
    assert alex.password(client)["Location"] == reverse("add_factor")
    for page in (WORK, reverse("your_sign_in"), reverse("new_password"), reverse("casefile:cases")):
        assert client.get(page)["Location"] == reverse("add_factor"), page

    shown = client.get(reverse("add_app")).content.decode()
    secret = shown.split('class="tp-key">')[1].split("<")[0]
    assert "That code is not right" in client.post(reverse("add_app"), {"code": "12"}).content.decode()
    assert client.post(reverse("add_app"), {"code": code_of(secret)})["Location"] == reverse("recovery_codes")
    codes = client.post(reverse("recovery_codes"))
    assert factors_of(alex.user).codes_left == 10
    assert codes.context["go_on"] == WORK
    assert client.get(WORK).status_code == 200
    assert Event.objects.filter(name="account.factor_added", actor_id=alex.user.pk).count() == 1


def test_the_last_factor_stays(alex: Signer) -> None:
    client = alex.sign_in()
    page = reverse("remove_factor", args=["app"])
    assert "It is the only one" in client.get(page).content.decode()
    client.post(page)
    assert factors_of(alex.user).app
    assert client.get(reverse("remove_factor", args=["17"])).status_code == 404


def test_an_open_session_asks_for_the_code_again_before_it_changes_how_one_signs_in(alex: Signer, moving) -> None:
    client = alex.sign_in()
    moving.shift(timedelta(minutes=6))
    change = {"password": "five owls on a copper fence", "again": "five owls on a copper fence"}
    assert client.post(reverse("new_password"), change)["Location"] == reverse("still_you")
    client.post(reverse("still_you"), {"password": PASSWORD})
    assert client.post(reverse("new_password"), change)["Location"] == reverse("still_you"), (
        "the password is not enough"
    )
    client.post(reverse("still_you"), {"code": alex.code()})
    assert client.post(reverse("new_password"), change)["Location"] == reverse("your_sign_in")


def test_a_weak_password_is_refused_with_its_reason(alex: Signer) -> None:
    client = alex.sign_in()
    short = client.post(reverse("new_password"), {"password": "too short", "again": "too short"})
    assert "Use at least 15 characters" in short.content.decode()
    apart = client.post(reverse("new_password"), {"password": "x" * 7 + "yz" * 7, "again": "another of that length"})
    assert "The two are not the same" in apart.content.decode()


def test_the_table_of_factors_holds_one_app_only(alex: Signer) -> None:
    assert Authenticator.objects.filter(user=alex.user, type="totp").count() == 1
