"""No name, no reference and no token reaches a log line: not by the address of a page, not by what an error says."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from talkingpiece.config.logs import Discreet
from tests.world import World

SECRET = "Maya Deol, 14 Hill Rise"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """What the service would have written, as its own formatter writes it."""
    caplog.set_level(logging.INFO)
    discreet = Discreet("%(levelname)s %(name)s %(message)s")
    return lambda: "\n".join(discreet.format(record) for record in caplog.records)


def test_a_page_that_is_not_there_is_told_by_its_name(world: World, lines) -> None:
    world.client(world.coordinator).get(reverse("casefile:case", args=["RDG-26-9999"]))
    Client().get("/agency/a-token-that-nobody-knows/")

    assert "404 GET casefile:case" in lines()
    assert "RDG-26-9999" not in lines()
    assert "a-token" not in lines()


def test_an_error_is_told_by_its_kind_and_its_place(world: World, lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::integer", [SECRET])
        except Exception as error:
            raise RuntimeError(SECRET) from error

    monkeypatch.setattr("talkingpiece.casefile.views.listing.list_page", broken)
    client = world.client(world.coordinator)
    client.raise_request_exception = False

    assert client.get(reverse("casefile:cases")).status_code == 500

    assert "500 GET casefile:cases" in lines()
    assert "django.db.utils.DataError" in lines()
    assert "builtins.RuntimeError" in lines()
    assert "test_logs.py" in lines()
    assert "Maya" not in lines()
    assert "Hill Rise" not in lines()
