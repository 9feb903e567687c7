import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import cli, signals, virtualenv
from devtools.commands.manage import role_for
from devtools.commands.test import pytest_arguments
from devtools.databases import Database
from devtools.environment import environment
from devtools.project import ROOT, Home, Problem

DATABASE = Database(app="postgresql://app@/x", owner="postgresql://owner@/x", admin=None)


def test_help_has_a_line_for_every_command(capsys):
    assert cli.main(["help"]) == 0
    told = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert any(line.split()[:2] == ["./dev", command.name] and command.says in line for line in told.splitlines())


def test_an_unknown_command_is_named_and_answered_with_the_help(capsys):
    assert cli.main(["rnu"]) == 2
    told = capsys.readouterr().err
    assert "“rnu”" in told
    assert "./dev run" in told


def test_an_old_python_is_turned_away_with_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer; this is Python 3\.10"):
        runpy.run_path(str(ROOT / "dev"))


def test_a_problem_is_told_without_a_traceback(monkeypatch, capsys):
    def impossible(requirements):
        raise Problem("Mend this first.")

    monkeypatch.setattr(virtualenv, "ensure", impossible)
    monkeypatch.setattr(signals, "listen", lambda: None)
    assert cli.main(["run"]) == 1
    assert capsys.readouterr().err.strip() == "Mend this first."


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (["migrate", "cases"], "owner"),
        (["makemigrations"], "owner"),
        (["sqlmigrate", "cases", "0001"], "owner"),
        (["shell"], "app"),
        (["demo", "ensure"], "app"),
        ([], "app"),
    ],
)
def test_only_what_changes_tables_runs_as_the_owner(arguments, role):
    assert role_for(arguments) == role


def test_the_application_never_learns_the_owners_address(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", DATABASE.owner)
    env = environment(Home.at(tmp_path), DATABASE)
    assert env["DATABASE_URL"] == DATABASE.app
    assert DATABASE.owner not in env.values()
    assert (env["TP_MODE"], env["TP_HOME"], env["TP_APP_ROLE"]) == ("demo", str(tmp_path), "app")


def test_the_owner_is_given_as_the_databases_role(tmp_path):
    assert environment(Home.at(tmp_path), DATABASE, role="owner")["DATABASE_URL"] == DATABASE.owner


def test_a_home_keeps_its_secret_and_shares_it_with_no_other(tmp_path, monkeypatch):
    monkeypatch.delenv("TP_SECRET_KEY", raising=False)
    first, second = Home.at(tmp_path / "one"), Home.at(tmp_path / "two")
    secret = environment(first, DATABASE)["TP_SECRET_KEY"]
    assert len(secret) >= 50
    assert environment(first, DATABASE)["TP_SECRET_KEY"] == secret
    assert environment(second, DATABASE)["TP_SECRET_KEY"] != secret
    assert (first.path / "application.secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        (["-k", "consent"], ["-k", "consent"]),
        (["--nightly", "-x"], ["-m", "", "-x"]),
        (["--nightly", "-m", "journey"], ["-m", "", "-m", "journey"]),
    ],
)
def test_nightly_lifts_the_deselection(given, passed_on):
    assert pytest_arguments(given) == passed_on


def test_the_whole_suite_runs_on_every_core_a_file_at_a_time(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    parallel = ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder"]
    assert pytest_arguments([]) == parallel
    assert pytest_arguments(["--nightly"]) == ["-m", "", *parallel]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert pytest_arguments([]) == []


def test_the_commands_on_files_are_there_by_name_wherever_somebody_stands(tmp_path: Path) -> None:
    """Without any setting, and without a service."""
    command = [virtualenv.program("talkingpiece"), "identify", "--help"]
    asked = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    assert "link" in asked.stdout
