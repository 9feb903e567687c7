"""Finds or starts the database of a home, and says how the two roles reach it. Runs inside the venv."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from devtools import roles
from devtools.postgres import Server
from devtools.project import Home, Problem


@dataclass(frozen=True)
class Database:
    app: str
    owner: str
    admin: str | None
    """None where the caller gave two plain roles: then the database itself must exist already."""

    @property
    def name(self) -> str:
        return roles.database_of(self.app)


@contextmanager
def database(home: Home, *, disposable: bool = False, given: Mapping[str, str] = os.environ) -> Iterator[Database]:
    """A prepared database for the time of the block.

    DATABASE_URL in `given` replaces the built-in server. `disposable` data may be lost in a power cut.
    Raises Problem with a sentence for the person at the keyboard.
    """
    if given.get("DATABASE_URL"):
        yield _external(home, given["DATABASE_URL"], given.get("DATABASE_OWNER_URL", ""))
        return
    server = Server(home.postgres, disposable=disposable)
    server.join()
    try:
        yield _prepared(
            app=server.url(roles.APP, roles.DATABASE),
            owner=server.url(roles.OWNER, roles.DATABASE),
            admin=server.url("postgres", "postgres"),
            password=None,
        )
    finally:
        server.leave()


def _external(home: Home, url: str, owner: str) -> Database:
    if roles.may_administer(url):
        password = home.secret("database-password")
        return _prepared(
            app=roles.with_role(url, roles.APP, password, roles.DATABASE),
            owner=roles.with_role(url, roles.OWNER, password, roles.DATABASE),
            admin=url,
            password=password,
        )
    if not owner:
        raise Problem(
            "The role in DATABASE_URL may not create roles and databases, so it is taken for the application's. "
            "Migrations need the owner of the database: give its address in DATABASE_OWNER_URL."
        )
    roles.prepare_schema(owner, app=roles.role_of(url))
    return Database(app=url, owner=owner, admin=None)


def _prepared(*, app: str, owner: str, admin: str, password: str | None) -> Database:
    roles.prepare(admin, owner, password=password)
    return Database(app=app, owner=owner, admin=admin)
