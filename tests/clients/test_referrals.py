"""A referral by a system goes through the one maker of referrals, and says the same whoever it is about."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from talkingpiece.cases.states import Route
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import Form, ReferralState
from tests.clients.machine import Machine, covered, let_in
from tests.world import World, as_area

YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()
SAID: dict[str, Any] = {
    "knows": "yes",
    "agreed_on": YESTERDAY,
    "agreed_how": "telephone",
    "asked_for_it": False,
    "may_know": "nothing",
    "called": "Maya",
    "full_name": "Maya Deol",
    "safe": ["call", "email"],
    "call_number": "01632 960 001",
    "call_from": "10:00",
    "call_to": "14:00",
    "email": "maya@example.org",
    "safe_now": "yes",
    "interpreter": True,
    "referrer_name": "Jo Marsh, support worker",
    "referrer_reach": "01632 960555",
}


@pytest.fixture
def machine(world: World) -> Machine:
    return let_in(world, agreement=covered(world, world.victim_support)).sign_in()


def test_it_arrives_as_from_the_page(world: World, machine: Machine) -> None:
    answer = machine.post("referrals", SAID)
    assert answer.status_code == 201, answer.content
    referral = Referral.objects.get()
    assert answer.json()["reference"] == referral.reference
    assert (referral.form, referral.route, referral.agency) == (Form.SYSTEM, Route.AGENCY, world.victim_support)
    assert referral.referred_by == machine.client.user
    assert referral.referrer_words == "Jo Marsh, support worker"
    assert referral.state == ReferralState.NEW
    page = world.client(world.coordinator).get(f"/staff/front-door/{referral.reference}/")
    assert "Jo Marsh, support worker" in page.content.decode()


def test_whether_they_are_known_tells_nothing(world: World, machine: Machine) -> None:
    world.case("Maya", full_name="Maya Deol")
    known, unknown = machine.post("referrals", SAID), machine.post("referrals", SAID | {"full_name": "Nobody Known"})
    assert known.status_code == unknown.status_code == 201
    assert set(known.json()) == set(unknown.json()) == {"reference", "received_at"}
    assert len(known.content) == len(unknown.content)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"called": ""}, "/called"),
        ({"agreed_on": None}, "/agreed_on"),
        ({"agreed_on": "2999-01-01"}, "/agreed_on"),
        ({"agreed_on": "2026-02-31"}, "/agreed_on"),
        ({"agreed_on": "yesterday"}, "/agreed_on"),
        ({"safe": []}, "/safe"),
        ({"safe": ["call", "none"]}, "/safe"),
        ({"call_number": ""}, "/call_number"),
        ({"call_to": None}, "/call_to"),
        ({"email": "nowhere"}, "/email"),
        ({"knows": "perhaps"}, "/knows"),
        ({"interpreter": "yes"}, "/interpreter"),
        ({"strange": 1}, "/strange"),
        ({"asked": {"strange": "x"}}, "/asked/strange"),
        ({"called": "a\x00b"}, "/called"),
        ({"referrer_name": ""}, "/referrer_name"),
    ],
)
def test_slips_are_said_at_their_place(machine: Machine, changes: dict[str, Any], pointer: str) -> None:
    answer = machine.post("referrals", SAID | changes)
    assert answer.status_code == 422, answer.content
    assert pointer in [one.get("pointer") for one in answer.json()["errors"]]
    assert "Maya" not in answer.content.decode()
    assert not Referral.objects.exists()


def test_somebody_who_was_not_asked_is_not_referred(machine: Machine) -> None:
    answer = machine.post("referrals", SAID | {"knows": "not_yet"})
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert "Ask them first" in answer.json()["errors"][0]["detail"]
    assert not Referral.objects.exists()


def test_the_purpose_is_needed(world: World, machine: Machine) -> None:
    poor = let_in(world, agreement=machine.client.agreement, purposes=["outcome"]).sign_in()
    assert poor.post("referrals", SAID).json()["code"] == "purpose"


def test_twice_under_one_key_is_one_referral(machine: Machine) -> None:
    first, again = machine.post("referrals", SAID, key="k"), machine.post("referrals", SAID, key="k")
    assert first.content == again.content
    assert first.status_code == again.status_code == 201
    assert Referral.objects.count() == 1


def test_one_referral_of_five_at_the_same_moment(committed_world: World) -> None:
    with as_area(committed_world):
        machine = let_in(committed_world, agreement=covered(committed_world, committed_world.victim_support))
    machine.sign_in()
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(Machine(machine.client, "", "", token=machine.token).post("referrals", SAID, key="k"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    with as_area(committed_world):
        assert Referral.objects.count() == 1
