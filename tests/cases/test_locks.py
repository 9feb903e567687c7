"""Who commits holds the head of the trail; nobody may wait then for a row that another holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from typing import Any

from django.db import connection

from talkingpiece.audit.services import record
from talkingpiece.cases.models import Member
from talkingpiece.cases.services import lock_case
from talkingpiece.cases.states import MemberRole
from talkingpiece.protection.classes import Side
from tests.world import World, as_area


def in_another(world: World, act: Any) -> None:
    try:
        with as_area(world), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            act()
    finally:
        connection.close()


def test_somebody_joins_and_is_entered_while_another_holds_the_case(committed_world: World) -> None:
    """Two at once, each with an entry: the one that only names the case does not wait for the one that holds it."""
    world = committed_world
    with as_area(world):
        case = world.case("Odile")
    held, joined = Flag(), Flag()

    def holds() -> None:
        record("case.read", by=world.facilitator, about=lock_case(case.pk), at=world.now, side=Side.VICTIM)
        held.set()
        joined.wait(10)

    def joins() -> None:
        assert held.wait(10)
        record("case.read", by=world.supervisor, about=case, at=world.now, side=Side.VICTIM)
        Member.objects.create(
            area=world.area, case=case, user=world.supervisor, role=MemberRole.CO_FACILITATOR, starts_at=world.now
        )

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(in_another, world, holds)
        try:
            in_another(world, joins)
        finally:
            joined.set()
        holding.result(20)
    with as_area(world):
        assert Member.objects.filter(case=case, user=world.supervisor).exists()
