"""What other rooms ask of staffing."""

import pytest

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.cases.services import join_case
from talkingpiece.cases.states import Complexity, MemberRole, OffenceCategory
from talkingpiece.people.services import declare_conflict
from talkingpiece.staffing.gates import facts_for_offers
from talkingpiece.staffing.models import Facilitator, Level
from talkingpiece.staffing.presenters import allocation, timeline
from talkingpiece.staffing.queries import conflicts, facilitator_of, facilitators, is_qualified
from talkingpiece.staffing.services import register_facilitator
from tests.world import build_world


def load(world) -> dict[str, int]:
    return {one.facilitator.user.name: one.open_cases for one in facilitators(world.area.pk, world.now)}


def test_the_load_counts_open_cases_once_each(world):
    case = world.case(facilitator=world.facilitator)
    join_case(
        case=world.case("Ben", facilitator=world.other_facilitator),
        user=world.facilitator,
        role=MemberRole.CO_FACILITATOR,
        at=world.now,
    )
    assert load(world) == {"Daniel Okafor": 2, "Ruth Penhaligon": 1}

    case.ended_at = world.now
    case.save(update_fields=["ended_at"])
    assert load(world) == {"Daniel Okafor": 1, "Ruth Penhaligon": 1}


def test_whoever_left_the_area_or_the_service_is_not_in_the_list(world):
    RoleHolding.objects.filter(user=world.facilitator).update(ends_at=world.now)
    User.objects.filter(pk=world.other_facilitator.pk).update(is_active=False)
    assert load(world) == {}


def test_asking_for_the_whole_list_takes_the_same_number_of_queries(world, django_assert_num_queries):
    case = world.case()
    list(facts_for_offers(case, MemberRole.OWNER, world.now))
    for n in range(3):
        user = User.objects.create(email=f"f{n}@example.org", name=f"Facilitator {n}", joined_at=world.now)
        RoleHolding.objects.create(user=user, area=world.area, role="facilitator", starts_at=world.now)
        register_facilitator(
            area=world.area,
            user=user,
            level=Level.ADVANCED,
            supervision_due_on=world.now.date(),
            vetting_until=world.now.date(),
            by=None,
            at=world.now,
        )
    with django_assert_num_queries(19):
        assert len(facts_for_offers(case, MemberRole.OWNER, world.now)) == 5


def test_registering_again_changes_what_is_known(world):
    for capacity in (4, 6):
        register_facilitator(
            area=world.area,
            user=world.facilitator,
            level=Level.FOUNDATION,
            supervision_due_on=world.now.date(),
            vetting_until=world.now.date(),
            by=None,
            at=world.now,
            capacity=capacity,
        )
    found = facilitator_of(world.facilitator.pk, world.area.pk)
    assert found is not None
    assert (found.level, found.capacity) == (Level.FOUNDATION, 6)
    assert Facilitator.objects.filter(user=world.facilitator).count() == 1


def test_conflicts_name_whom_each_worker_knows(world):
    case = world.case()
    callum = world.responsible(case).person
    declare_conflict(user=world.facilitator, person=callum, words="Old school.", by=world.facilitator, at=world.now)
    people = [case.victim_id, callum.pk]
    assert conflicts([world.facilitator.pk, world.other_facilitator.pk], people) == {world.facilitator.pk: {callum.pk}}
    assert [str(entry.title) for entry in timeline(case)] == ["Daniel Okafor has a conflict of interest"]


@pytest.mark.parametrize(
    ("level", "leads", "joins"),
    [(Level.FOUNDATION, False, False), (Level.INTERMEDIATE, False, True), (Level.ADVANCED, True, True)],
)
def test_who_is_qualified_depends_on_their_part(world, level, leads, joins):
    Facilitator.objects.update(level=level)
    case = world.case(category=OffenceCategory.SEXUAL)
    assert case.complexity == Complexity.SENSITIVE
    join_case(case=case, user=world.other_facilitator, role=MemberRole.CO_FACILITATOR, at=case.opened_at)
    assert is_qualified(world.facilitator.pk, case, world.now) == leads
    assert is_qualified(world.other_facilitator.pk, case, world.now) == joins
    assert not is_qualified(world.supervisor.pk, case, world.now)


def test_the_next_area_s_facilitators_are_never_in_the_list(world):
    build_world(slug="fenland", code="FEN", name="Fenland")  # now only Fenland is in sight
    assert load(world) == {}


def test_whoever_has_room_stands_first(world):
    for n in range(2):
        world.case(f"V{n}", facilitator=world.facilitator)
    page = allocation(world.case(facilitator=world.coordinator), MemberRole.OWNER, world.now)
    assert [choice.user.name for choice in page.ready] == ["Ruth Penhaligon", "Daniel Okafor"]
    assert "2 open cases" in page.ready[1].hint
