"""The victim sets the pace: a pause needs nothing, costs nothing, and gives everything back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.cases import history
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, Pause
from talkingpiece.cases.queries import open_ball, open_pause, owner_of
from talkingpiece.cases.services import join_case, pass_ball, pause_case, resume_case
from talkingpiece.cases.states import Holder, MemberRole
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def ball(case: Case) -> Ball:
    found = open_ball(case.pk)
    assert found is not None
    return found


def give(world: World, case: Case, **changes: Any) -> Ball:
    due_at = world.now + timedelta(days=3)
    given = {"holder": Holder.USER, "user": world.facilitator, "what": What.LISTEN, "due_at": due_at}
    return pass_ball(case=case, at=world.now, **(given | changes))  # type: ignore[arg-type]


def pause(world: World, case: Case) -> Pause:
    at = world.now + timedelta(hours=1)
    return pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=at)


def resume(world: World, case: Case) -> None:
    resume_case(case_id=case.pk, by=world.facilitator, at=world.now + timedelta(days=10, hours=1))


@pytest.mark.parametrize("who", ["facilitator", "coordinator", "supervisor"])
def test_an_empty_form_pauses(world: World, case: Case, who: str) -> None:
    give(world, case)
    answer = world.client(getattr(world, who)).post(reverse("cases:pause", args=[case.reference]), {})
    assert answer.status_code == 302
    paused = open_pause(case.pk)
    assert paused is not None
    assert (paused.words, paused.resume_on) == ("", None)
    assert (ball(case).holder, ball(case).due_at) == (Holder.VICTIM, None)


def test_a_day_may_be_named_but_not_one_that_is_over(world: World, case: Case) -> None:
    client, address = world.client(world.facilitator), reverse("cases:pause", args=[case.reference])
    typed = {"resume_on_day": "1", "resume_on_month": "1", "resume_on_year": "2020", "words": "Moving house."}
    page = client.post(address, typed).content.decode()
    assert "or a later day" in page
    assert "Moving house.</textarea>" in page
    assert open_pause(case.pk) is None
    assert client.post(address, typed | {"resume_on_year": "2031"}).status_code == 302
    paused = open_pause(case.pk)
    assert paused is not None
    assert paused.words == "Moving house."


def test_after_the_pause_the_ball_lies_where_it_lay_and_is_due_that_much_later(world: World, case: Case) -> None:
    before = give(world, case)
    pause(world, case)
    resume(world, case)
    now = ball(case)
    assert (now.what, now.user_id) == (What.LISTEN, world.facilitator.pk)
    assert before.due_at is not None
    assert now.due_at == before.due_at + timedelta(days=10)


def test_an_agency_that_had_it_has_it_again(world: World, case: Case) -> None:
    give(world, case, holder=Holder.AGENCY, user=None, agency=world.probation, what=What.AGENCY_ANSWER)
    pause(world, case)
    resume(world, case)
    assert (ball(case).holder, ball(case).agency_id) == (Holder.AGENCY, world.probation.pk)


def test_a_supervisor_who_had_it_has_it_again(world: World, case: Case) -> None:
    give(world, case, user=world.supervisor, what=What.SIGN_RISK)
    pause(world, case)
    resume(world, case)
    assert (ball(case).what, ball(case).user_id) == (What.SIGN_RISK, world.supervisor.pk)


def test_whoever_left_the_case_meanwhile_does_not_get_it(world: World, case: Case) -> None:
    give(world, case)
    pause(world, case)
    at = world.now + timedelta(days=1)
    join_case(case=case, user=world.other_facilitator, role=MemberRole.OWNER, at=at)
    resume(world, case)
    assert (ball(case).what, ball(case).user_id) == (What.NEXT_CONTACT, world.other_facilitator.pk)


def test_what_happened_during_the_pause_is_not_undone(world: World, case: Case) -> None:
    give(world, case)
    pause(world, case)
    give(world, case, what=What.READ_ANSWER)
    resume(world, case)
    assert ball(case).what == What.READ_ANSWER


def test_without_a_ball_before_the_owner_gets_in_touch(world: World, case: Case) -> None:
    pause(world, case)
    resume(world, case)
    owner = owner_of(case.pk)
    assert owner is not None
    assert (ball(case).what, ball(case).user_id) == (What.NEXT_CONTACT, owner.pk)


def test_pausing_twice_is_one_pause_and_leads_to_going_on(world: World, case: Case) -> None:
    pause(world, case)
    answer: Any = world.client(world.facilitator).get(reverse("cases:pause", args=[case.reference]))
    assert answer.url == reverse("cases:resume", args=[case.reference])
    assert pause(world, case).pk == Pause.objects.get().pk


def test_going_on_ends_the_pause_and_again_changes_nothing(world: World, case: Case) -> None:
    pause(world, case)
    client, address = world.client(world.facilitator), reverse("cases:resume", args=[case.reference])
    assert "They named no day." in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    ended = Pause.objects.get().ended_at
    assert ended is not None
    assert client.post(address).status_code == 302
    assert Pause.objects.get().ended_at == ended
    assert "This case is not paused." in client.get(address).content.decode()


def test_a_case_becomes_sensitive_on_any_day_and_stays_so(world: World, case: Case) -> None:
    client, address = world.client(world.supervisor), reverse("cases:sensitive", args=[case.reference])
    assert client.post(address).status_code == 302
    case.refresh_from_db()
    assert case.complexity == "sensitive_complex"
    assert "<button" not in client.get(address).content.decode().split("<main")[1]


def test_a_stranger_changes_nothing(world: World, case: Case) -> None:
    for name in ("pause", "resume", "sensitive"):
        address = reverse(f"cases:{name}", args=[case.reference])
        assert world.client(world.other_facilitator).post(address).status_code == 404
        assert world.client(world.offender_manager).post(address).status_code == 404
    assert open_pause(case.pk) is None


def test_history_tells_of_pauses_with_a_constant_number_of_queries(
    world: World, case: Case, django_assert_num_queries: Any
) -> None:
    pause(world, case)
    resume(world, case)
    case.refresh_from_db()
    with django_assert_num_queries(11):
        titles = [str(entry.title) for entry in history.timeline(case)]
    assert titles == ["The case was opened", "Paused", "Went on"]


def moment(name: str, at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": local.strftime("%H:%M"),
    }


def test_a_pause_written_down_later_counts_from_when_they_said_so(world: World, case: Case) -> None:
    """On Monday they asked to wait; on Thursday somebody writes it down. What was due waits from Monday."""
    at = world.now - timedelta(days=6)
    before = give(world, case)
    Ball.objects.filter(pk=before.pk).update(since=at)
    said = (world.now - timedelta(days=4)).replace(second=0, microsecond=0)
    address = reverse("cases:pause", args=[case.reference])
    assert world.client(world.facilitator).post(address, moment("happened_at", said)).status_code == 302
    paused = Pause.objects.get()
    assert paused.happened_at == said
    assert paused.recorded_at >= world.now
    resume_case(case_id=case.pk, by=world.facilitator, at=said + timedelta(days=10))
    assert before.due_at is not None
    assert ball(case).due_at == before.due_at + timedelta(days=10)


def test_what_was_passed_on_after_they_said_so_is_due_later_only_from_then(world: World, case: Case) -> None:
    before = give(world, case)
    said = world.now - timedelta(days=4)
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=said)
    order = list(Ball.objects.filter(subject_id=case.pk).order_by("since").values_list("since", "closed_at"))
    assert all(closed is None or closed >= since for since, closed in order)
    resume_case(case_id=case.pk, by=world.facilitator, at=world.now + timedelta(days=1))
    assert before.due_at is not None
    assert ball(case).due_at == before.due_at + timedelta(days=1)


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (timedelta(hours=1), "has not come yet"),
        (timedelta(days=-31), "The case was opened, or last went on"),
    ],
    ids=["still to come", "before the case"],
)
def test_no_pause_begins_when_it_cannot_have_begun(world: World, case: Case, off: timedelta, told: str) -> None:
    typed = moment("happened_at", world.now + off) | {"words": "Moving house."}
    answer = world.client(world.facilitator).post(reverse("cases:pause", args=[case.reference]), typed)
    page = answer.content.decode()
    assert told in page
    assert "Moving house.</textarea>" in page
    assert open_pause(case.pk) is None


def test_no_day_is_paused_twice(world: World, case: Case) -> None:
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now - timedelta(days=9))
    resume_case(case_id=case.pk, by=world.facilitator, at=world.now - timedelta(days=2))
    address, client = reverse("cases:pause", args=[case.reference]), world.client(world.facilitator)
    assert client.post(address, moment("happened_at", world.now - timedelta(days=3))).status_code == 200
    assert open_pause(case.pk) is None
    assert client.post(address, moment("happened_at", world.now - timedelta(days=1))).status_code == 302
    assert open_pause(case.pk) is not None
