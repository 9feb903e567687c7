from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.access import get_agreement
from talkingpiece.agreements.models import Agreement
from talkingpiece.outbox.models import Delivery, Endpoint
from talkingpiece.outbox.queries import endpoints_of


def visible_endpoints(user: User) -> list[Endpoint]:
    return endpoints_of(area.pk for area in areas_with(user, Act.ENDPOINT_MANAGE))


def get_endpoint(user: User, endpoint_id: UUID) -> Endpoint:
    """Raises Http404 for one of an area in which they look after none."""
    found = next((one for one in visible_endpoints(user) if one.pk == endpoint_id), None)
    if found is None:
        raise Http404
    return found


def get_delivery(user: User, delivery_id: UUID) -> Delivery:
    areas = areas_with(user, Act.ENDPOINT_MANAGE)
    found = Delivery.objects.filter(pk=delivery_id, area__in=areas)
    delivery = found.select_related("endpoint__agreement", "endpoint__agency", "event__agency").first()
    if delivery is None:
        raise Http404
    return delivery


def get_agreement_to_add(user: User, agreement_id: UUID) -> Agreement:
    return get_agreement(user, Act.ENDPOINT_MANAGE, agreement_id)
