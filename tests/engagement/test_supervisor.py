"""Who is asked for the second pair of eyes: of the case, there now, and nobody who works on it themselves."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, end_leave, give_role, write_leave
from talkingpiece.cases.services import join_case
from talkingpiece.cases.states import MemberRole
from talkingpiece.engagement.queries import supervisor_for
from tests.world import World


def second(world: World) -> User:
    user = add_user(email="w@example.org", name="Wendy Ash", at=world.now)
    give_role(user=user, area=world.area, role=Role.CASE_SUPERVISOR, by=None, at=world.now - timedelta(days=9))
    return user


def test_a_supervisor_who_is_there_is_asked_before_one_who_is_away(world: World) -> None:
    case, wendy, sian = world.case(), second(world), world.supervisor
    assert supervisor_for(case, world.now) == sian
    leave = write_leave(
        area_id=world.area.pk,
        user=sian,
        stand_in=wendy,
        starts_on=world.now.date() - timedelta(days=1),
        ends_on=world.now.date() + timedelta(days=5),
        by=sian,
        at=world.now,
    )
    assert supervisor_for(case, world.now) == wendy
    assert supervisor_for(case, world.now + timedelta(days=7)) == sian
    join_case(case=case, user=sian, role=MemberRole.SUPERVISOR, at=world.now)
    assert supervisor_for(case, world.now) == wendy
    join_case(case=case, user=wendy, role=MemberRole.CO_FACILITATOR, at=world.now)
    assert supervisor_for(case, world.now) == sian
    end_leave(leave_id=leave.pk, by=sian, at=world.now)
    assert supervisor_for(case, world.now) == sian


def test_the_supervisor_of_the_case_comes_before_others_who_are_there(world: World) -> None:
    case, wendy = world.case(), second(world)
    join_case(case=case, user=wendy, role=MemberRole.SUPERVISOR, at=world.now)
    assert supervisor_for(case, world.now) == wendy
