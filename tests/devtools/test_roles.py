import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from devtools import roles
from devtools.databases import database
from devtools.project import Home, Problem


@pytest.fixture(scope="module")
def prepared(server):
    owner = server.url(roles.OWNER, roles.DATABASE)
    roles.prepare(server.url("postgres", "postgres"), owner, password=None)
    with roles.connect(owner) as db:
        db.execute("CREATE TABLE note (id serial PRIMARY KEY, text text)")
    return server


def test_the_roles_are_no_more_than_they_need_to_be(prepared):
    with roles.connect(prepared.url("postgres", "postgres")) as db:
        found = db.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = ANY(%s) ORDER BY rolname",
            [[roles.APP, roles.OWNER]],
        ).fetchall()
    assert found == [(roles.APP, False, False, False, False), (roles.OWNER, False, False, False, True)]


@pytest.mark.parametrize(
    "allowed", ["INSERT INTO note (text) VALUES ('x')", "UPDATE note SET text = 'y'", "TABLE note"]
)
def test_the_application_reads_and_writes(prepared, allowed):
    with roles.connect(prepared.url(roles.APP, roles.DATABASE)) as db:
        db.execute(allowed)


@pytest.mark.parametrize("refused", ["TRUNCATE note", "CREATE TABLE other ()", "DROP TABLE note", "CREATE DATABASE x"])
def test_the_application_changes_no_table(prepared, refused):
    application = roles.connect(prepared.url(roles.APP, roles.DATABASE))
    with application as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute(refused)


def test_an_administrator_who_is_no_superuser_can_prepare(server):
    with roles.connect(server.url("postgres", "postgres")) as db:
        db.execute("DROP DATABASE IF EXISTS talkingpiece")
        for name in (roles.APP, roles.PUBLIC, roles.OWNER):
            db.execute(f"DROP ROLE IF EXISTS {name}")
        db.execute("CREATE ROLE keeper LOGIN CREATEROLE CREATEDB")
    admin = server.url("keeper", "postgres")
    assert roles.may_administer(admin)
    roles.prepare(admin, server.url(roles.OWNER, roles.DATABASE), password="s'cret")
    with roles.connect(server.url(roles.OWNER, roles.DATABASE)) as db:
        assert db.execute("SELECT extname FROM pg_extension WHERE extname = 'btree_gist'").fetchone()


class TestADatabaseOfTheCallers:
    def test_an_administrator_gets_the_two_roles_made(self, server, tmp_path):
        home = Home.at(tmp_path)
        given = {"DATABASE_URL": server.url("postgres", "postgres")}
        with database(home, given=given) as db:
            assert (roles.role_of(db.app), roles.role_of(db.owner)) == (roles.APP, roles.OWNER)
            assert db.name == roles.DATABASE
            password = conninfo_to_dict(db.app)["password"]
        with database(home, given=given) as db:
            assert conninfo_to_dict(db.app)["password"] == password

    def test_two_plain_roles_are_taken_as_they_are(self, prepared, tmp_path):
        app, owner = (prepared.url(role, roles.DATABASE) for role in (roles.APP, roles.OWNER))
        with database(Home.at(tmp_path), given={"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}) as db:
            assert (db.app, db.owner, db.admin) == (app, owner, None)

    def test_a_plain_role_alone_is_answered_with_a_sentence(self, prepared, tmp_path):
        given = {"DATABASE_URL": prepared.url(roles.APP, roles.DATABASE)}
        with pytest.raises(Problem, match="DATABASE_OWNER_URL"), database(Home.at(tmp_path), given=given):
            pass

    def test_a_server_that_is_not_there_is_answered_with_a_sentence(self, tmp_path):
        given = {"DATABASE_URL": f"postgresql://x@/y?host={tmp_path}"}
        with pytest.raises(Problem, match="cannot be reached"), database(Home.at(tmp_path), given=given):
            pass


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p%2F%40w@db.example.org:5433/one?sslmode=require",
        "postgresql://u@/one?host=/var/run/a%20b&port=5432",
        "host=db.example.org dbname=one user=u password='p/ w'",
    ],
)
def test_another_database_changes_nothing_else_of_an_address(url):
    before, after = conninfo_to_dict(url), conninfo_to_dict(roles.with_database(url, "two"))
    assert after == before | {"dbname": "two"}
