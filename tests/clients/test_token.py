"""A system is let in by its secret, for ten minutes, while nobody closed it."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from talkingpiece.audit.models import Event
from talkingpiece.clients import services
from talkingpiece.clients.models import AccessToken
from talkingpiece.clients.queries import holder_of
from talkingpiece.core import clock
from tests.clients.machine import ROOT, Machine, let_in
from tests.world import World


@pytest.fixture
def machine(world: World) -> Machine:
    return let_in(world)


def test_a_secret_is_exchanged_for_a_token(machine: Machine) -> None:
    answer = machine.ask_for_token()
    assert answer.status_code == 200
    told = answer.json()
    assert told["token_type"] == "Bearer"
    assert told["expires_in"] == 600
    assert set(told["scope"].split()) == set(machine.client.purposes)
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer
    assert AccessToken.objects.get().digest != told["access_token"]
    assert Event.objects.filter(name="client.let_in", actor_id=machine.client.user_id).count() == 1


def test_name_and_secret_by_basic(machine: Machine) -> None:
    told = base64.b64encode(f"{machine.client.public_id}:{machine.secret}".encode()).decode()
    answer = machine.browser.post(
        f"{ROOT}token",
        "grant_type=client_credentials",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Basic {told}"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "ridgeway.00000000000000000000000000000000"}, 401, "invalid_client"),
        ({"client_id": "nowhere.x"}, 401, "invalid_client"),
        ({"client_secret": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
    ],
)
def test_refusals_in_the_words_of_the_standard(machine: Machine, changes, status: int, error: str) -> None:
    answer = machine.ask_for_token(**changes)
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert machine.secret.encode() not in answer.content
    assert (status == 401) == ("WWW-Authenticate" in answer)


def test_unknown_and_wrong_are_answered_alike(machine: Machine) -> None:
    wrong = machine.ask_for_token(client_secret="wrong")
    unknown = machine.ask_for_token(client_id=f"ridgeway.{'0' * 32}")
    assert wrong.content == unknown.content


def test_a_token_is_over_after_ten_minutes(machine: Machine) -> None:
    machine.sign_in()
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        assert held_by(machine) is None


def held_by(machine: Machine):
    return holder_of(machine.token, clock.now())


def test_closing_it_counts_at_the_next_request(world: World, machine: Machine) -> None:
    machine.sign_in()
    assert held_by(machine)
    services.revoke_client(client_id=machine.client.pk, why="It is gone.", by=world.scheme_manager, at=clock.now())
    assert held_by(machine) is None
    assert machine.ask_for_token().status_code == 401


def test_a_new_secret_overlaps_the_one_before(world: World, machine: Machine) -> None:
    fresh = services.renew_secret(client_id=machine.client.pk, at_once=False, by=world.scheme_manager, at=clock.now())
    assert machine.ask_for_token().status_code == 200
    assert machine.ask_for_token(client_secret=fresh.secret).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1), tick=False):
        assert machine.ask_for_token().status_code == 401
        assert machine.ask_for_token(client_secret=fresh.secret).status_code == 200


def test_at_once_ends_the_old_one_and_its_tokens(world: World, machine: Machine) -> None:
    machine.sign_in()
    services.renew_secret(client_id=machine.client.pk, at_once=True, by=world.scheme_manager, at=clock.now())
    assert held_by(machine) is None
    assert machine.ask_for_token().status_code == 401


def test_who_guesses_is_slowed_down(machine: Machine) -> None:
    answers = [machine.ask_for_token(client_secret="wrong") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"


def test_neither_secret_lies_in_clear(machine: Machine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text, encode(s.signing, 'escape') FROM clients_secret s")
        lying = " ".join(cursor.fetchone())
    assert machine.secret not in lying
    assert machine.signing not in lying


def test_it_never_signs_in_at_a_page(machine: Machine) -> None:
    machine.browser.force_login(machine.client.user, backend="django.contrib.auth.backends.ModelBackend")
    assert machine.browser.get("/staff/requests/").status_code == 302


def test_errors_of_addresses_that_are_not_there_are_problems(machine: Machine) -> None:
    for answer, status in ((machine.get("nothing"), 404), (machine.get("token"), 405)):
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
