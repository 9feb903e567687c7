from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.cases.services import join_case
from talkingpiece.protection.context import show_areas
from tests.audit.unwritable import let_it_fail
from tests.database import Cluster
from tests.matrix.asking import House
from tests.matrix.places import Places, make_places, worker
from tests.world import build_world


@pytest.fixture(scope="module")
def house(own_database: None, cluster: Cluster) -> Iterator[House]:
    """Two areas with one of everything, really committed on a database of the module's own. What a request changes is
    rolled back, so that the next one finds the same."""
    let_it_fail(cluster)
    before, settings.TP_AREA = settings.TP_AREA, "ridgeway"
    with transaction.atomic():
        here = make_places(build_world())
    with transaction.atomic():
        there = make_places(build_world(slug="harbourside", code="HBS", name="Harbourside"))
    with transaction.atomic():
        yield _with_browsers(here, there)
    settings.TP_AREA = before


def _with_browsers(here: Places, there: Places) -> House:
    show_areas([here.world.area.pk, there.world.area.pk])
    house = House(here, there, _closed(here))
    house.let_everybody_in()
    User.objects.filter(pk=house.closed.pk).update(is_active=False)
    return house


def _closed(places: Places) -> User:
    """Somebody who works on the case, whose account was closed while they were signed in."""
    user = worker(places.world, "Owen Marsh", Role.FACILITATOR)
    join_case(case=places.case, user=user, role="co_facilitator", at=places.world.now - timedelta(days=9))
    return user
