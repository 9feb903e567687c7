"""Somebody does not come home: nothing before the minute, everything at it, and nobody is forgotten or found twice."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from talkingpiece.audit.models import Event, Kind
from talkingpiece.core.clock import pretend
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import CallOut, CallOutStep, Visit
from talkingpiece.engagement.queries import due_step, not_home, out_in
from talkingpiece.engagement.services import (
    answer_step,
    check_in,
    need_more_time,
    plan_visit,
    raise_call_out,
    record_visit_held,
    record_visit_not_held,
)
from talkingpiece.engagement.tasks import look_for
from tests.engagement.conftest import one_act
from tests.world import World, as_area

HOUR = timedelta(hours=1)


def out(stage, **changes) -> Visit:
    """A visit that began two hours ago; its worker is to be home now."""
    given: dict[str, Any] = {
        "person_id": stage.case.victim_id,
        "purpose": "First talk",
        "planned_at": stage.now - 2 * HOUR,
        "place": "14 Mill Lane",
        "home_by": stage.now,
        "worker": stage.worker,
        "ring_also": "Bea, 07700 900555",
        "meet_at": "The car park of the library",
    } | changes
    return plan_visit(case_id=stage.case.pk, by=stage.worker, at=stage.now - 3 * HOUR, **given)


def test_a_job_waits_for_the_minute_at_which_they_are_to_be_home(stage):
    visit = out(stage)
    (job,) = ProcrastinateJob.objects.filter(task_name="engagement.look_for")
    assert (job.scheduled_at, job.args) == (
        visit.home_by,
        {"area_id": str(visit.area_id), "visit_id": str(visit.pk)},
    )


def test_nothing_is_raised_before_the_minute_and_it_is_raised_once_at_it(stage):
    visit = out(stage)
    with pretend(visit.home_by - timedelta(seconds=1)):
        look_for(area_id=visit.area_id, visit_id=str(visit.pk))
    assert not CallOut.objects.exists()
    for _twice in range(2):
        with pretend(visit.home_by):
            look_for(area_id=visit.area_id, visit_id=str(visit.pk))
    assert CallOut.objects.get().raised_at == visit.home_by
    assert Event.objects.filter(name="call_out.raised").count() == 1
    with pytest.raises(IntegrityError, match="engagement_one_call_out"), transaction.atomic():
        CallOut(
            area_id=visit.area_id, key_id=visit.key_id, case=stage.case, visit=visit, raised_at=visit.home_by
        ).save()


def test_each_step_is_due_at_its_own_minute(stage):
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    after = [(step.what, step.due_at - visit.home_by) for step in CallOutStep.objects.order_by("number")]
    minutes = [timedelta(), timedelta(minutes=15), timedelta(minutes=30)]
    assert after == list(zip(["worker", "company", "police"], minutes, strict=True))

    def now(minutes: int) -> str:
        moment = visit.home_by + timedelta(minutes=minutes)
        (late,) = out_in([visit.area_id], moment)
        step = due_step(late, moment)
        return step.what if step else ""

    assert now(0) == now(20) == "worker"
    _answer(stage, "worker", "not_reached")
    assert (now(14), now(15)) == ("", "company")
    _answer(stage, "company", "not_reached")
    assert (now(29), now(30)) == ("", "police")


def _answer(stage, what: str, answer: str) -> CallOutStep:
    step = CallOutStep.objects.get(what=what)
    return answer_step(step_id=step.pk, answer=answer, words="", by=stage.world.coordinator, at=stage.now)


def test_a_step_is_answered_once_and_by_whom_is_kept(stage):
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    with one_act("call_out.step_done"):
        step = _answer(stage, "worker", "not_reached")
    assert (step.done_by, step.answer) == (stage.world.coordinator, "not_reached")
    with pytest.raises(IllegalTransition):
        _answer(stage, "worker", "home")
    check_in(visit_id=visit.pk, what="home", by=stage.worker, at=stage.now)
    with pytest.raises(IllegalTransition):
        _answer(stage, "company", "not_reached")


@pytest.mark.parametrize(
    ("ends", "how"),
    [
        (lambda v, by, at: check_in(visit_id=v.pk, what="home", by=by, at=at), "home"),
        (lambda v, by, at: need_more_time(visit_id=v.pk, minutes=30, why="Traffic", by=by, at=at), "more_time"),
        (lambda v, by, at: record_visit_held(visit_id=v.pk, held_at=at, home_at=at, by=by, at=at), "home"),
        (lambda v, by, at: record_visit_not_held(visit_id=v.pk, why="Snow", by=by, at=at), "not_held"),
    ],
)
def test_whoever_knows_where_they_are_ends_it_at_once(stage, ends, how):
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    assert not_home(stage.worker, [], stage.now) == not_home(stage.world.coordinator, [visit.area_id], stage.now)
    ends(visit, stage.worker, stage.now)
    found = CallOut.objects.get()
    assert (found.closed_how, found.closed_by) == (how, stage.worker)
    assert out_in([visit.area_id], stage.now) == []


def test_who_arrived_and_left_is_still_looked_for_until_they_are_home(stage):
    visit = out(stage)
    for what in ("arrived", "left", "left"):
        check_in(visit_id=visit.pk, what=what, by=stage.worker, at=stage.now)
    assert raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by) is not None
    assert Event.objects.filter(name="visit.left").count() == 1
    check_in(visit_id=visit.pk, what="home", by=stage.worker, at=stage.now)
    assert raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by + HOUR) is None


def test_more_time_moves_the_minute_in_the_open_and_is_waited_for_anew(stage):
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    with one_act("visit.more_time"):
        moved = need_more_time(visit_id=visit.pk, minutes=30, why="She talks", by=stage.worker, at=stage.now)
    later = stage.now + timedelta(minutes=30)
    assert (moved.home_by, moved.more_minutes, moved.more_why) == (later, 30, "She talks")
    assert ProcrastinateJob.objects.filter(task_name="engagement.look_for", scheduled_at=later).exists()
    assert raise_call_out(visit_id=visit.pk, by=None, at=later - timedelta(minutes=1)) is None
    assert raise_call_out(visit_id=visit.pk, by=None, at=later) is not None
    assert CallOut.objects.count() == 2
    with pytest.raises(ValueError, match="an hour"):
        need_more_time(visit_id=visit.pk, minutes=61, why="", by=stage.worker, at=stage.now)
    check_in(visit_id=visit.pk, what="home", by=stage.worker, at=stage.now)
    with pytest.raises(IllegalTransition):
        need_more_time(visit_id=visit.pk, minutes=30, why="", by=stage.worker, at=stage.now)


def page(stage, visit: Visit, name: str = "call_out") -> str:
    return reverse(f"engagement:{name}", args=[stage.case.reference, visit.pk])


def test_a_red_item_leads_the_coordinator_and_the_supervisor_to_what_is_to_be_done(stage):
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    for user in (stage.world.coordinator, stage.world.supervisor):
        desk = stage.world.client(user).get(reverse("casefile:my_work")).content.decode()
        assert page(stage, visit) in desk
        assert "Now: Ring Daniel Okafor." in desk
    own = stage.world.client(stage.worker).get(reverse("casefile:my_work")).content.decode()
    assert "Say that you are home, or ask for more time." in own
    assert page(stage, visit) not in own


def test_a_manager_sees_that_somebody_is_looked_for_and_no_name(stage):
    client, overview = stage.world.client(stage.world.scheme_manager), reverse("casefile:overview")
    assert "Somebody is not home from a visit" not in client.get(overview).content.decode()
    visit = out(stage)
    raise_call_out(visit_id=visit.pk, by=None, at=visit.home_by)
    shown = client.get(overview).content.decode()
    assert "Somebody is not home from a visit" in shown
    assert "Now: Ring the worker." in shown
    for secret in ("Maya", "14 Mill Lane", page(stage, visit)):
        assert secret not in shown


def test_number_and_address_are_shown_by_a_logged_act_only(stage):
    stage.worker.phone = "07700 900123"
    stage.worker.save()
    visit = out(stage)
    client = stage.world.client(stage.world.coordinator)
    closed = client.get(page(stage, visit)).content.decode()
    secrets = ("07700 900123", "14 Mill Lane", "07700 900555", "The car park of the library")
    assert not any(secret in closed for secret in secrets)
    shown = client.post(page(stage, visit), {"reveal": "1"}).content.decode()
    assert all(secret in shown for secret in secrets)
    entry = Event.objects.get(name="call_out.revealed")
    assert (entry.kind, entry.actor_id, entry.about_id) == (Kind.REVEAL, stage.world.coordinator.pk, visit.pk)


def test_the_page_takes_what_came_of_a_step(stage):
    visit = out(stage)
    client = stage.world.client(stage.world.supervisor)
    client.post(page(stage, visit), {"begin": "1"})
    assert "Say what came of it" in client.post(page(stage, visit), {"step": "1"}).content.decode()
    typed = {"step": "1", "answer": "not_reached", "words": "Voicemail at once"}
    assert client.post(page(stage, visit), typed).status_code == 302
    assert "Voicemail at once" in client.get(page(stage, visit)).content.decode()
    assert client.post(page(stage, visit), {"step": "2", "answer": "home"}).status_code == 302
    assert CallOut.objects.get().closed_how == "home"
    assert "Nobody needs to look for Daniel Okafor" in client.get(page(stage, visit)).content.decode()


def test_reached_and_in_need_of_time_moves_the_minute(stage):
    visit = out(stage)
    client = stage.world.client(stage.world.coordinator)
    client.post(page(stage, visit), {"begin": "1"})
    client.post(page(stage, visit), {"step": "1", "answer": "more_time"})
    visit.refresh_from_db()
    assert (CallOut.objects.get().closed_how, visit.more_minutes) == ("more_time", 30)


def test_strangers_find_neither_the_visit_nor_the_call_out(stage):
    visit = out(stage, with_user=None)
    for user in (stage.world.other_facilitator, stage.world.offender_manager, stage.world.scheme_manager):
        client = stage.world.client(user)
        for name in ("call_out", "check_in"):
            assert client.get(page(stage, visit, name)).status_code in {403, 404}
            assert client.post(page(stage, visit, name), {"what": "home"}).status_code in {403, 404}
    visit.refresh_from_db()
    assert visit.home_at is None


def test_home_and_the_minute_at_once_leave_nobody_looked_for(committed_world: World):
    """Whichever comes first: afterwards the worker is home and no call-out is open."""
    world = committed_world
    with as_area(world):
        case = world.case()
        visit = plan_visit(
            case_id=case.pk,
            person_id=case.victim_id,
            purpose="Talk",
            planned_at=world.now - 2 * HOUR,
            place="Her home",
            home_by=world.now - HOUR,
            worker=world.facilitator,
            by=world.facilitator,
            at=world.now - 3 * HOUR,
        )
    errors: list[BaseException] = []

    def run(act: Any) -> None:
        try:
            with as_area(world):
                act()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    acts = [
        lambda: check_in(visit_id=visit.pk, what="home", by=world.facilitator, at=world.now),
        *[lambda: raise_call_out(visit_id=visit.pk, by=None, at=world.now)] * 2,
    ]
    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    with as_area(world):
        assert Visit.objects.get(pk=visit.pk).home_at == world.now
        found = CallOut.objects.filter(visit=visit)
        assert found.count() <= 1
        assert all(one.closed_how == "home" for one in found)
