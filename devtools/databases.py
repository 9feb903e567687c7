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
    password: str | None = None
    built_in: bool = False

    @property
    def name(self) -> str:
        return roles.database_of(self.app)

    def prepare(self) -> "Database":
        """Creates what is missing of roles, database and rights."""
        if self.admin is None:
            roles.prepare_schema(self.owner, app=roles.role_of(self.app))
        else:
            roles.prepare(self.admin, self.owner, password=self.password)
        return self


def empty(db: Database) -> None:
    """A new database in place of this one. Raises Problem where the role may not create databases."""
    if db.admin is None:
        raise Problem("Only somebody who may create databases can reset the demo: give such a role in DATABASE_URL.")
    with roles.connect(db.admin) as admin:
        roles.drop(admin, db.name)
    db.prepare()


@contextmanager
def database(home: Home, *, disposable: bool = False, given: Mapping[str, str] = os.environ) -> Iterator[Database]:
    """A prepared database for the time of the block.

    DATABASE_URL in `given` replaces the built-in server. `disposable` data may be lost in a power cut.
    Raises Problem with a sentence for the person at the keyboard.
    """
    if given.get("DATABASE_URL"):
        yield _external(home, given["DATABASE_URL"], given.get("DATABASE_OWNER_URL", "")).prepare()
        return
    server = Server(home.postgres, disposable=disposable)
    server.join()
    try:
        yield Database(
            app=server.url(roles.APP, roles.DATABASE),
            owner=server.url(roles.OWNER, roles.DATABASE),
            admin=server.url("postgres", "postgres"),
            built_in=True,
        ).prepare()
    finally:
        server.leave()


def keep_running(home: Home, *, keep: bool) -> None:
    """Whether the built-in server outlives the commands that use it."""
    if not os.environ.get("DATABASE_URL"):
        Server(home.postgres).keep(keep)


def _external(home: Home, url: str, owner: str) -> Database:
    if roles.may_administer(url):
        password = home.secret("database-password")
        return Database(
            app=roles.with_role(url, roles.APP, password, roles.DATABASE),
            owner=roles.with_role(url, roles.OWNER, password, roles.DATABASE),
            admin=url,
            password=password,
        )
    if not owner:
        raise Problem(
            "The role in DATABASE_URL may not create roles and databases, so it is taken for the "
            "application's. Migrations need the owner of the database: give its address in "
            "DATABASE_OWNER_URL."
        )
    return Database(app=url, owner=owner, admin=None)
