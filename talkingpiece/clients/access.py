"""Who in the service may register systems, and which."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.clients.models import Client
from talkingpiece.clients.queries import clients_of


def visible_clients(user: User) -> list[Client]:
    return clients_of(area.pk for area in areas_with(user, Act.CLIENT_MANAGE))


def get_client(user: User, client_id: UUID) -> Client:
    """Raises Http404 for one of an area in which they look after none."""
    found = next((one for one in visible_clients(user) if one.pk == client_id), None)
    if found is None:
        raise Http404
    return found


def get_agreement_for_clients(user: User, agreement_id: UUID) -> Agreement:
    found = Agreement.objects.filter(pk=agreement_id, area__in=areas_with(user, Act.CLIENT_MANAGE))
    agreement = found.select_related("area", "agency").first()
    if agreement is None:
        raise Http404
    return agreement
