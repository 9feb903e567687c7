from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import holds, in_force
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import area_named
from talkingpiece.clients.models import AccessToken, Client, Secret
from talkingpiece.core.links import token_digest

TOKEN_LASTS = timedelta(minutes=10)
OVERLAP = timedelta(days=7)  # for which the secret before a new one still opens
KEPT = timedelta(hours=24)  # how long a repeated message is recognised


_SLUG = re.compile(r"[a-z0-9-]{1,50}")


@dataclass(frozen=True)
class Held:
    """Whoever shows a token that lives."""

    client: Client
    token_id: UUID


def area_in(name: str) -> Area | None:
    """The area whose rows have to be in sight before a system's name or token can be looked up."""
    slug = name.partition(".")[0]
    return area_named(slug) if _SLUG.fullmatch(slug) else None


def client_named(public_id: str) -> Client | None:
    """One that is not revoked."""
    try:
        pk = UUID(hex=public_id.partition(".")[2])
    except ValueError:
        return None
    found = Client.objects.filter(pk=pk, revoked_at__isnull=True, user__is_active=True)
    client = found.select_related("area", "user__agency").first()
    return client if client is not None and client.public_id == public_id else None


def holder_of(token: str, at: datetime) -> Held | None:
    """None for a token that is over, or whose secret is, or whose system is revoked: from the next request on."""
    found = AccessToken.objects.filter(
        digest=token_digest(token),
        made_at__lte=at,
        ends_at__gt=at,
        client__revoked_at__isnull=True,
        client__user__is_active=True,
    )
    row = found.select_related("secret", "client__area", "client__agreement", "client__user__agency").first()
    if row is None or not row.secret.holds(at):
        return None
    return Held(row.client, row.pk)


def living_secrets(client: Client, at: datetime) -> list[Secret]:
    """The newest first; with the one before it while the two overlap."""
    return [one for one in client.secrets.order_by("-made_at") if one.holds(at)]


def works(client: Client, at: datetime) -> bool:
    """At that minute, whatever it was registered for."""
    return client.revoked_at is None and holds(client.agreement, at)


def clients_of(area_ids: Iterable[UUID]) -> list[Client]:
    found = Client.objects.filter(area_id__in=list(area_ids))
    return list(found.select_related("area", "agency", "agreement", "registered_by").order_by("agency__name", "name"))


def agreement_now(client: Client, at: datetime) -> Agreement | None:
    """The one in force with the same agency, where the client's own is not."""
    if holds(client.agreement, at):
        return None
    return in_force(client.area_id, at=at).filter(agency_id=client.agency_id).first()
