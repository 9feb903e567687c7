"""`./dev run`, of a checkout in miniature, from outside: as a process with signals."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from devtools import roles
from devtools.postgres import Server
from tests.devtools.conftest import remove
from tests.devtools.toy import make_toy


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Toy:
    def __init__(self, folder: Path) -> None:
        self.folder = make_toy(folder)
        self.home = folder / "home"
        self.port = free_port()

    def start(self):
        # Without what `./dev test` itself was told: this one has a database of its own.
        env = {key: value for key, value in os.environ.items() if key[:3] not in ("TP_", "DAT")}
        return subprocess.Popen(
            [sys.executable, "dev", "run", "--port", str(self.port), "--home", str(self.home)],
            cwd=self.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start_and_wait(self):
        process = self.start()
        told = []
        for line in process.stdout:
            told.append(line)
            if "Talking Piece is at" in line:
                return process
        pytest.fail(f"it ended with {process.wait()}: {''.join(told)}")

    def stop(self, process):
        process.terminate()
        try:
            return process.communicate(timeout=15)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise

    def front_page(self):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).read().decode()

    def calls(self):
        return (self.home / "calls").read_text().splitlines()

    def processes(self):
        """Command lines that name this checkout, without the database's."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                if str(self.folder) in line and "/bin/postgres" not in line:
                    found.append(line)
        return found

    def database(self):
        return Server(self.home / "postgres")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    toy = Toy(tmp_path_factory.mktemp("toy"))
    yield toy
    remove(toy.database())


def test_brings_everything_up_in_order_and_each_as_its_role(toy):
    process = toy.start_and_wait()
    try:
        assert toy.front_page() == "toy"
        assert toy.calls()[:4] == [
            "talkingpiece_owner migrate --verbosity=0",
            "talkingpiece_owner doors grant --if-there",
            "talkingpiece_app demo ensure",
            "talkingpiece_app procrastinate worker",
        ]
        assert (toy.folder / "static_build").is_dir()
    finally:
        toy.stop(process)


@pytest.mark.parametrize(
    ("number", "to_group"), [(signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGINT, True)]
)
def test_a_signal_leaves_nothing_running(toy, number, to_group):
    process = toy.start_and_wait()
    assert len(toy.processes()) >= 3
    (os.killpg if to_group else os.kill)(process.pid, number)
    told, _ = process.communicate(timeout=10)
    assert process.returncode == 128 + number
    assert told.endswith("Stopped.\n")
    assert toy.processes() == []
    assert not toy.database().is_running()


def test_starts_again_after_it_was_killed_outright(toy):
    process = toy.start_and_wait()
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while toy.processes() and time.monotonic() < end:
        time.sleep(0.05)
    assert toy.processes() == []
    again = toy.start_and_wait()
    toy.stop(again)
    assert not toy.database().is_running()


def test_migrates_again_only_when_a_migration_is_new(toy):
    def migrations_of_a_start():
        before = len(toy.calls())
        process = toy.start_and_wait()
        toy.stop(process)
        return [call for call in toy.calls()[before:] if "migrate" in call]

    assert migrations_of_a_start() == []
    new = toy.folder / "talkingpiece" / "cases" / "migrations" / "0001_initial.py"
    new.parent.mkdir(parents=True)
    new.touch()
    assert migrations_of_a_start() == ["talkingpiece_owner migrate --verbosity=0"]
    assert migrations_of_a_start() == []


def test_the_demo_is_made_anew_when_tables_changed_in_place(toy):
    def tables(statement=""):
        with roles.connect(toy.database().url(roles.OWNER, roles.DATABASE)) as owner:
            if statement:
                owner.execute(statement)
            return {row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE tablename = 'made_before'")}

    process = toy.start_and_wait()
    try:
        assert tables("CREATE TABLE made_before ()") == {"made_before"}
    finally:
        toy.stop(process)
    process = toy.start_and_wait()
    try:
        assert tables() == {"made_before"}
    finally:
        toy.stop(process)
    folder = toy.folder / "talkingpiece" / "people" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").touch()
    process = toy.start_and_wait()
    try:
        assert tables() == set()
    finally:
        toy.stop(process)


def test_a_taken_port_is_named_and_nothing_is_started(toy):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", toy.port))
        other.listen()
        process = toy.start()
        told, _ = process.communicate(timeout=10)
    assert process.returncode == 1
    assert f"Port {toy.port} cannot be used" in told
    assert not toy.database().is_running()


def test_one_home_is_run_once_at_a_time(toy):
    process = toy.start_and_wait()
    first_port, toy.port = toy.port, free_port()
    try:
        second = toy.start()
        told, _ = second.communicate(timeout=10)
        assert second.returncode == 1
        assert "is running already" in told
        toy.port = first_port
        assert toy.front_page() == "toy"
    finally:
        toy.port = first_port
        toy.stop(process)


def test_a_part_that_dies_stops_the_rest_and_is_quoted(toy):
    toy.home.mkdir(exist_ok=True)
    (toy.home / "worker-dies").touch()
    process = toy.start()
    told, _ = process.communicate(timeout=20)
    (toy.home / "worker-dies").unlink()
    assert process.returncode == 1
    assert "Job worker: ended by itself" in told
    assert "the worker has nothing to say" in told
    assert toy.processes() == []
    assert not toy.database().is_running()
