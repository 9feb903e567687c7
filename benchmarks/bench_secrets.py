"""Whether the time of an answer tells what the answer does not: what is known beside what is not, pair by pair."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from talkingpiece.protection.context import show_areas
from tests.accounts.signing import Signer
from tests.referrals.visitor import arrived_with_code
from tests.world import World, build_world

PAIRS = 500
# security.md R-AUT-7: the median of one and of the other differ by less.
AT_MOST_MS = 20


def measure_what_the_time_of_an_answer_tells(world: World) -> None:
    settings.TP_AREA = world.area.slug
    _referral, code = arrived_with_code(world)
    case = world.case()
    there = build_world(slug="harbourside", code="HBS", name="Harbourside")
    elsewhere = there.case("Grace")
    show_areas([world.area.pk])
    Signer(world)
    colleague = world.client(world.other_facilitator)
    shown: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "signing in: known, unknown address": (
            lambda: _sign_in("alex@example.org"),
            lambda: _sign_in(f"{uuid4().hex[:8]}@example.org"),
        ),
        "a number: known, unknown": (lambda: _number(code), lambda: _number(str(secrets.randbelow(10**16)))),
        "a colleague's case, one never there": (lambda: _case(colleague, case.reference), lambda: _never(colleague)),
        "another area's case, one never there": (
            lambda: _case(colleague, elsewhere.reference),
            lambda: _never(colleague),
        ),
    }
    print(f"\n\n{f'ms, median of {PAIRS} pairs':<40}{'there':>9}{'not':>9}{'differ':>9}")
    for name, (known, unknown) in shown.items():
        a, b = _paired(known, unknown)
        print(f"{name:<40}{a:>9.2f}{b:>9.2f}{a - b:>9.2f}{'' if abs(a - b) < AT_MOST_MS else '   TOO FAR'}")


def _paired(known: Callable[[], Any], unknown: Callable[[], Any]) -> tuple[float, float]:
    """Medians in milliseconds. By turns, in changing order, so that what the machine does besides falls on both."""
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(PAIRS):
        for which in (0, 1) if turn % 2 else (1, 0):
            took[which].append(_timed((known, unknown)[which]))
    return median(took[0]), median(took[1])


def _timed(ask: Callable[[], Any]) -> float:
    with transaction.atomic():  # nothing of one try, not even that it was counted, is left for the next
        start = time.perf_counter()
        ask()
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds * 1000


def _sign_in(email: str) -> Any:
    with override_settings(TP_SECOND_FACTOR=True):
        return Client().post(reverse("sign_in"), {"email": email, "password": "not the right one at all"})


def _number(code: str) -> Any:
    return Client().post(reverse("front:code"), {"code": code, "kind": "pause", "words": ""})


def _case(client: Client, reference: str) -> Any:
    return client.get(reverse("casefile:case", args=[reference]))


def _never(client: Client) -> Any:
    return _case(client, f"RDG-{secrets.token_hex(3).upper()}")
