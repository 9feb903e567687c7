"""Whatever the published description allows, and much that it does not, is sent as each kind of system, through the
program itself: nothing breaks, and every answer is as described."""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from standardwebhooks.webhooks import Webhook

from talkingpiece.areas.services import add_agency
from talkingpiece.clients.models import SentOnce
from talkingpiece.config.api import api
from talkingpiece.protection.context import show_areas
from tests.clients.machine import Machine, covered, let_in
from tests.information_sharing.conftest import Setting, setting  # noqa: F401
from tests.world import World

DOOR = "/staff"
KINDS = ("probation", "prison", "referrer", "liaison", "without_purposes", "nobody")
# What a form judges is more than a schema can say, so that well-formed messages are refused too: each of those
# refusals has a test of its own.
NOT_ASKED = ("positive_data_acceptance",)


def described() -> dict[str, Any]:
    """As it is published, behind the door at which the tests stand."""
    said = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    said["paths"] = {f"{DOOR}{path}": operations for path, operations in said["paths"].items()}
    return copy.deepcopy(said)


DESCRIBED = described()
OPERATIONS = [(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods]


@contextmanager
def one_connection() -> Iterator[None]:
    """The program would close its connection after each request, and with it what the test wrote."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


def machine_of(world: World, kind: str) -> Machine | None:
    if kind == "nobody":
        return None
    agency = {
        "probation": world.probation,
        "referrer": world.victim_support,
        "liaison": world.liaison,
        "without_purposes": world.probation,
    }.get(kind) or add_agency(name="HMP Ridgeway", kind="prison")
    agreement = covered(world, agency)
    purposes: Iterable[str] | None = [] if kind == "without_purposes" else None
    return let_in(world, agreement=agreement, purposes=purposes).sign_in()


def signed_by(machine: Machine | None) -> Callable[..., Any]:
    """The program, with the signature that the system would make over what is sent to `changes`."""
    app = get_wsgi_application()

    def run(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ.setdefault("REMOTE_ADDR", "127.0.0.1")
        named = {name: environ.get(f"HTTP_WEBHOOK_{name}", "") for name in ("ID", "TIMESTAMP", "SIGNATURE")}
        shaped = re.fullmatch(r"[!-~]+", named["ID"]) and named["TIMESTAMP"].isdecimal() and named["SIGNATURE"]
        if machine is not None and environ["PATH_INFO"].endswith("/changes") and shaped:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            now = datetime.now(UTC)
            environ["HTTP_WEBHOOK_TIMESTAMP"] = str(int(now.timestamp()))
            told = body.decode("utf-8", "replace")
            environ["HTTP_WEBHOOK_SIGNATURE"] = Webhook(machine.signing).sign(named["ID"], now, told)
        return app(environ, start_response)

    return run


def ask(world: World, machine: Machine | None, path: str, method: str, examples: int) -> None:
    schema = schemathesis.openapi.from_dict(copy.deepcopy(DESCRIBED))
    schema.app = signed_by(machine)
    operation = schema[path][method.upper()]
    head = machine.head if machine else {}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        with transaction.atomic():
            show_areas([world.area.pk])
            case.call_and_validate(headers=head, excluded_checks=[CHECKS.get_one(name) for name in NOT_ASKED])
            transaction.set_rollback(True)

    with one_connection():
        run()


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_other_than_described(world: World, setting: Setting, kind: str) -> None:  # noqa: F811
    setting.ask()
    machine = machine_of(world, kind)
    for path, method in OPERATIONS:
        ask(world, machine, path, method, 4)
    assert not SentOnce.objects.exists()


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_nor_after_fifty(
    world: World,
    setting: Setting,  # noqa: F811
    kind: str,
    path: str,
    method: str,
) -> None:
    setting.ask()
    ask(world, machine_of(world, kind), path, method, 50)
