"""Guessing is slowed down where it comes from; nobody elsewhere can lock a known name out by it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.protection.context import show_areas
from tests.accounts.signing import PASSWORD, Signer
from tests.hashing import QuickArgon2
from tests.world import World

SIGN_IN = reverse("sign_in")
pytestmark = pytest.mark.usefixtures("as_in_a_real_service")


def guess(email: str, password: str, address: str):
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"email": email, "password": password})


def test_fifty_wrong_tries_from_elsewhere_do_not_lock_the_owner_out(alex: Signer) -> None:
    answers = [guess("alex@example.org", f"guess number {n}", "203.0.113.9").status_code for n in range(50)]
    assert answers.count(200) <= 5
    assert answers.count(429) >= 45

    own = Client(REMOTE_ADDR="198.51.100.7")
    assert alex.password(own)["Location"] == reverse("second_factor")


def test_the_guesser_is_stopped_even_with_the_right_password(alex: Signer) -> None:
    for n in range(5):
        guess("alex@example.org", f"guess number {n}", "203.0.113.9")
    stopped = guess("alex@example.org", PASSWORD, "203.0.113.9")
    assert stopped.status_code == 429
    assert "Wait a few minutes" in stopped.content.decode()


def test_many_names_from_one_address_are_slowed_down_too(alex: Signer) -> None:
    answers = [guess(f"somebody{n}@example.org", "guess guess guess", "203.0.113.9").status_code for n in range(15)]
    assert answers == [200] * 10 + [429] * 5


def test_codes_are_counted_for_whoever_knew_the_password(alex: Signer) -> None:
    right = int(alex.code())
    answers = []
    for n in range(7):
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        alex.password(client)
        answers.append(client.post(reverse("second_factor"), {"code": f"{(right + 7 + n) % 1_000_000:06}"}).status_code)
    assert answers == [200] * 5 + [429] * 2


def told(answer) -> tuple[int, str]:
    page = answer.content.decode().replace("alex@example.org", "·").replace("nobody@example.org", "·")
    for field in ("csrfmiddlewaretoken", "submission"):
        page = "".join(
            part if n == 0 else part[part.index('"') :] for n, part in enumerate(page.split(f'name="{field}" value="'))
        )
    start = page.index("data-tp-question=")
    return answer.status_code, page[:start] + page[page.index("hidden novalidate") :]


def test_a_known_and_an_unknown_address_get_the_same_answer(alex: Signer) -> None:
    known = guess("alex@example.org", "not the right one at all", "203.0.113.1")
    unknown = guess("nobody@example.org", "not the right one at all", "203.0.113.2")
    assert told(known) == told(unknown)


def test_and_the_same_work_behind_it(alex: Signer) -> None:
    """Hashing is nearly all of the time that a try takes; `./dev bench secrets` measures the rest."""

    def hashes(email: str, address: str) -> int:
        QuickArgon2.computed.clear()
        guess(email, "not the right one at all", address)
        return len(QuickArgon2.computed)

    assert hashes("alex@example.org", "203.0.113.1") == hashes("nobody@example.org", "198.51.100.1") == 1


def test_a_failure_is_recorded_without_the_address(alex: Signer, world: World) -> None:
    guess("alex@example.org", "not the right one at all", "203.0.113.1")
    guess("Alex@example.org ", "not the right one at all", "203.0.113.2")
    guess("nobody@example.org", "not the right one at all", "203.0.113.3")
    show_areas([world.area.pk])
    failures = list(Event.objects.filter(name="account.sign_in_failed").order_by("recorded_at"))
    assert len(failures) == 3
    assert failures[0].detail["address"] == failures[1].detail["address"] != failures[2].detail["address"]
    assert "example" not in str([(event.detail, event.basis) for event in failures])
    assert {event.actor_id for event in failures} == {None}
