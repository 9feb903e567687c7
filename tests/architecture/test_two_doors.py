"""The public door runs as a database role of its own: strangers reach us, and whoever took the door over no case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import clear_url_caches, get_resolver, reverse, set_urlconf

from devtools import roles
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.config import startup
from talkingpiece.core.access import views_below
from talkingpiece.core.links import new_token, token_digest
from talkingpiece.notifications.models import Message
from talkingpiece.protection.doors import PUBLIC
from talkingpiece.protection.sealed import our_models
from talkingpiece.referrals import services
from talkingpiece.referrals.models import CodeMessage, Draft, FrontSession, IntakeDraft, Referral
from talkingpiece.referrals.services import Answers
from talkingpiece.referrals.states import ReferralState
from tests.referrals.agencies import link_for
from tests.referrals.test_agency_link import by_link, page
from tests.referrals.visitor import Visitor
from tests.world import World, as_area

Door = Callable[[], Any]


@pytest.fixture
def public_door(committed_world: World, cluster, settings) -> Door:
    """In this block we are the public door's process: its settings, its addresses and its role in the database."""

    @contextmanager
    def opened() -> Iterator[None]:
        before = settings.ROOT_URLCONF, settings.TP_DOOR, settings.TP_STAFF_PREFIX, settings.SESSION_ENGINE
        settings.ROOT_URLCONF, settings.TP_DOOR, settings.TP_STAFF_PREFIX, settings.SESSION_ENGINE = (
            "talkingpiece.config.urls_public",
            "public",
            "/",
            "talkingpiece.referrals.front_sessions",
        )
        as_role(settings.TP_PUBLIC_ROLE)
        try:
            yield
        finally:
            settings.ROOT_URLCONF, settings.TP_DOOR, settings.TP_STAFF_PREFIX, settings.SESSION_ENGINE = before
            as_role(roles.role_of(cluster.app_url))

    def as_role(role: str) -> None:
        connection.close()
        connection.settings_dict["USER"] = role
        clear_url_caches()
        set_urlconf(None)

    return opened


def work_off(world: World) -> list[str]:
    """What the worker does, as the application's role, with what the public door asked for."""
    done = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs WHERE scheduled_at IS NULL ORDER BY id")
        asked = cursor.fetchall()
        cursor.execute("DELETE FROM procrastinate_jobs WHERE scheduled_at IS NULL")
    for name, args in asked:
        from procrastinate.contrib.django import app

        app.tasks[name].func(**json.loads(args))
        done.append(name)
    return done


def test_every_page_of_the_public_door_opens_under_its_role(public_door: Door) -> None:
    with public_door():
        assert connection.settings_dict["USER"] == "talkingpiece_public"
        client, opened = Client(), []
        for route, _view in views_below(get_resolver().url_patterns):
            address = "/" + route.replace("<slug:slug>", "name").replace("<str:token>", new_token())
            answer = client.get(address)
            opened.append(address)
            assert answer.status_code in {200, 302, 404}, (address, answer.status_code)
            assert (answer.status_code == 404) == ("/agency/" in address), address
    assert len(opened) >= 15


def test_a_self_referral_from_the_first_question_to_the_receipt(public_door: Door, committed_world: World) -> None:
    with public_door():
        maya = Visitor()
        maya.answer("name", called="Maya")
        maya.answer("contact", safe=["text"], text_number="01632 960417")
        maya.answer("what-happened", what_happened="Somebody broke in at night.")
        assert "Somebody broke in at night." in maya.get("check")
        assert maya.post("check").url == reverse("front:receipt")
        assert "Your number" in maya.get("receipt") or "number" in maya.get("receipt")

    with as_area(committed_world):
        referral = Referral.objects.get()
        assert (referral.called, referral.what_happened) == ("Maya", "Somebody broke in at night.")
        assert referral.owner == committed_world.coordinator
        assert not Draft.objects.exists(), "what was typed is destroyed once it was sent"
        assert Event.objects.filter(name="referral.sent").count() == 1
        assert open_ball(referral.pk) is None, "whose turn it is, the worker says"
        assert verify_area(committed_world.area.pk).fault is None
    assert work_off(committed_world) == ["referrals.arrived"]
    with as_area(committed_world):
        ball = open_ball(referral.pk)
        assert ball is not None
        assert (ball.what, ball.user) == (What.TRIAGE, committed_world.coordinator)
        assert Message.objects.filter(about_id=referral.pk).count() == 1
        services.follow_up(referral_id=referral.pk, by_message=True, at=committed_world.now)
        assert Message.objects.filter(about_id=referral.pk).count() == 1, "done twice is done once"


def test_somebody_asks_to_be_called_and_somebody_in_danger_sends_a_name(
    public_door: Door, committed_world: World
) -> None:
    with public_door():
        for where in ("call_me", "danger"):
            sent = Visitor().post(where, called="Grace", way="call", call_number="01632 960500")
            assert sent.status_code == 302
    work_off(committed_world)

    with as_area(committed_world):
        assert Referral.objects.count() == 2
        balls = [open_ball(pk) for pk in Referral.objects.values_list("pk", flat=True)]
        assert [ball and ball.user for ball in balls] == [committed_world.coordinator] * 2


def test_an_agency_refers_somebody_by_a_link(public_door: Door, committed_world: World) -> None:
    with as_area(committed_world):
        link, token = link_for(committed_world)
    with public_door():
        client = Client()
        assert client.get(page("", token)).status_code == 200
        assert client.post(page("", token), by_link(called="")).status_code == 200
        assert client.post(page("", token), by_link(version="2"))["Location"] == page("_check", token)
        assert client.post(page("_check", token), {})["Location"] == page("_receipt", token)
        assert client.get(page("_receipt", token)).status_code == 200
        assert Client().get(page("", token)).status_code == 404
    assert "referrals.arrived" in work_off(committed_world)

    with as_area(committed_world):
        link.refresh_from_db()
        assert link.used_at is not None
        assert link.referral == Referral.objects.get()
        assert not IntakeDraft.objects.exists()


@pytest.mark.parametrize("kind", ["stop", "call_me"])
def test_a_word_left_with_a_number_reaches_the_file(public_door: Door, committed_world: World, kind: str) -> None:
    with as_area(committed_world):
        seed = new_token()
        referral = services.send_referral(
            area=committed_world.area,
            session_token=seed,
            form="call_me",
            answers=Answers("Maya"),
            at=committed_world.now,
        )
    from talkingpiece.referrals.codes import code_of

    with as_area(committed_world):
        code = code_of(committed_world.area.pk, seed)
    work_off(committed_world)
    with public_door():
        for typed in (code, "1234 5678 9012 3456"):
            answer = Client().post(reverse("front:code"), {"code": typed, "kind": kind, "words": "not on a Friday"})
            assert answer["Location"] == reverse("front:code_left")
    with as_area(committed_world):
        assert [message.words for message in CodeMessage.objects.all()] == ["not on a Friday"]
    assert work_off(committed_world) == ["referrals.word_left"]

    with as_area(committed_world):
        referral.refresh_from_db()
        assert (referral.state == ReferralState.STOPPED) == (kind == "stop")


@pytest.fixture
def as_stranger(committed_world: World, cluster) -> Iterator[Callable[..., list[Any]]]:
    """Somebody who has taken the public door over, and knows its role's password and the area's id."""
    with as_area(committed_world):
        committed_world.case()
        services.send_referral(
            area=committed_world.area,
            session_token=new_token(),
            form="call_me",
            answers=Answers("Maya"),
            at=committed_world.now,
        )
        services.save_page(
            area_id=committed_world.area.pk, session_token="t", page="name", typed={}, at=committed_world.now
        )
        link_for(committed_world)
    url = roles.with_role(cluster.app_url, roles.PUBLIC, None, str(connection.settings_dict["NAME"]))
    with psycopg.connect(url, autocommit=True) as stranger:
        stranger.execute("SELECT set_config('tp.areas', %s, false)", [f"{{{committed_world.area.pk}}}"])

        def ask(statement: str, *parameters: Any) -> list[Any]:
            return stranger.execute(statement, parameters).fetchall()

        yield ask


def readable(table: str) -> bool:
    return "SELECT" in PUBLIC[table].rights if table in PUBLIC else False


def test_it_may_not_read_any_table_that_is_not_in_the_list(as_stranger) -> None:
    for table in sorted(m._meta.db_table for m in our_models() if not readable(m._meta.db_table)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_stranger(f'SELECT 1 FROM "{table}"')


def test_among_what_it_may_not_read_is_every_case_person_consent_and_assessment() -> None:
    rooms = {"cases", "people", "consents", "risk", "engagement", "meetings", "notifications", "audit", "documents"}
    assert {
        m._meta.db_table for m in our_models() if m._meta.app_label in rooms and readable(m._meta.db_table)
    } == set()


SECRET = ["referrals_referral", "referrals_draft", "referrals_invitation", "referrals_intakedraft"]


def test_what_others_wrote_it_cannot_see_without_their_secret(as_stranger) -> None:
    for table in [*SECRET, "protection_datakey"]:
        assert as_stranger(f'SELECT 1 FROM "{table}"') == [], table

    as_stranger("SELECT set_config('tp.held', %s, false)", token_digest("t"))

    assert len(as_stranger("SELECT 1 FROM referrals_draft")) == 1
    assert len(as_stranger("SELECT 1 FROM protection_datakey")) == 1
    assert as_stranger("SELECT 1 FROM referrals_referral") == []


NEVER = [
    "SELECT password FROM accounts_user",
    "SELECT email FROM accounts_user",
    "SELECT phone FROM accounts_user",
    "UPDATE referrals_referral SET state = 'stopped' RETURNING 1",
    "DELETE FROM referrals_referral RETURNING 1",
    "UPDATE accounts_user SET name = 'x' RETURNING 1",
    "INSERT INTO accounts_roleholding (id) VALUES (gen_random_uuid()) RETURNING 1",
    "SELECT 1 FROM django_session",
    "SELECT 1 FROM procrastinate_jobs",
    "TRUNCATE referrals_referral",
    "CREATE TABLE mine ()",
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'demo.anything', 0, NULL, NULL, '{}', NULL)"
    "::procrastinate_job_to_defer_v1])",
]


def test_it_may_not(as_stranger) -> None:
    for statement in NEVER:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_stranger(statement)


def test_no_page_of_a_worker_is_at_the_public_door(public_door: Door, committed_world: World) -> None:
    addresses = [reverse("sign_in"), reverse("casefile:cases"), reverse("casefile:my_work")]
    with public_door():
        for address in addresses:
            for tried in (address, address.removeprefix("/staff")):
                assert Client().get(tried).status_code == 404


def test_a_role_that_reads_cases_does_not_open_the_public_door(public_door: Door, settings) -> None:
    with public_door():
        assert not [reason for reason in startup.database_wrong() if "public door" in reason]
    settings.TP_DOOR = "public"
    assert [reason for reason in startup.database_wrong() if "public door" in reason]


def test_nor_does_the_public_role_open_the_workers_door(public_door: Door, settings) -> None:
    with public_door():
        settings.TP_DOOR = "staff"
        assert [reason for reason in startup.database_wrong() if "may not read cases" in reason]
        settings.TP_DOOR = "public"


def test_its_sessions_lie_apart_from_those_of_workers(public_door: Door) -> None:
    with public_door():
        Visitor().answer("name", called="Maya")
        assert FrontSession.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_session")
