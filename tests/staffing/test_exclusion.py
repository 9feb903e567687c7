"""A conflict of interest beats every role: the case is not there for whoever has it, and no work is lost with it."""

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import closed_to, visible_cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Member
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import join_case, pass_ball
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from talkingpiece.staffing.services import exclude, offer_to_facilitator
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    case = world.case(full_name="Maya Deol")
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=world.now)
    return case


def shut(world: World, case: Case, who: User, person=None):
    return exclude(user=who, person=person or case.victim, words="A cousin.", by=world.supervisor, at=world.now)


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["coordinator", "facilitator", "supervisor"])
@pytest.mark.parametrize("side", ["victim", "offender"])
def test_the_case_is_nowhere_for_them_and_stays_where_it_was_for_others(
    world: World, case: Case, who: str, side: str
) -> None:
    responsible, user = world.responsible(case), getattr(world, who)
    assert world.client(user).get(reverse("casefile:case", args=[case.reference])).status_code == 200

    shut(world, case, user, case.victim if side == "victim" else responsible.person)

    client = world.client(user)
    assert client.get(reverse("casefile:case", args=[case.reference])).status_code == 404
    pages = {"coordinator": ["casefile:overview"], "supervisor": ["casefile:overview"], "facilitator": []}[who]
    for page in ("casefile:my_work", "casefile:cases", "meetings:list", *pages):
        assert case.reference not in text(client, page), page
        assert "Maya" not in text(client, page), page
    found = client.post(reverse("casefile:cases"), {"words": case.reference}).content.decode()
    assert "No case that you can see" in found
    show_areas([world.area.pk])
    others = {world.coordinator, world.facilitator, world.supervisor} - {user}
    assert all(case in visible_cases(User.objects.get(pk=other.pk)) for other in others)


def test_a_companion_counts_as_everybody_else(world: World, case: Case) -> None:
    from talkingpiece.cases.services import add_companion

    sister = world.person("Anjali")
    add_companion(
        case_id=case.pk,
        person=sister,
        part="supporter",
        beside=case.victim,
        side=Side.VICTIM,
        words="",
        by=world.coordinator,
        at=world.now,
    )
    shut(world, case, world.other_facilitator, sister)
    assert list(closed_to(world.other_facilitator)) == [case]


def test_what_they_had_to_do_goes_to_whoever_finds_somebody_else(world: World, case: Case) -> None:
    shut(world, case, world.facilitator)
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.user, ball.what) == (world.supervisor, What.ALLOCATE)


def test_declared_by_oneself_it_goes_to_whoever_is_on_duty(world: World, case: Case) -> None:
    daniel = world.client(world.facilitator)
    page = reverse("staffing:conflict", args=[case.reference])
    shown = daniel.get(page).content.decode()
    assert "Ruth Penhaligon" not in shown  # of others only somebody who looks after the area says it

    typed = {"user": str(world.facilitator.pk), "person": str(case.victim_id), "words": "Same choir."}
    assert daniel.post(page, typed).status_code == 302

    assert daniel.get(page).status_code == 404
    show_areas([world.area.pk])
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.user, ball.what) == (world.coordinator, What.ALLOCATE)


def test_somebody_else_cannot_be_shut_out_by_a_facilitator(world: World, case: Case) -> None:
    typed = {"user": str(world.coordinator.pk), "person": str(case.victim_id), "words": "Same choir."}
    answer = world.client(world.facilitator).post(reverse("staffing:conflict", args=[case.reference]), typed)
    assert "user" in answer.context["form"].errors
    show_areas([world.area.pk])
    assert not closed_to(world.coordinator).exists()


def test_whoever_only_helped_works_on_it_no_longer(world: World, case: Case) -> None:
    join_case(case=case, user=world.other_facilitator, role=MemberRole.CO_FACILITATOR, at=world.now)
    shut(world, case, world.other_facilitator)
    assert not Member.objects.filter(case=case, user=world.other_facilitator, ends_at__isnull=True).exists()
    ball = open_ball(case.pk)
    assert ball is not None
    assert ball.user == world.facilitator


def test_an_offer_that_waits_for_them_is_taken_back(world: World, case: Case) -> None:
    offer_to_facilitator(
        case_id=case.pk, to=world.other_facilitator, words="Could you?", by=world.coordinator, at=world.now
    )
    ruth = world.client(world.other_facilitator)
    assert ruth.get(reverse("staffing:answer", args=[case.reference])).status_code == 200
    show_areas([world.area.pk])

    shut(world, case, world.other_facilitator)

    assert ruth.get(reverse("staffing:answer", args=[case.reference])).status_code == 404
    show_areas([world.area.pk])
    ball = open_ball(case.pk)
    assert ball is not None
    assert ball.what == What.ALLOCATE


def test_entered_in_error_it_closes_nothing(world: World, case: Case) -> None:
    conflict = shut(world, case, world.coordinator)
    address = reverse("casefile:error", args=[case.reference, "people.Conflict", conflict.pk])
    assert world.client(world.facilitator).post(address, {"why": "Another Maya."}).status_code == 302
    assert world.client(world.coordinator).get(reverse("casefile:case", args=[case.reference])).status_code == 200
