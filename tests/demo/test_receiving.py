"""The case system that is played takes in what is signed for it, each once, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from talkingpiece.demo.receiving import CaseSystem
from talkingpiece.outbox.states import Why
from talkingpiece.outbox.wire import Answer, post

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
BODY = b'{"id":"one","type":"request.made","detail_url":"/api/v1/requests/1"}'


@pytest.fixture
def system() -> Iterator[tuple[CaseSystem, list[str]]]:
    said: list[str] = []
    with CaseSystem([SECRET], said=said.append, port=0) as made:
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield made, said
        made.shutdown()


def sent(system: CaseSystem, *, secret: str = SECRET, at: datetime | None = None) -> Answer:
    moment = at or datetime.now(UTC)
    headers = {
        "webhook-id": "one",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign("one", moment, BODY.decode()),
    }
    return post(f"http://127.0.0.1:{system.server_address[1]}/events", BODY, headers)


def test_what_is_signed_is_taken_in_once(system: tuple[CaseSystem, list[str]]) -> None:
    made, said = system
    assert [sent(made).status for _ in range(2)] == [204, 204]
    assert said == ['{"type": "request.made", "ask": "/api/v1/requests/1"}']


def test_what_is_forged_or_old_is_not(system: tuple[CaseSystem, list[str]]) -> None:
    made, said = system
    forged = sent(made, secret="whsec_" + "QUFB" * 8)
    old = sent(made, at=datetime.now(UTC) - timedelta(minutes=6))
    assert (forged, old) == (Answer(Why.ANSWER, 401), Answer(Why.ANSWER, 401))
    assert said == []
