"""The list of cases as a file: made by a job, for whoever asked, once, while they may have it."""

import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import give_role
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.exports import CASE_LIST
from talkingpiece.casefile.queries.case_list import case_rows
from talkingpiece.casefile.services import write_case_list
from talkingpiece.core import clock
from talkingpiece.documents import vault
from talkingpiece.documents.models import PreparedFile
from talkingpiece.documents.services import lapse_file
from talkingpiece.documents.states import FileState, WhyNot
from talkingpiece.people.services import Way
from tests.world import World, build_world

ASK = reverse("casefile:case_list")
ADDRESS = "12 Hazel Row, Marlow Green"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.TP_FILES = tmp_path / "files"
    return settings.TP_FILES


def ask(world: World, who: str = "coordinator") -> tuple[Client, PreparedFile]:
    client = world.client(getattr(world, who))
    answer = client.post(ASK, {})
    assert answer.status_code == 302
    return client, PreparedFile.objects.get(asked_by=getattr(world, who))


def make(row: PreparedFile) -> PreparedFile:
    write_case_list(file_id=row.pk, at=clock.now())
    row.refresh_from_db()
    return row


def page(row: PreparedFile) -> str:
    return reverse("casefile:case_list_file", args=[row.pk])


def rows_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def withdraw(user: User) -> None:
    RoleHolding.objects.filter(user=user).update(ends_at=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize("who", ["coordinator", "scheme_manager"])
def test_it_is_asked_for_made_by_a_job_and_taken(world: World, who: str) -> None:
    case = world.case("Maya")
    client, row = ask(world, who)
    [job] = ProcrastinateJob.objects.filter(task_name="casefile.write_case_list")
    assert job.args == {"area_id": str(world.area.pk), "file_id": str(row.pk)}
    assert "It is being made" in client.get(page(row)).content.decode()
    make(row)
    assert "Ready" in client.get(page(row)).content.decode()
    answer = client.post(page(row))
    assert answer["Content-Disposition"].startswith('attachment; filename="cases-ridgeway-')
    heading, *rows = rows_of(answer.content)
    assert tuple(heading) == CASE_LIST.columns
    assert [one[0] for one in rows] == [case.reference]
    [event] = Event.objects.filter(kind=Kind.EXPORT)
    assert event.actor_id == getattr(world, who).pk
    assert event.detail == {"sha256": hashlib.sha256(answer.content).hexdigest(), "rows": 1}


def test_nobody_is_named_in_it_and_nobody_can_be_reached_by_it(world: World) -> None:
    case = world.case("Maya", ways=(Way("call", "01632 960001"), Way("post", ADDRESS)))
    world.responsible(case, "Callum")
    client, row = ask(world)
    make(row)
    told = json.dumps(rows_of(client.post(page(row)).content))
    for secret in ("Maya", "Deol", "Callum", "Reeve", "960001", "Hazel", "Burglary"):
        assert secret not in told


def test_it_lies_encrypted_where_nothing_is_served(world: World, files) -> None:
    case = world.case("Maya")
    _client, row = ask(world)
    make(row)
    [lying] = files.rglob("*.sealed")
    assert case.reference.encode() not in lying.read_bytes()
    assert row.stored is not None
    assert vault.get(row.stored, key_id=row.key_id, row=row)[:2] == b"PK"
    assert oct(lying.stat().st_mode)[-3:] == "600"


def test_it_can_be_taken_once(world: World, files, django_capture_on_commit_callbacks) -> None:
    world.case("Maya")
    client, row = ask(world)
    make(row)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page(row)).status_code == 200
    assert client.post(page(row)).status_code == 409
    assert "You took it" in client.get(page(row)).content.decode()
    assert list(files.rglob("*.sealed")) == []
    assert Event.objects.filter(kind=Kind.EXPORT).count() == 1


def test_after_a_quarter_of_an_hour_it_is_gone(world: World) -> None:
    world.case("Maya")
    client, row = ask(world)
    make(row)
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1), tick=False):
        client = world.client(world.coordinator)
        assert client.post(page(row)).status_code == 409
        assert "Nobody took it" in client.get(page(row)).content.decode()
        lapse_file(file_id=row.pk, at=clock.now())
    row.refresh_from_db()
    assert row.state == FileState.LAPSED
    assert row.key.destroyed_at is not None


def test_nobody_else_finds_it(world: World) -> None:
    world.case("Maya")
    _client, row = ask(world)
    make(row)
    for who in ("scheme_manager", "facilitator", "supervisor", "offender_manager", "evaluator"):
        stranger = world.client(getattr(world, who))
        assert stranger.get(page(row)).status_code == 404
        assert stranger.post(page(row)).status_code == 404
    row.refresh_from_db()
    assert row.state == FileState.READY


@pytest.mark.parametrize("who", ["facilitator", "supervisor", "offender_manager", "evaluator", "privacy_officer"])
def test_others_cannot_ask_for_it(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    assert client.get(ASK).status_code == 404
    assert client.post(ASK, {}).status_code == 404
    assert not PreparedFile.objects.exists()


def test_a_role_withdrawn_before_the_job_makes_no_file_and_says_so(world: World, files) -> None:
    world.case("Maya")
    _client, row = ask(world)
    withdraw(world.coordinator)
    make(row)
    assert (row.state, row.why_not, row.stored) == (FileState.REFUSED, WhyNot.RIGHT, None)
    assert list(files.rglob("*.sealed")) == []
    [event] = Event.objects.filter(name="file.refused")
    assert event.detail == {"why": "right"}


def test_a_role_withdrawn_while_the_job_reads_makes_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.case("Maya")
    _client, row = ask(world)
    read = case_rows

    def read_and_withdrawn(user: User, area_id: UUID, at):
        rows = read(user, area_id, at)
        withdraw(world.coordinator)
        return rows

    monkeypatch.setattr("talkingpiece.casefile.services.case_list.case_rows", read_and_withdrawn)
    assert make(row).state == FileState.REFUSED


def test_an_account_that_was_closed_makes_no_file(world: World) -> None:
    _client, row = ask(world)
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    assert make(row).state == FileState.REFUSED


def test_a_role_withdrawn_before_it_is_taken_hands_over_nothing(world: World) -> None:
    world.case("Maya")
    client, row = ask(world)
    make(row)
    withdraw(world.coordinator)
    assert client.get(page(row)).status_code == 404
    assert client.post(page(row)).status_code == 404
    assert not Event.objects.filter(kind=Kind.EXPORT).exists()


def test_a_role_that_is_left_in_another_area_does_not_help(world: World) -> None:
    world.case("Maya")
    client, row = ask(world)
    make(row)
    withdraw(world.coordinator)
    other = build_world(slug="other", code="OTH", name="Other")
    give_role(user=world.coordinator, area=other.area, role=Role.COORDINATOR, by=None, at=other.now)
    assert client.post(page(row)).status_code == 404


def test_a_job_that_runs_twice_makes_one_file(world: World) -> None:
    _client, row = ask(world)
    first = make(row).stored
    assert make(row).stored == first


def test_a_file_altered_on_the_disk_is_not_handed_over(world: World, files) -> None:
    world.case("Maya")
    client, row = ask(world)
    make(row)
    [lying] = files.rglob("*.sealed")
    lying.write_bytes(lying.read_bytes()[:-1] + b"x")
    client.raise_request_exception = False
    assert client.post(page(row)).status_code == 500


def test_more_rows_than_one_file_holds_are_refused_not_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.case("Maya")
    world.case("Peter")
    _client, row = ask(world)
    monkeypatch.setattr("talkingpiece.casefile.services.case_list.MOST_ROWS", 1)
    assert (make(row).state, row.why_not) == (FileState.REFUSED, WhyNot.ROWS)
