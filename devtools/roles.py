"""The two roles and their database. Runs inside the venv: it needs psycopg.

The application's role owns nothing, so that row-level security holds for it; the owner runs migrations.
"""

from collections.abc import Mapping
from urllib.parse import quote

import psycopg
from psycopg import Connection, errors, sql
from psycopg.conninfo import conninfo_to_dict

from devtools.project import Problem

OWNER = "talkingpiece_owner"
APP = "talkingpiece_app"
# The public door's, where the two doors are two processes; `manage.py doors grant` says what it may do.
PUBLIC = "talkingpiece_public"
DATABASE = "talkingpiece"
PLAIN = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"

# Trusted extensions, which the owner of a database may create.
EXTENSIONS = ("btree_gist",)

FOR_THE_APPLICATION = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app};
"""


def connect(url: str) -> Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Problem(f"The database cannot be reached: {error}") from None


def may_administer(url: str) -> bool:
    """Whether the role of this address may create roles and databases."""
    with connect(url) as db:
        row = db.execute(
            "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    return bool(row and row[0])


def prepare(admin: str, owner: str, *, password: str | None, database: str = DATABASE) -> None:
    """Creates what is missing. `owner` is the address with which the owner will reach `database`."""
    with connect(admin) as db:
        _role(db, OWNER, "CREATEDB", password)
        _role(db, APP, "NOCREATEDB", password)
        _role(db, PUBLIC, "NOCREATEDB", password)
        if not exists(db, database):
            _lend(db, OWNER)
            create(db, database, owner=OWNER)
    prepare_schema(owner, app=APP)


def prepare_schema(owner: str, *, app: str) -> None:
    """As the owner, in a database of its own: what the application's role may do there."""
    with connect(owner) as db:
        db.execute(sql.SQL(FOR_THE_APPLICATION).format(app=sql.Identifier(app)))
        for name in EXTENSIONS:
            db.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def create(db: Connection[tuple[object, ...]], name: str, *, owner: str) -> None:
    db.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(owner)
        )
    )


def end_sessions(db: Connection[tuple[object, ...]], name: str) -> None:
    """Those of this connection's own role. The owner of a database may not end the application's."""
    db.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name]
    )


def drop(db: Connection[tuple[object, ...]], name: str) -> None:
    """Ends the sessions of others too, where the owner may."""
    plain = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        # Without force PostgreSQL itself sends autovacuum away; with it, the owner would have to, and may not.
        db.execute(plain)
    except errors.ObjectInUse:
        db.execute(plain + sql.SQL(" WITH (FORCE)"))


def exists(db: Connection[tuple[object, ...]], name: str) -> bool:
    return db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def role_of(url: str) -> str:
    return str(conninfo_to_dict(url).get("user", ""))


def database_of(url: str) -> str:
    return str(conninfo_to_dict(url).get("dbname") or role_of(url))


def with_database(url: str, database: str) -> str:
    """The same server and role, as an address, with another database."""
    return _address(conninfo_to_dict(url) | {"dbname": database})


def with_role(url: str, role: str, password: str | None, database: str) -> str:
    return _address(conninfo_to_dict(url) | {"user": role, "password": password, "dbname": database})


def _address(parts: Mapping[str, object]) -> str:
    """With the host in the query, where a socket's folder, a name and a list of names can all stand."""
    said = {key: quote(str(value), safe="/") for key, value in parts.items() if value not in (None, "")}
    user, password, name = (said.pop(key, "").replace("/", "%2F") for key in ("user", "password", "dbname"))
    query = "&".join(f"{key}={value}" for key, value in sorted(said.items()))
    return f"postgresql://{user}{f':{password}' if password else ''}@/{name}?{query}"


def _role(db: Connection[tuple[object, ...]], name: str, may: str, password: str | None) -> None:
    known = db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    words = sql.SQL("ALTER ROLE {} {}" if known else "CREATE ROLE {} {}").format(
        sql.Identifier(name), sql.SQL(f"{PLAIN} {may}" if not known else "LOGIN")
    )
    if password is not None:
        words += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    db.execute(words)


def _lend(db: Connection[tuple[object, ...]], role: str) -> None:
    """An administrator who is not a superuser must belong to a role to give it a database."""
    row = db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and not row[0]:
        db.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
