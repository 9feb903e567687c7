"""Whoever stands in sees the cases of the one who is away, from the first day to the last minute, and owns nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.services import end_leave, write_leave
from talkingpiece.audit.models import Event
from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.context import show_areas
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def away(world: World, *, start: int = 0, back: int = 3, who: User | None = None) -> Leave:
    today = timezone.localdate(world.now)
    return write_leave(
        area_id=world.area.pk,
        user=who or world.facilitator,
        stand_in=world.other_facilitator,
        starts_on=today + timedelta(days=start),
        ends_on=today + timedelta(days=back),
        by=world.coordinator,
        at=world.now,
    )


def opens(client: Client, case: Case, at: datetime) -> int:
    with clock.pretend(at):
        return client.get(reverse("casefile:case", args=[case.reference])).status_code


def midnight(world: World, days: int) -> datetime:
    return timezone.localtime(world.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


def signed_in_at(world: World, at: datetime) -> Client:
    """No session lasts from one day to the next."""
    with clock.pretend(at):
        return world.client(world.other_facilitator)


def test_a_stand_in_sees_the_case_only_while_the_leave_runs(world: World, case: Case) -> None:
    away(world, start=1, back=3)
    moment = timedelta(seconds=1)
    seen = [
        opens(signed_in_at(world, at), case, at)
        for at in (
            midnight(world, 1) - moment,
            midnight(world, 1),
            midnight(world, 3) - moment,
            midnight(world, 3),
        )
    ]
    assert seen == [404, 200, 200, 404]


def test_a_stranger_and_somebody_elses_case_stay_what_they_were(world: World, case: Case) -> None:
    away(world)
    others = world.case("Peter", facilitator=world.coordinator)
    ruth = world.client(world.other_facilitator)
    assert opens(ruth, others, world.now) == 404
    assert opens(world.client(world.offender_manager), case, world.now) == 404
    assert opens(world.client(world.scheme_manager), case, world.now) == 404


def test_the_minute_a_leave_is_ended_the_case_is_closed_to_the_stand_in(world: World, case: Case) -> None:
    leave = away(world)
    ruth = world.client(world.other_facilitator)
    assert opens(ruth, case, world.now) == 200
    end_leave(leave_id=leave.pk, by=world.facilitator, at=world.now + timedelta(minutes=1))
    assert opens(ruth, case, world.now + timedelta(minutes=1)) == 404


def contact(case: Case) -> tuple[str, dict[str, str]]:
    path = reverse("engagement:contact", args=[case.reference, case.victim_id])
    return path, {"quick": "1", "back": "work", "outcome": "spoke"}


def test_a_stand_in_logs_a_call_and_the_trail_says_for_whom(world: World, case: Case) -> None:
    away(world)
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.FIRST_CONTACT, at=world.now)
    path, typed = contact(case)
    assert world.client(world.other_facilitator).post(path, typed).status_code == 302
    entry = Event.objects.get(name="contact.recorded")
    assert entry.actor_id == world.other_facilitator.pk
    assert entry.detail["standing_in_for"] == str(world.facilitator.pk)
    ball = open_ball(case.pk)
    assert ball is not None
    assert ball.user_id == world.facilitator.pk
    assert owner_of(case.pk) == world.facilitator


def test_without_a_leave_the_same_call_is_refused_and_the_owners_own_says_nothing(world: World, case: Case) -> None:
    path, typed = contact(case)
    assert world.client(world.other_facilitator).post(path, typed).status_code == 404
    assert world.client(world.facilitator).post(path, typed).status_code == 302
    assert "standing_in_for" not in Event.objects.get(name="contact.recorded").detail


def test_a_stand_in_is_shown_the_number_that_is_safe_now(world: World, case: Case) -> None:
    point = ContactPoint.objects.get(person=case.victim)
    typed = {"what": Hidden.POINT.value, "id": str(point.pk)}
    path = reverse("casefile:reveal", args=[case.reference])
    assert world.client(world.other_facilitator).post(path, typed).status_code == 404
    away(world)
    page = world.client(world.other_facilitator).post(path, typed)
    assert "960001" in page.content.decode().replace(" ", "")
    assert Event.objects.get(name="point.revealed").detail["standing_in_for"] == str(world.facilitator.pk)


def test_a_stand_in_does_not_hand_the_case_over(world: World, case: Case) -> None:
    path = reverse("staffing:allocate", args=[case.reference])
    away(world)
    assert world.client(world.other_facilitator).get(path).status_code == 404
    assert world.client(world.facilitator).get(path).status_code == 200


def test_the_list_takes_as_many_queries_with_a_leave_as_without_however_many_they_are(
    world: World, case: Case, django_assert_num_queries: Any
) -> None:
    def seen() -> list[str]:
        ruth = User.objects.get(pk=world.other_facilitator.pk)
        return [found.reference for found in visible_cases(ruth)]

    with django_assert_num_queries(5):
        assert seen() == []
    away(world)
    with django_assert_num_queries(5):
        assert len(seen()) == 1
    away(world, who=world.coordinator)
    world.case("Peter", facilitator=world.coordinator)
    with django_assert_num_queries(5):
        assert len(seen()) == 2


@pytest.mark.parametrize("side", ["victim", "offender"])
def test_a_conflict_declared_meanwhile_closes_that_case_to_the_stand_in_at_once(
    world: World, case: Case, side: str
) -> None:
    other = world.case("Peter")
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=world.now)
    responsible = world.responsible(case)
    away(world)
    ruth, path = world.client(world.other_facilitator), reverse("casefile:my_work")
    assert opens(ruth, case, world.now) == 200
    assert case.reference in ruth.get(path).content.decode()
    person = case.victim_id if side == "victim" else responsible.person_id
    typed = {"user": str(world.other_facilitator.pk), "person": str(person), "words": "Same choir."}
    page = reverse("staffing:conflict", args=[case.reference])
    told = world.client(world.coordinator).post(page, typed, follow=True).content.decode()
    assert "Ruth Penhaligon stands in for Daniel Okafor and no longer sees this case" in told
    show_areas([world.area.pk])
    assert opens(ruth, case, world.now) == 404
    assert opens(ruth, other, world.now) == 200
    address, call = contact(case)
    assert ruth.post(address, call).status_code == 404
    assert case.reference not in ruth.get(path).content.decode()
    show_areas([world.area.pk])
    assert list(visible_cases(User.objects.get(pk=world.other_facilitator.pk))) == [other]
    assert opens(world.client(world.facilitator), case, world.now) == 200


def test_a_conflict_entered_in_error_closes_nothing(world: World, case: Case) -> None:
    away(world)
    found = declare_conflict(
        user=world.other_facilitator, person=case.victim, words="A cousin.", by=world.coordinator, at=world.now
    )
    ruth = world.client(world.other_facilitator)
    assert opens(ruth, case, world.now) == 404
    address = reverse("casefile:error", args=[case.reference, "people.Conflict", found.pk])
    assert world.client(world.coordinator).post(address, {"why": "Somebody else."}).status_code == 302
    assert opens(ruth, case, world.now) == 200
