"""Over the interface too nothing happens without a trace: where no entry can be written, nothing is told or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from talkingpiece.core import clock
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.services import ask_agency
from talkingpiece.offender_management.models import ActionReported, OutcomeReport
from talkingpiece.referrals.models import Referral
from tests.audit.unwritable import AT_COMMIT, AT_ONCE, let_it_fail, unwritable
from tests.clients.machine import Machine, covered, let_in
from tests.clients.test_requests import WHOLE
from tests.database import Cluster
from tests.offender_management.conftest import ITEM, Told, begin, held, let_it_be_told
from tests.world import World, as_area, build_world

WHEN = pytest.mark.parametrize("when", [AT_ONCE, AT_COMMIT])


@dataclass
class Scene:
    world: World
    machine: Machine
    report: OutcomeReport
    asked: InformationRequest


@pytest.fixture(scope="module")
def scene(own_database: None, cluster: Cluster) -> Scene:
    let_it_fail(cluster)
    with transaction.atomic():
        world = build_world(slug=f"a{uuid4().hex[:6]}")
    with as_area(world):
        agreement = covered(world)
        given, _meeting = held(world)
        now = clock.now()
        let_it_be_told(given, now)
        told = Told(world, given, begin(given, now), now)
        told.show_both()
        report = told.release()
        asked = ask_agency(
            responsible_id=given.responsible.pk,
            questions=["suitable"],
            message="",
            by=world.facilitator,
            at=clock.now(),
        )
        machine = let_in(world, agreement=agreement)
    return Scene(world, machine.sign_in(), report, asked)


def action_of(scene: Scene) -> str:
    return next(str(one["id"]) for one in scene.machine.get("actions").json()["items"] if ITEM in one["words"])


READINGS: dict[str, Callable[[Scene], str]] = {
    "reports": lambda scene: "reports",
    "report": lambda scene: f"reports/{scene.report.pk}",
    "pdf": lambda scene: f"reports/{scene.report.pk}/report.pdf",
    "actions": lambda scene: "actions",
    "offender": lambda scene: f"offenders/{scene.report.responsible_id}",
    "requests": lambda scene: "requests",
    "request": lambda scene: f"requests/{scene.asked.pk}",
    "events": lambda scene: "events",
}


@WHEN
@pytest.mark.parametrize("what", READINGS)
def test_nothing_is_told(scene: Scene, what: str, when: str) -> None:
    address = READINGS[what](scene)
    with unwritable(when=when):
        answer = scene.machine.get(address)
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"Callum" not in answer.content
    assert scene.machine.get(address).status_code == 200


def done(scene: Scene) -> tuple[str, dict[str, Any]]:
    return f"actions/{action_of(scene)}/reported", {"words": "It is done."}


def answered(scene: Scene) -> tuple[str, dict[str, Any]]:
    return f"requests/{scene.asked.pk}/answer", WHOLE | {"answers": {"suitable": "Yes."}}


@WHEN
@pytest.mark.parametrize("act", [done, answered])
def test_nothing_is_done_and_it_can_be_done_again(
    scene: Scene, act: Callable[[Scene], tuple[str, dict[str, Any]]], when: str
) -> None:
    address, said = act(scene)
    before, key = kept(scene), uuid4().hex
    with unwritable(when=when):
        assert scene.machine.post(address, said, key=key).status_code == 500
    assert kept(scene) == before


def test_afterwards_each_is_done_with_the_key_that_failed(scene: Scene) -> None:
    before = kept(scene)
    for address, said in (done(scene), answered(scene)):
        key = uuid4().hex
        with unwritable():
            assert scene.machine.post(address, said, key=key).status_code == 500
        assert scene.machine.post(address, said, key=key).status_code in {200, 201}
    assert kept(scene) != before


def kept(scene: Scene) -> tuple[int, int, bool]:
    with as_area(scene.world):
        scene.asked.refresh_from_db()
        return Referral.objects.count(), ActionReported.objects.count(), scene.asked.answered_at is not None
