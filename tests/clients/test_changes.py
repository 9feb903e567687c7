"""What a system tells us of an offender: signed, once, and answered the same whoever it is about."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import OffenderChange
from talkingpiece.clients import services
from talkingpiece.core import clock
from talkingpiece.offender_management.models import WaitingEvent
from talkingpiece.offender_management.waiting import take_in_waiting
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from talkingpiece.protection.models import DataKey
from tests.clients.machine import Machine, covered, let_in
from tests.world import World

KNOWN, UNKNOWN = "A1234BC", "Z9999ZZ"


def event(number: str = KNOWN, **changes: Any) -> dict[str, Any]:
    plain = {
        "eventType": "prison-offender-events.prisoner.received",
        "version": 1,
        "occurredAt": (clock.now() - timedelta(minutes=1)).isoformat(),
        "description": "Received at a prison",
        "detailUrl": "https://events.example.org/1",
        "additionalInformation": {"nomsNumber": number, "reason": "TRANSFERRED", "prisonName": "HMP Ridgeway"},
        "personReference": {"identifiers": [{"type": "NOMS", "value": number}]},
    }
    return plain | changes


@pytest.fixture
def machine(world: World) -> Machine:
    responsible = world.responsible(world.case("Maya"))
    name_number(
        person=responsible.person,
        kind="prison_no",
        value=KNOWN,
        by=world.facilitator,
        at=clock.now(),
        side=Side.OFFENDER,
    )
    return let_in(world, agreement=covered(world)).sign_in()


def tell(
    machine: Machine, told: dict[str, Any], *, name: str = "", at: datetime | None = None, secret: str = "", **more: str
) -> Any:
    name, body = name or f"msg_{uuid4().hex}", json.dumps(told)
    moment = at or datetime.now()
    head = {
        "webhook-id": name,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret or machine.signing).sign(
            name, datetime.utcfromtimestamp(int(moment.timestamp())), body
        ),
    }
    return machine.post("changes", body, key=None, **(head | more))


def taken_in() -> None:
    for row in WaitingEvent.objects.all():
        take_in_waiting(event_id=row.pk, at=clock.now())


def test_it_is_taken_in_after_the_answer(machine: Machine) -> None:
    answer = tell(machine, event())
    assert (answer.status_code, answer.json()) == (202, {"received": True})
    assert not OffenderChange.objects.exists()
    taken_in()
    change = OffenderChange.objects.get()
    assert (change.kind, change.recorded_by) == ("transfer", machine.client.user)


def test_of_a_stranger_the_answer_is_the_same_and_nothing_is_left(machine: Machine) -> None:
    known, unknown = tell(machine, event()), tell(machine, event(UNKNOWN))
    assert known.content == unknown.content
    assert {name: known[name] for name in known.headers} == {name: unknown[name] for name in unknown.headers}
    stranger = WaitingEvent.objects.order_by("received_at").last()
    assert stranger is not None
    before = Event.objects.count()
    take_in_waiting(event_id=stranger.pk, at=clock.now())
    take_in_waiting(event_id=stranger.pk, at=clock.now())
    assert Event.objects.count() == before
    assert not WaitingEvent.objects.filter(pk=stranger.pk).exists()
    assert DataKey.objects.get(pk=stranger.key_id).wrapped is None


def test_the_same_message_again_is_refused(machine: Machine) -> None:
    assert tell(machine, event(), name="msg_1").status_code == 202
    again = tell(machine, event(), name="msg_1")
    assert (again.status_code, again.json()["code"]) == (409, "already_received")
    taken_in()
    assert OffenderChange.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"off": timedelta(minutes=-6)},
        {"off": timedelta(minutes=6)},
        {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,%%%"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "yesterday"},
    ],
)
def test_forged_and_stale_messages_are_refused(machine: Machine, how: dict[str, Any]) -> None:
    if "off" in how:  # reckoned when it is sent: a whole run takes longer than a message is fresh
        how = {"at": datetime.now() + how["off"]}
    answer = tell(machine, event(), **how)
    assert (answer.status_code, answer.json()["code"]) == (403, "signature")
    assert not WaitingEvent.objects.exists()


def test_the_signature_is_over_the_body(machine: Machine) -> None:
    body, name, now = json.dumps(event()), "msg_2", datetime.utcnow()
    signature = Webhook(machine.signing).sign(name, now, body)
    head = {
        "webhook-id": name,
        "webhook-timestamp": str(int((now - datetime(1970, 1, 1)).total_seconds())),
        "webhook-signature": signature,
    }
    assert machine.post("changes", body, key=None, **head).status_code == 202
    other = machine.post("changes", body.replace(KNOWN, UNKNOWN), key=None, **(head | {"webhook-id": "msg_3"}))
    assert other.status_code == 403


def test_the_secret_before_signs_until_it_ends(world: World, machine: Machine) -> None:
    services.renew_secret(client_id=machine.client.pk, at_once=False, by=world.scheme_manager, at=clock.now())
    assert tell(machine, event()).status_code == 202


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"occurredAt": "soon"}, "/occurredAt"),
        ({"occurredAt": (clock.now() + timedelta(hours=1)).isoformat()}, "/occurredAt"),
        ({"eventType": ""}, "/eventType"),
    ],
)
def test_what_is_no_event_is_said_whoever_it_is_about(machine: Machine, changes: dict[str, Any], pointer: str) -> None:
    known, unknown = tell(machine, event(**changes)), tell(machine, event(UNKNOWN, **changes))
    assert known.status_code == unknown.status_code == 422
    assert known.content == unknown.content
    assert known.json()["errors"][0]["pointer"] == pointer


def test_without_that_purpose_nothing_is_heard(world: World, machine: Machine) -> None:
    poor = let_in(world, agreement=machine.client.agreement, purposes=["outcome"]).sign_in()
    assert tell(poor, event()).json()["code"] == "purpose"
