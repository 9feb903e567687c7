"""A group that practises: Sian trains, Daniel and Ruth learn."""

from __future__ import annotations

from django.test import Client

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.protection.context import area_context
from talkingpiece.rehearsal import services
from talkingpiece.rehearsal.models import Group, Opened
from talkingpiece.rehearsal.states import Stage
from tests.training.given import arranged
from tests.world import World


def begun(world: World) -> Group:
    course = arranged(world, world.facilitator, world.other_facilitator)
    return services.begin(session=course.sessions.get(), by=world.supervisor, at=clock.now())


def opened(world: World, group: Group, stage: Stage = Stage.ASSESSMENT, lead: User | None = None) -> Opened:
    with area_context([group.ground_id]):
        return services.open_case(
            ground=group.ground, stage=stage, lead=lead or world.facilitator, by=world.supervisor, at=clock.now()
        )


def practising(world: World, user: User, ground: Area) -> Client:
    """A browser in which they have gone in."""
    client = world.client(user)
    client.post("/staff/practice/", {"ground": str(ground.pk)})
    return client
