from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Purpose
from talkingpiece.clients.models import Client
from talkingpiece.clients.queries import agreement_now, living_secrets, works
from talkingpiece.core.blockers import Text
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import long_date, short_date


@dataclass(frozen=True)
class ClientRow:
    client: Client
    tag: Tag
    purposes: list[Text]


def tag_of(client: Client, at: datetime) -> Tag:
    if client.revoked_at is not None:
        return Tag(_("closed"))
    if not works(client, at):
        return Tag(_("waits for an agreement"), "gate")
    if not client.purposes:
        return Tag(_("may do nothing yet"), "gate")
    return Tag(_("works"), "done")


def client_row(client: Client, at: datetime) -> ClientRow:
    return ClientRow(client, tag_of(client, at), purposes_of(client))


def purposes_of(client: Client) -> list[Text]:
    return [one.label for one in Purpose if one in client.purposes]


def list_page(clients: Iterable[Client], area_ids: Iterable[Any], at: datetime) -> dict[str, Any]:
    rows = [client_row(one, at) for one in clients]
    offered: list[Agreement] = [
        row for area_id in area_ids for row in in_force(area_id, at=at).order_by("agency__name")
    ]
    return {
        "rows": [row for row in rows if row.client.revoked_at is None],
        "closed": [row for row in rows if row.client.revoked_at is not None],
        "agreements": offered,
    }


def client_page(client: Client, reader: User, at: datetime) -> dict[str, Any]:
    secrets = living_secrets(client, at)
    return {
        "client": client,
        "tag": tag_of(client, at),
        "purposes": purposes_of(client),
        "registered": long_date(client.registered_at),
        "revoked": long_date(client.revoked_at),
        "newest": short_date(secrets[0].made_at) if secrets else "",
        "before": [short_date(one.ends_at) for one in secrets if one.ends_at],
        "follows": agreement_now(client, at) if client.revoked_at is None else None,
        "sees_agreements": may_somewhere(reader, Act.AGREEMENT_SEE),
    }
