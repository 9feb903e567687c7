"""Nothing of practice is seen or counted in the service, nothing of the service in practice, and nothing leaves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import RolesClash, give_role
from talkingpiece.areas.models import Agency
from talkingpiece.areas.queries import area_named, public_area, real_areas
from talkingpiece.audit.models import Event
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.clients.queries import area_in
from talkingpiece.core import clock
from talkingpiece.notifications.services import queue_message, send_message
from talkingpiece.offender_management.tasks import digests
from talkingpiece.outbox.sending import dispatch
from talkingpiece.protection.context import area_context, show_areas
from talkingpiece.protection.keys import make_data_key
from talkingpiece.rehearsal.models import Group, Opened
from talkingpiece.rehearsal.states import Stage
from tests.rehearsal.given import begun, opened, practising
from tests.world import World, build_world


@pytest.fixture
def group(world: World) -> Group:
    return begun(world)


@pytest.fixture
def row(world: World, group: Group) -> Opened:
    return opened(world, group)


def test_in_the_service_there_is_nothing_of_practice(world: World, group: Group, row: Opened) -> None:
    real = world.case()
    client = world.client(world.facilitator)
    assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 404
    assert row.case.reference not in client.get("/staff/cases/").content.decode()
    assert client.get("/staff/practice/room/").status_code == 404
    show_areas([world.area.pk])
    assert list(visible_cases(User.objects.get(pk=world.facilitator.pk))) == [real]
    assert not Case.objects.filter(pk=row.case_id).exists()  # the database says so too
    assert [one.area for one in holdings(User.objects.get(pk=world.supervisor.pk), clock.now())] == [world.area]


def test_in_practice_there_is_nothing_of_the_service(world: World, group: Group, row: Opened) -> None:
    real = world.case("Imogen")
    client = practising(world, world.facilitator, group.ground)
    assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 200
    assert client.get(f"/staff/cases/{real.reference}/").status_code == 404
    for page in ("/staff/my-work/", "/staff/cases/", "/staff/meetings/", "/staff/training/courses/"):
        shown = client.get(page).content.decode()
        assert real.reference not in shown
        assert "Imogen" not in shown
        assert "Practice –" in shown
        assert "tp-practice" in shown
    client.post("/staff/practice/leave/")
    assert client.get(f"/staff/cases/{real.reference}/").status_code == 200
    assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 404


def test_only_the_group_and_its_trainer_come_in(world: World, group: Group, row: Opened) -> None:
    for user in (world.coordinator, world.scheme_manager, world.privacy_officer, world.offender_manager):
        client = world.client(user)
        assert client.post("/staff/practice/", {"ground": str(group.ground_id)}).status_code == 404
        assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 404
        assert group.ground.name not in client.get("/staff/practice/").content.decode()
    for user in (world.facilitator, world.other_facilitator, world.supervisor):
        client = practising(world, user, group.ground)
        assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 200


def test_two_groups_know_nothing_of_each_other(world: World, group: Group, row: Opened) -> None:
    other = build_world(slug="fenmoor", code="FEN", name="Fenmoor")
    show_areas([other.area.pk])
    theirs = opened(other, begun(other))
    client = practising(world, world.facilitator, group.ground)
    assert client.get(f"/staff/cases/{theirs.case.reference}/").status_code == 404
    assert client.post("/staff/practice/", {"ground": str(theirs.area_id)}).status_code == 302  # is in one already
    assert client.get(f"/staff/cases/{theirs.case.reference}/").status_code == 404


def test_once_ended_an_open_session_is_back_in_the_service(world: World, group: Group, row: Opened) -> None:
    client = practising(world, world.facilitator, group.ground)
    trainer = world.client(world.supervisor)
    assert trainer.post(reverse("rehearsal:end", args=[group.session_id])).status_code == 302
    assert client.get(f"/staff/cases/{row.case.reference}/").status_code == 404
    assert client.get("/staff/practice/room/").status_code == 404


def test_nothing_from_outside_leads_into_practice(world: World, group: Group) -> None:
    ground = group.ground
    assert area_named(ground.slug) is None
    assert area_in(f"{ground.slug}.x") is None
    assert public_area(ground.slug) is None
    assert public_area("") == world.area
    assert ground not in real_areas()


def test_an_invented_agency_is_in_no_list(world: World, group: Group) -> None:
    assert not Agency.objects.filter(name__contains="invented").exists()
    assert Agency.everywhere.filter(name__contains="invented").count() == 1


def test_no_message_leaves(world: World, group: Group, row: Opened) -> None:
    with area_context([group.ground_id]):
        message = queue_message(
            area_id=group.ground_id,
            key_id=make_data_key(group.ground_id).pk,
            channel="email",
            address="robin@example.org",
            template="acknowledge",
            words={"day": "Thursday"},
            about=row.case,
            at=clock.now(),
        )
        sent = send_message(message_id=message.pk, at=clock.now())
    assert (sent.state, sent.stopped_why) == ("stopped", "practice")
    assert not list(Path(settings.TP_OUTBOX).glob(f"{message.pk}*"))


def test_no_digest_and_no_event_leaves(world: World, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("talkingpiece.offender_management.tasks.enqueue", lambda *a, **k: asked.append(k["area_id"]))
    with clock.pretend(clock.now().replace(hour=6) + timedelta(days=(7 - clock.now().weekday()) % 7)):
        digests()
    assert group.ground_id not in asked
    assert world.area.pk in asked
    looked_at: list[object] = []
    monkeypatch.setattr("talkingpiece.outbox.sending.claim", looked_at.append)
    monkeypatch.setattr("talkingpiece.outbox.sending.look_again", lambda *a: False)
    dispatch()
    assert looked_at == [world.area.pk]


def test_no_file_leaves(world: World, group: Group, row: Opened) -> None:
    client = practising(world, world.facilitator, group.ground)
    answer = client.get(reverse("training:paper", args=["m3"]))
    assert answer.status_code == 409
    assert "Nothing leaves practice" in answer.content.decode()
    show_areas([group.ground_id])
    assert Event.objects.filter(name="act.refused", area_id=group.ground_id, detail__codes=["practice"]).exists()
    client.post("/staff/practice/leave/")
    assert client.get(reverse("training:paper", args=["m3"]))["Content-Type"] == "application/pdf"


def test_no_figure_counts_it(world: World, group: Group, row: Opened) -> None:
    shown = world.client(world.scheme_manager).get("/staff/overview/").content.decode()
    assert row.case.reference not in shown
    with connection.cursor() as cursor:
        show_areas([world.area.pk])
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_whoever_manages_accounts_may_practise_and_still_sees_no_case(world: World, group: Group) -> None:
    with area_context([group.ground_id]):
        give_role(
            user=world.scheme_manager, area=group.ground, role=Role.FACILITATOR, by=world.supervisor, at=clock.now()
        )
    with pytest.raises(RolesClash):
        give_role(user=world.scheme_manager, area=world.area, role=Role.FACILITATOR, by=None, at=clock.now())


def test_the_trainer_sees_what_was_done_and_refused(world: World, group: Group) -> None:
    row = opened(world, group, Stage.ASSESSMENT)
    learner = practising(world, world.facilitator, group.ground)
    learner.get(f"/staff/cases/{row.case.reference}/")
    learner.get("/staff/cases/RDG-26-9999/")
    trainer = practising(world, world.supervisor, group.ground)
    page = trainer.get(reverse("rehearsal:happened", args=[row.pk])).content.decode()
    assert "Daniel Okafor" in page
    assert "Read: " in page
    assert "Was refused" in page
    assert "before Robin is ready" in page
    assert "a role" not in page
    assert "who works on the case" not in page
    assert learner.get(reverse("rehearsal:happened", args=[row.pk])).status_code == 404
    assert learner.get(reverse("rehearsal:play")).status_code == 404
    assert learner.post(reverse("rehearsal:open_case"), {}).status_code == 404


def test_the_trainer_opens_answers_and_begins_anew_on_the_pages(world: World, group: Group) -> None:
    trainer = practising(world, world.supervisor, group.ground)
    assert "No case is open" in trainer.get("/staff/practice/room/").content.decode()
    assert trainer.post(reverse("rehearsal:open_case"), {}).status_code == 200
    chosen = {"stage": "preparation", "lead": str(world.facilitator.pk)}
    assert trainer.post(reverse("rehearsal:open_case"), chosen).status_code == 302
    assert trainer.post(reverse("rehearsal:play"), {"what": "victim_not_yet", "said": "Please."}).status_code == 302
    learner = practising(world, world.facilitator, group.ground)
    show_areas([group.ground_id])
    first = Opened.objects.get()
    assert "Please." in learner.get(f"/staff/cases/{first.case.reference}/").content.decode()
    assert trainer.post(reverse("rehearsal:open_case"), chosen).status_code == 302
    show_areas([group.ground_id])
    assert Opened.objects.filter(over_at__isnull=True).exclude(pk=first.pk).exists()
