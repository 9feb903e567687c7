"""Supervision, observed practice, learning, and notes that nobody else reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.staffing.keeping import kept_up
from talkingpiece.staffing.models import Facilitator, PracticeKind, PracticeRecord, Reflection
from talkingpiece.staffing.queries import facilitator_of
from talkingpiece.staffing.services.practice import Refused, correct_practice, record_practice
from tests.world import World


def facilitator(world: World, user: User | None = None) -> Facilitator:
    found = facilitator_of((user or world.facilitator).pk, world.area.pk)
    assert found is not None
    return found


def day_fields(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def given(world: World, kind: PracticeKind, days_ago: int, *, hours: float | None = None) -> PracticeRecord:
    day = clock.today() - timedelta(days=days_ago)
    return record_practice(
        facilitator=facilitator(world),
        kind=kind,
        day=day,
        words="Agreed: to rest after each meeting.",
        hours=hours,
        by=world.supervisor,
        at=world.now,
    )


def test_a_session_moves_the_day_of_the_next_and_never_back(world: World) -> None:
    Facilitator.objects.update(supervision_due_on=clock.today() - timedelta(days=3))
    given(world, PracticeKind.SUPERVISION, 1)
    due = clock.today() - timedelta(days=1) + timedelta(weeks=12)
    assert facilitator(world).supervision_due_on == due
    given(world, PracticeKind.SUPERVISION, 100)
    assert facilitator(world).supervision_due_on == due
    assert Event.objects.filter(name="practice.recorded").count() == 2


def test_the_clocks_read_what_was_written_down(world: World) -> None:
    given(world, PracticeKind.LEARNING, 40, hours=5)
    given(world, PracticeKind.OBSERVED, 20)
    facts = next(facts for one, facts in kept_up(world.area.pk) if one.user_id == world.facilitator.pk)
    assert facts.since == clock.today() - timedelta(days=40)
    assert facts.observed == (clock.today() - timedelta(days=20),)
    assert [one.hours for one in facts.learnt] == [5]
    others = [facts for one, facts in kept_up(world.area.pk) if one.user_id != world.facilitator.pk]
    assert all(facts.since is None for facts in others)


def test_what_was_entered_in_error_is_not_read(world: World) -> None:
    one = given(world, PracticeKind.OBSERVED, 20)
    PracticeRecord.objects.filter(pk=one.pk).update(error_at=world.now, error_by=world.supervisor)
    facts = next(facts for found, facts in kept_up(world.area.pk) if found.user_id == world.facilitator.pk)
    assert facts.observed == ()


@pytest.mark.parametrize("kind", [PracticeKind.SUPERVISION, PracticeKind.OBSERVED])
def test_nobody_writes_down_their_own_supervision(world: World, kind: PracticeKind) -> None:
    with pytest.raises(Refused):
        record_practice(
            facilitator=facilitator(world), kind=kind, day=clock.today(), words="", by=world.facilitator, at=world.now
        )
    assert not PracticeRecord.objects.exists()


def test_the_tray_says_what_to_do_and_the_most_overdue_stands_first(world: World) -> None:
    Facilitator.objects.update(supervision_due_on=clock.today() + timedelta(days=60))
    late = facilitator(world)
    Facilitator.objects.filter(pk=late.pk).update(supervision_due_on=clock.today() - timedelta(days=5))
    html = world.client(world.supervisor).get(reverse("staffing:supervision")).content.decode()
    assert "Hold a supervision session now: it was due on" in html
    assert html.index(world.facilitator.name) < html.index(world.other_facilitator.name)
    for who in (world.facilitator, world.coordinator, world.scheme_manager):
        assert world.client(who).get(reverse("staffing:supervision")).status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_was_written(world: World) -> None:
    client, path = world.client(world.supervisor), reverse("staffing:supervision")
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    for ago in range(5):
        given(world, PracticeKind.OBSERVED, ago)
    with CaptureQueriesContext(connection) as after:
        client.get(path)
    assert len(after) == len(before)


def test_a_supervisor_writes_it_down_and_the_facilitator_reads_it(world: World) -> None:
    path = reverse("staffing:supervise", args=[world.facilitator.pk])
    client = world.client(world.supervisor)
    assert "Enter the hours" in client.post(path, {"kind": "learning"}).content.decode()
    typed = {"kind": "observed", "words": "You let silence be.", **day_fields("day", clock.today())}
    assert client.post(path, typed).status_code == 302
    assert PracticeRecord.objects.get().hours is None
    own = world.client(world.facilitator).get(reverse("staffing:practice")).content.decode()
    assert "You let silence be." in own
    assert "Observed practice counts until" in own
    other = world.client(world.other_facilitator).get(reverse("staffing:practice")).content.decode()
    assert "You let silence be." not in other


def test_a_facilitator_writes_down_hours_of_learning(world: World) -> None:
    path = reverse("staffing:practice")
    client = world.client(world.facilitator)
    assert client.post(path, {"words": "", "hours": "3"}).status_code == 200
    typed = {"words": "Trauma and memory", "hours": "3", **day_fields("day", clock.today())}
    assert client.post(path, typed).status_code == 302
    assert PracticeRecord.objects.get().hours == 3
    assert "3 of 16 hours of learning so far" in client.get(path).content.decode()


def test_notes_are_read_by_their_author_alone(world: World) -> None:
    path = reverse("staffing:notes")
    client = world.client(world.facilitator)
    assert "Write something first" in client.post(path, {"words": ""}).content.decode()
    assert client.post(path, {"words": "I was afraid today."}).status_code == 302
    assert "I was afraid today." in client.get(path).content.decode()
    for who in (world.other_facilitator, world.coordinator):
        assert "I was afraid" not in world.client(who).get(path).content.decode()
    for who in (world.supervisor, world.scheme_manager, world.privacy_officer):
        assert world.client(who).get(path).status_code == 404
    assert Reflection.objects.get().words == "I was afraid today."
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM staffing_reflection")
        assert "afraid" not in str(cursor.fetchall())
    assert Event.objects.get(name="reflection.written").detail in ({}, None)


def test_an_entry_made_in_error_stays_and_is_not_counted(world: World) -> None:
    Facilitator.objects.update(supervision_due_on=None)
    given(world, PracticeKind.SUPERVISION, 30)
    wrong = given(world, PracticeKind.SUPERVISION, 1)
    client = world.client(world.supervisor)
    page = reverse("staffing:correct_practice", args=[wrong.pk])
    assert "Write what was wrong" in client.post(page, {"why": ""}).content.decode()
    assert client.post(page, {"why": "It was another day."}).status_code == 302
    due = clock.today() - timedelta(days=30) + timedelta(weeks=12)
    assert facilitator(world).supervision_due_on == due
    assert Event.objects.filter(name="fact.entered_in_error", about_id=wrong.pk).count() == 1
    for reader, address in (
        (world.supervisor, reverse("staffing:supervise", args=[world.facilitator.pk])),
        (world.facilitator, reverse("staffing:practice")),
    ):
        assert (
            "Entered in error, and not counted: It was another day."
            in world.client(reader).get(address).content.decode()
        )
    assert client.get(page).status_code == 404


def test_what_a_session_before_it_does_not_say_is_not_known(world: World) -> None:
    Facilitator.objects.update(supervision_due_on=None)
    wrong = given(world, PracticeKind.SUPERVISION, 1)
    correct_practice(entry=wrong, why="Never held.", by=world.supervisor, at=clock.now())
    assert facilitator(world).supervision_due_on is None
    observed = given(world, PracticeKind.OBSERVED, 2)
    with pytest.raises(Refused):
        correct_practice(entry=observed, why="I say so.", by=world.facilitator, at=clock.now())
    for user in (world.facilitator, world.coordinator):
        page = reverse("staffing:correct_practice", args=[observed.pk])
        assert world.client(user).get(page).status_code == 404
