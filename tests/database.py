"""A database for every test, on a real PostgreSQL, as the application's own role.

The owner migrates one template; each run, and each test that commits, works on a clone of it. Nothing is
ever flushed: the application's role may not truncate, and a clone is thrown away whole.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from typing import ParamSpec, Protocol, TypeVar

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from psycopg import Connection, sql
from pytest_django.plugin import DjangoDbBlocker

from devtools import roles
from devtools.prepare import migrations_digest
from devtools.project import ROOT

P = ParamSpec("P")
T = TypeVar("T")
TEMPLATE = "tp_template_"
CLONE = "tp_clone_"
# The cluster is shared with other runs. A lock on a number says that its database is in use.
BUILDING = 7_074_000


class Cluster:
    """The server, for as long as the tests run."""

    def __init__(self, *, owner: str, app: str) -> None:
        self.owner_url = owner
        self.app_url = app
        self.run_id = secrets.randbits(31)
        self._clones = 0

    @cached_property
    def owner(self) -> Connection[tuple[object, ...]]:
        return roles.connect(self.owner_url)

    @cached_property
    def app(self) -> Connection[tuple[object, ...]]:
        return roles.connect(self.app_url)

    @cached_property
    def template(self) -> str:
        """Its name; made first if no run before this one has made it."""
        self.owner.execute("SELECT pg_advisory_lock(%s)", [self.run_id])
        name = TEMPLATE + migrations_digest(ROOT)[:16]
        self.owner.execute("SELECT pg_advisory_lock(%s)", [BUILDING])
        try:
            self.owner.execute("SELECT pg_advisory_lock_shared(%s)", [_number(name)])
            self._drop_what_nobody_uses(keep=name)
            if not roles.exists(self.owner, name):
                self._build(name)
        finally:
            self.owner.execute("SELECT pg_advisory_unlock(%s)", [BUILDING])
        return name

    def clone(self, of: str = "") -> str:
        """A new database like the template, or like another one to which nobody is connected."""
        template = of or self.template
        self._clones += 1
        name = f"{CLONE}{self.run_id}_{self._clones}"
        self.owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return name

    def drop(self, name: str) -> None:
        # Threads of the live server, and a race that was lost, may still be connected.
        roles.end_sessions(self.app, name)
        roles.drop(self.owner, name)

    def close(self) -> None:
        for name in ("owner", "app"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def _build(self, name: str) -> None:
        # Under another name until it is whole: a build cut short must not be taken for a template.
        unfinished = f"{CLONE}{self.run_id}_0"
        roles.create(self.owner, unfinished, owner=roles.role_of(self.owner_url))
        url = roles.with_database(self.owner_url, unfinished)
        roles.prepare_schema(url, app=roles.role_of(self.app_url))
        for command in (["migrate", "--verbosity=0"], ["doors", "grant", "--if-there"]):
            done = subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), *command],
                env=os.environ | {"DATABASE_URL": url},
                capture_output=True,
                text=True,
            )
            if done.returncode:
                pytest.exit(f"The template database could not be made ({command[0]}):\n{done.stderr}", 3)
        self.owner.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
        )

    def _drop_what_nobody_uses(self, keep: str) -> None:
        found = self.owner.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) OR starts_with(datname, %s)",
            [TEMPLATE, CLONE],
        ).fetchall()
        for name in [str(row[0]) for row in found]:
            number = _number(name)
            if name == keep or number == self.run_id or not self._nobody_uses(number):
                continue
            self.drop(name)
            self.owner.execute("SELECT pg_advisory_unlock(%s)", [number])

    def _nobody_uses(self, number: int) -> bool:
        row = self.owner.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()
        return bool(row and row[0])


def _number(name: str) -> int:
    """The number whose lock protects a database: of the run for a clone, of its own for a template."""
    if name.startswith(TEMPLATE):
        return int(name.removeprefix(TEMPLATE)[:12], 16)
    return int(name.removeprefix(CLONE).split("_")[0])


def point_at(name: str) -> None:
    """From now on every Django connection, in every thread, is to this database."""
    for alias in connections:
        connection = connections[alias]
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
        # The very dictionary that connections of other threads are made from.
        connections.settings[alias]["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
        connection.settings_dict["NAME"] = name
    for cache in caches.all(initialized_only=True):
        getattr(cache, "close", lambda: None)()


@contextmanager
def clone_in_use(cluster: Cluster, of: str = "") -> Iterator[str]:
    before = str(settings.DATABASES["default"]["NAME"])
    name = cluster.clone(of)
    point_at(name)
    try:
        yield name
    finally:
        point_at(before)
        cluster.drop(name)


class Run(Protocol):
    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]: ...


@contextmanager
def other_connection() -> Iterator[Run]:
    """A second person at work: `run(function, *args)` calls it in a thread with a connection of its own.

    Returns a Future at once, so that the test can go on while the other waits for a lock:

        with other_connection() as run:
            withdrawal = run(withdraw, consent=consent, by=worker)
            ...
            withdrawal.result(timeout=5)

    Only with `committed_db` or `own_database`: elsewhere the other person would not see the test's rows.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="other-connection")

    def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return executor.submit(function, *args, **kwargs)

    try:
        yield run
    finally:
        executor.submit(connections.close_all)
        # Without waiting: dropping the clone ends a connection that still waits for a lock.
        executor.shutdown(wait=False)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster(owner=os.environ["DATABASE_OWNER_URL"], app=os.environ["DATABASE_URL"])
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: one clone for all tests that roll back."""
    with django_db_blocker.unblock(), clone_in_use(cluster):
        django_db_blocker.block()
        yield
        django_db_blocker.restore()


@pytest.fixture
def committed_db(django_db_setup: None, cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone for this test alone, on which what is committed is really committed."""
    with django_db_blocker.unblock(), clone_in_use(cluster):
        yield


@pytest.fixture(scope="module")
def own_database(django_db_setup: None, cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone for all tests of this module, on which what is committed is really committed."""
    with django_db_blocker.unblock(), clone_in_use(cluster):
        yield


@pytest.fixture
def transactional_db() -> None:
    pytest.fail("Django's flush is never used: ask for committed_db instead.")
