"""A door that cannot be trusted does not open."""

import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from devtools import roles
from devtools.project import ROOT
from talkingpiece.config import startup
from talkingpiece.config.startup import refuse_unless_safe
from talkingpiece.core.access import public
from talkingpiece.protection.root_key import make_root_key
from tests.world import World


def bare(request: HttpRequest) -> HttpResponse:
    raise AssertionError("never called")


def said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("said")


def test_the_service_starts_as_it_is(db) -> None:
    refuse_unless_safe()


def test_the_web_server_can_load_it() -> None:
    """In a process of its own, as the web server does: here every model was loaded long ago."""
    loaded = subprocess.run(
        [sys.executable, "-c", "from talkingpiece.config.wsgi import application"], capture_output=True, text=True
    )
    assert loaded.returncode == 0, loaded.stderr


def test_it_does_not_start_with_a_page_that_says_nothing_of_access(settings) -> None:
    class Conf:
        urlpatterns = [path("bare", bare), path("marked", public("because")(said))]

    with override_settings(ROOT_URLCONF=Conf), pytest.raises(ImproperlyConfigured, match="bare"):
        refuse_unless_safe()


def test_it_does_not_start_without_the_typeface_of_its_letters(db, settings, tmp_path) -> None:
    settings.TP_PRINT_FONTS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="AtkinsonHyperlegible_400Regular.ttf"):
        refuse_unless_safe()


START = "from talkingpiece.config.wsgi import application"
EMBEDDED = "The embedded database server is for the demo"


@pytest.fixture
def real_service(committed_world: World, cluster, tmp_path: Path) -> dict[str, str]:
    """The environment of a real service in which nothing is wrong but the server, which here is the tests' own."""
    key = tmp_path / "root-key.json"
    shutil.copy(real_settings.TP_KEY_FILE, key)
    key.chmod(0o600)
    return {name: os.environ[name] for name in ("PATH", "TP_APP_ROLE", "TP_STATIC_BUILD") if name in os.environ} | {
        "TP_MODE": "production",
        "TP_DOOR": "staff",
        "TP_SECRET_KEY": secrets.token_urlsafe(48),
        "TP_ALLOWED_HOSTS": "staff.example.org",
        "TP_HOME": str(tmp_path / "home"),
        "TP_ANCHORS": str(tmp_path / "elsewhere"),
        "TP_KEY_FILE": str(key),
        "DATABASE_URL": roles.with_database(cluster.app_url, str(connection.settings_dict["NAME"])),
    }


def started(env: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *(command or ("-c", START))], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def refused(env: dict[str, str]) -> list[str]:
    """The sentences with which a service with these settings did not start."""
    done = started(env)
    assert done.returncode != 0
    return done.stderr.split("ImproperlyConfigured: ", 1)[1].strip().split("\n")


def test_a_real_service_in_order_has_nothing_to_say_but_that_this_server_is_the_tests(real_service) -> None:
    sentences = refused(real_service)

    assert len(sentences) == 1
    assert sentences[0].startswith(EMBEDDED)


def test_a_real_service_that_is_wrong_in_every_way_is_told_of_each(real_service) -> None:
    Path(real_service["TP_KEY_FILE"]).chmod(0o640)
    wrong = {"TP_SECRET_KEY": "only-for-the-demo-and-for-tests-" + "x" * 32, "TP_ALLOWED_HOSTS": "staff.example.org,*"}

    said = "\n".join(refused(real_service | wrong))

    assert "TP_SECRET_KEY can be guessed" in said
    assert "TP_ALLOWED_HOSTS lets in any name" in said
    assert "can be read by others than its owner" in said
    assert EMBEDDED in said


@pytest.mark.parametrize("secret", ["3f9a7c", "ab" * 40, "only-for-the-demo-and-for-tests-" + "x" * 32])
def test_a_secret_that_can_be_guessed_is_refused(settings, secret: str) -> None:
    settings.SECRET_KEY = secret
    assert any("TP_SECRET_KEY can be guessed" in reason for reason in startup.settings_wrong())


@pytest.mark.parametrize("host", ["*", ".example.org", ""])
def test_hosts_that_are_not_named_in_full_are_refused(settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["staff.example.org", host]
    assert any("TP_ALLOWED_HOSTS" in reason for reason in startup.settings_wrong())


def test_both_doors_are_refused_before_anything_is_loaded(real_service) -> None:
    assert refused(real_service | {"TP_DOOR": "both"}) == [
        "TP_DOOR must be public or staff; both together are for the demo only."
    ]


@pytest.mark.parametrize("name", ["TP_SECRET_KEY", "TP_ALLOWED_HOSTS", "TP_ANCHORS", "DATABASE_URL"])
def test_a_real_service_does_not_start_without(real_service, name: str) -> None:
    del real_service[name]

    assert refused(real_service) == [f"{name} is missing. A real service does not start without it."]


@pytest.mark.parametrize("inside", ["", "anchors", "files/../anchors"])
def test_anchors_among_the_files_of_the_service_are_refused(settings, tmp_path, inside: str) -> None:
    def said() -> list[str]:
        return [reason for reason in startup.settings_wrong() if reason.startswith("TP_ANCHORS")]

    settings.TP_HOME, settings.TP_ANCHORS = tmp_path / "home", str(tmp_path / "home" / inside)
    assert "storage to which this host can only add" in said()[0]

    settings.TP_ANCHORS = str(tmp_path / "home-of-anchors")
    assert said() == []


def test_a_root_key_that_is_missing_is_refused(settings) -> None:
    settings.TP_KEY_FILE = "/nowhere/root-key.json"
    assert list(startup.key_file_wrong()) == [
        "The root key /nowhere/root-key.json is missing. Restore it from its escrow; a new one opens nothing."
    ]


def test_another_root_key_than_that_of_the_areas_is_refused(committed_world: World, settings, tmp_path) -> None:
    settings.TP_KEY_FILE = str(tmp_path / "root-key.json")
    make_root_key(Path(settings.TP_KEY_FILE))

    assert any("do not open by this root key" in reason for reason in startup.database_wrong())


def test_missing_keys_of_an_area_are_refused(committed_world: World, cluster) -> None:
    with as_owner(cluster) as owner:
        owner.execute("DELETE FROM protection_tokenkey")

    assert any("The keys of Ridgeway are missing" in reason for reason in startup.database_wrong())


@contextmanager
def as_owner(cluster):
    with roles.connect(roles.with_database(cluster.owner_url, str(connection.settings_dict["NAME"]))) as owner:
        yield owner


def test_a_real_service_does_not_start_as_the_owner_of_the_tables(real_service, cluster) -> None:
    real_service["DATABASE_URL"] = roles.with_role(
        real_service["DATABASE_URL"], roles.role_of(cluster.owner_url), None, str(connection.settings_dict["NAME"])
    )

    assert "a role that row-level security does not bind" in "\n".join(refused(real_service))


def test_a_real_service_does_not_start_as_a_superuser(real_service, cluster) -> None:
    url = roles.with_role(cluster.owner_url, "postgres", None, str(connection.settings_dict["NAME"]))

    assert "a role that row-level security does not bind" in "\n".join(refused(real_service | {"DATABASE_URL": url}))


def test_tables_that_show_every_area_are_refused(committed_db, cluster) -> None:
    def said() -> list[str]:
        return [reason for reason in startup.database_wrong() if not reason.startswith(EMBEDDED)]

    assert said() == []
    with as_owner(cluster) as owner:
        owner.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY")
        owner.execute("DROP POLICY tp_app ON consents_consent")
        owner.execute("CREATE VIEW everybody AS SELECT * FROM people_person")
    tables, views = said()
    assert "rows of every area: cases_case, consents_consent, people_person." in tables
    assert "read past row-level security: everybody." in views


def test_a_database_that_is_behind_the_program_is_refused(committed_db, cluster) -> None:
    with as_owner(cluster) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'people'")

    assert any("The database is behind the program" in reason for reason in startup.database_wrong())


def test_debug_and_the_practice_service_are_refused_where_people_are_real(settings, db, monkeypatch) -> None:
    # They cannot be set from outside; here they are, to see that a programmer's slip would be caught.
    monkeypatch.setattr(connection, "close", lambda: None)
    settings.TP_MODE, settings.DEBUG = "production", True

    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unless_safe()

    assert "DEBUG is on" in str(refusal.value)
    assert "The practice service is installed" in str(refusal.value)
    assert "Both doors in one process" in str(refusal.value)


def test_a_worker_is_refused_as_a_door_is(real_service) -> None:
    done = started(real_service | {"TP_ALLOWED_HOSTS": "*"}, "-m", "talkingpiece", "procrastinate", "worker")

    assert done.returncode != 0
    assert "TP_ALLOWED_HOSTS" in done.stderr


@pytest.mark.parametrize("door", ["staff", "public"])
def test_django_finds_nothing_to_deploy_better(real_service, door: str) -> None:
    done = started(real_service | {"TP_DOOR": door}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
