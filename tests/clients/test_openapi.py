"""The published description is what the code says."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.states import Purpose
from talkingpiece.clients.way_in import ByClient
from talkingpiece.config.api import Api, api, patterns, rule_of_operation, views
from talkingpiece.core.access import public, without_policy

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi-v1.json"


def said_now() -> dict[str, Any]:
    out = StringIO()
    call_command("openapi", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_published_file_is_what_the_code_says() -> None:
    assert json.loads(PUBLISHED.read_text()) == said_now(), "./dev manage openapi > docs/api/openapi-v1.json"


def test_every_operation_says_who_may() -> None:
    operations = [one for _address, view in views(api) for one in view.operations]
    assert len(operations) >= 12
    assert all(rule_of_operation(one) for one in operations)
    opened = [one for one in operations if not one.auth_callbacks]
    assert [one.operation_id for one in opened] == ["token"]


def test_an_operation_that_says_nothing_keeps_the_service_from_starting() -> None:
    router = Router()

    @router.get("/careless", auth=None)
    def careless(request: HttpRequest) -> str:
        raise AssertionError("never called")

    @router.get("/beside", auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME))
    def careful(request: HttpRequest) -> str:
        raise AssertionError("never called")

    @router.post("/beside", auth=None)
    def also_careless(request: HttpRequest) -> str:
        raise AssertionError("never called")

    @router.get("/open", auth=None)
    @public("because")
    def opened(request: HttpRequest) -> HttpResponse:
        raise AssertionError("never called")

    canary = Api(title="Canary", version="9", urls_namespace="canary", docs_url=None, openapi_url=None)
    assert isinstance(canary, NinjaAPI)
    canary.add_router("", router)
    assert without_policy(list(patterns(canary))) == ["careless", "beside"]


@pytest.mark.parametrize(("address", "view"), list(views(api)), ids=[address for address, _view in views(api)])
def test_what_creates_needs_a_key(address: str, view: Any) -> None:
    for one in view.operations:
        way = next((auth for auth in one.auth_callbacks if isinstance(auth, ByClient)), None)
        if one.methods == ["POST"] and way is not None:
            assert way.once or way.signed, address
