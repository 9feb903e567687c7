"""What leaves: a kind, a number that says nothing, where to ask, and the offender's own numbers. Held to its schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from jsonschema import Draft202012Validator
from standardwebhooks.webhooks import Webhook

from talkingpiece.outbox.models import Endpoint, Event
from talkingpiece.outbox.states import Kind
from talkingpiece.people.queries import numbers_of
from talkingpiece.people.states import NumberKind

SCHEMA = Path(__file__).parent / "schemas" / "event-1.json"
_TYPES = {NumberKind.CRN: "CRN", NumberKind.PRISON: "NOMS"}
# Where the thing is looked up, below the interface for systems; an action with whoever is to do it.
_DETAIL = {
    Kind.REQUEST_MADE: "requests/{subject}",
    Kind.REQUEST_CHASED: "requests/{subject}",
    Kind.REQUEST_WITHDRAWN: "requests/{subject}",
    Kind.REPORT_RELEASED: "reports/{subject}",
    Kind.REPORT_CORRECTED: "reports/{subject}",
    Kind.OFFENDER_KNOWN: "offenders/{responsible}",
    Kind.OFFENDER_CHANGED: "offenders/{responsible}",
    Kind.ACTION_DUE: "offenders/{responsible}",
    Kind.ACTION_CHANGED: "offenders/{responsible}",
}


def told(event: Event) -> dict[str, Any]:
    """Raises jsonschema.ValidationError if it would be anything but what was published."""
    found = numbers_of(event.person_id)
    identifiers = [{"type": name, "value": found[kind]} for kind, name in _TYPES.items() if found.get(kind)]
    message = {
        "type": event.kind,
        "version": 1,
        "id": str(event.pk),
        "timestamp": event.happened_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "detail_url": detail_url(event),
        "person": {"identifiers": identifiers},
    }
    _validator().validate(message)
    return message


def detail_url(event: Event) -> str:
    path = _DETAIL[Kind(event.kind)].format(subject=event.subject_id, responsible=event.responsible_id)
    return f"{settings.TP_API_ADDRESS}{settings.TP_API_PREFIX}v1/{path}"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


def body_of(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":"), sort_keys=True).encode()


def headers_of(event: Event, endpoint: Endpoint, body: bytes, at: datetime) -> dict[str, str]:
    """As Standard Webhooks says. While a secret is being changed both sign, and either will do."""
    name, moment = str(event.pk), at.astimezone(UTC)
    signatures = [Webhook(secret).sign(name, moment, body.decode()) for secret in secrets_of(endpoint, at)]
    return {
        "content-type": "application/json",
        "user-agent": "talkingpiece",
        "webhook-id": name,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def secrets_of(endpoint: Endpoint, at: datetime) -> Iterable[str]:
    yield endpoint.secret
    if endpoint.before_until is not None and at < endpoint.before_until:
        yield endpoint.secret_before
