"""The list and the one say the same, whatever somebody's roles, memberships, leaves, conflicts and emergencies are;
and row-level security is never narrower than either."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import areas_of
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.accounts.services import RolesClash, give_role
from talkingpiece.cases.access import get_case, relation_to, visible_cases
from talkingpiece.cases.models import BreakGlass, Case, Member
from talkingpiece.cases.states import MemberRole
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.context import show_areas
from tests.world import World, build_world


@dataclass(frozen=True)
class Standing:
    """How the reader stands: a role in each of two areas or none, and to each case."""

    roles: tuple[Role | None, Role | None]
    member: frozenset[int]
    conflict: frozenset[int]
    stands_in: bool
    emergency: frozenset[int]
    ended: frozenset[int]


CASES = 3
some_cases = st.frozensets(st.integers(0, CASES - 1))
some_role = st.one_of(st.none(), st.sampled_from([role for role in Role if not ROLES[role].machine]))
standings = st.builds(
    Standing,
    roles=st.tuples(some_role, some_role),
    member=some_cases,
    conflict=some_cases,
    stands_in=st.booleans(),
    emergency=some_cases,
    ended=some_cases,
)


@pytest.fixture
def two_areas(world: World) -> tuple[World, World, list[Case]]:
    """Three cases: two of one area, one of the other; both areas in sight."""
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    there = other.case("Joan")
    show_areas([world.area.pk])
    cases = [world.case("Maya"), world.case("Peter"), there]
    show_areas([world.area.pk, other.area.pk])
    return world, other, cases


def stand(standing: Standing, world: World, other: World, cases: list[Case]) -> User:
    now = world.now
    reader = User.objects.create(email="reader@example.org", name="Noor Aziz", joined_at=now)
    for place, role in zip((world, other), standing.roles, strict=True):
        if role is not None:
            try:
                give_role(user=reader, area=place.area, role=role, by=None, at=now - timedelta(days=9))
            except RolesClash:
                reject()  # nobody holds these two
    for number, case in enumerate(cases):
        area = case.area
        if number in standing.member:
            Member.objects.create(
                area=area, case=case, user=reader, role=MemberRole.CO_FACILITATOR, starts_at=now - timedelta(days=1)
            )
        if number in standing.conflict:
            declare_conflict(user=reader, person=case.victim, words="A cousin.", by=world.coordinator, at=now)
        if number in standing.emergency:
            BreakGlass(
                area=area,
                key_id=case.key_id,
                case=case,
                user=reader,
                ground="danger",
                words="Now.",
                opened_at=now - timedelta(minutes=5),
                until=now + timedelta(minutes=55),
            ).save()
        if number in standing.ended:
            Case.objects.filter(pk=case.pk).update(ended_at=now)
    if standing.stands_in:
        day = now.date()
        Leave.objects.create(
            area=world.area,
            user=world.facilitator,
            stand_in=reader,
            starts_on=day - timedelta(days=2),
            ends_on=day + timedelta(days=5),
            arranged_at=now,
            arranged_by=world.coordinator,
        )
    return User.objects.get(pk=reader.pk)


def opens(reader: User, case: Case) -> bool:
    try:
        get_case(reader, case.reference)
    except Http404:
        return False
    return True


def expected(standing: Standing, number: int) -> bool:
    """Said once more, from the law and not from the code."""
    role = standing.roles[1 if number == 2 else 0]
    if role is None or number in standing.conflict or Act.CASE_SEE not in ROLES[role].acts:
        return False
    if role in {Role.COORDINATOR, Role.CASE_SUPERVISOR}:
        return True
    stood_in_for = standing.stands_in and number != 2
    return role is Role.FACILITATOR and (number in standing.member or stood_in_for or number in standing.emergency)


@given(standing=standings)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_list_the_one_and_the_relation_say_the_same(
    two_areas: tuple[World, World, list[Case]], standing: Standing
) -> None:
    world, other, cases = two_areas
    with transaction.atomic():
        show_areas([world.area.pk, other.area.pk])
        reader = stand(standing, world, other, cases)
        listed = set(visible_cases(reader).values_list("pk", flat=True))

        assert {case.pk for case in cases if opens(reader, case)} == listed
        assert {case.pk for number, case in enumerate(cases) if expected(standing, number)} == listed
        for number, case in enumerate(cases):
            assert relation_to(reader, case).excluded == (number in standing.conflict)

        # With every filter of ours forgotten, what the reader's areas show is never less than what they may see.
        show_areas(areas_of(reader, world.now))
        assert listed <= set(Case.objects.values_list("pk", flat=True))
        transaction.set_rollback(True)
