"""The tests' own database machinery."""

import socket
from datetime import UTC, datetime

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction

from devtools import roles
from tests.database import other_connection
from tests.network import OutsideWorld

TOMORROW = datetime(2030, 1, 1, tzinfo=UTC)


def write(key):
    return Session.objects.create(session_key=key, session_data="", expire_date=TOMORROW)


def count():
    return Session.objects.count()


@pytest.mark.django_db
def test_tests_run_as_the_applications_role_on_a_clone(cluster):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        role, name = cursor.fetchone()
    assert role == roles.role_of(cluster.app_url)
    assert name.startswith("tp_clone_")


@pytest.mark.django_db
def test_the_applications_role_cannot_flush():
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE django_session")


def test_what_is_committed_is_seen_on_another_connection(committed_db):
    write("a")
    with other_connection() as run:
        assert run(count).result(5) == 1


def test_a_race_waits_for_the_other_and_then_sees_it(committed_db):
    write("a")

    def end_it():
        with transaction.atomic():
            return Session.objects.select_for_update(no_key=True).get(session_key="a").session_data

    with other_connection() as run, transaction.atomic():
        Session.objects.filter(session_key="a").update(session_data="mine first")
        theirs = run(end_it)
        with pytest.raises(TimeoutError):
            theirs.result(0.3)
    assert theirs.result(5) == "mine first"


@pytest.mark.django_db
def test_afterwards_it_is_all_gone():
    assert count() == 0


def test_the_clone_of_a_test_is_dropped_even_if_somebody_still_is_connected(cluster):
    name = cluster.clone()
    idle = psycopg.connect(roles.with_database(cluster.app_url, name))
    cluster.drop(name)
    assert not roles.exists(cluster.owner, name)
    idle.close()


def test_without_being_asked_for_there_is_no_database():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        count()


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_other_machines_cannot_be_reached(address):
    with pytest.raises(OutsideWorld):
        socket.create_connection(address, timeout=1)
