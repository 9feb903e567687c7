import os
import shutil
import signal
import subprocess
import sys

from devtools import roles
from devtools.postgres import Server
from devtools.postgres.places import LONGEST_SOCKET_FOLDER
from devtools.project import ROOT
from tests.devtools.conftest import remove

VISIT = """
import pathlib, sys
from devtools.postgres import Server
server = Server(pathlib.Path(sys.argv[1]), disposable=True)
server.join()
print("in", flush=True)
sys.stdin.readline()
server.leave()
"""


def answer(server):
    with roles.connect(server.url("postgres", "postgres")) as db:
        return db.execute("SELECT 1").fetchone()


def test_starts_and_stops(stopped_server):
    assert not stopped_server.is_running()
    stopped_server.join()
    assert answer(stopped_server) == (1,)
    stopped_server.leave()
    assert not stopped_server.is_running()


def test_comes_back_after_a_kill_with_what_was_written(stopped_server):
    stopped_server.join()
    with roles.connect(stopped_server.url("postgres", "postgres")) as db:
        db.execute("CREATE TABLE kept ()")
        db.execute("CHECKPOINT")
    os.kill(stopped_server.pid(), signal.SIGKILL)
    stopped_server.join()
    with roles.connect(stopped_server.url("postgres", "postgres")) as db:
        assert db.execute("SELECT to_regclass('kept') IS NOT NULL").fetchone() == (True,)


def test_starts_although_the_recorded_number_now_is_somebody_elses(stopped_server):
    stopped_server.join()
    recorded = (stopped_server.places.data / "postmaster.pid").read_text()
    stopped_server.leave()
    mine = recorded.replace(recorded.split("\n")[0], str(os.getpid()), 1)
    (stopped_server.places.data / "postmaster.pid").write_text(mine)
    stopped_server.join()
    assert answer(stopped_server) == (1,)


def test_a_home_made_anew_at_the_same_place_starts_empty(stopped_server, tmp_path):
    stopped_server.join()
    with roles.connect(stopped_server.url("postgres", "postgres")) as db:
        db.execute("CREATE TABLE old ()")
    stopped_server.leave()
    shutil.rmtree(tmp_path / "postgres")
    anew = Server(tmp_path / "postgres", disposable=True)
    anew.join()
    with roles.connect(anew.url("postgres", "postgres")) as db:
        assert db.execute("SELECT to_regclass('old')").fetchone() == (None,)
    remove(anew)
    assert not stopped_server.places.data.exists()


def test_runs_on_while_somebody_else_uses_it(stopped_server, tmp_path):
    stopped_server.join()
    visitor = subprocess.Popen(
        [sys.executable, "-c", VISIT, str(tmp_path / "postgres")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert visitor.stdout
    assert visitor.stdout.readline() == "in\n"
    stopped_server.leave()
    assert stopped_server.is_running()
    visitor.communicate("out\n", timeout=20)
    assert not stopped_server.is_running()


def test_runs_on_when_asked_to_and_then_not(stopped_server):
    stopped_server.keep(True)
    stopped_server.join()
    stopped_server.leave()
    assert stopped_server.is_running()
    stopped_server.keep(False)
    stopped_server.join()
    stopped_server.leave()
    assert not stopped_server.is_running()


def test_the_socket_fits_whatever_the_length_of_the_folder(tmp_path):
    server = Server(tmp_path / ("a" * 60) / ("b" * 60), disposable=True)
    places = server.places
    assert len(os.fsencode(places.sockets)) <= LONGEST_SOCKET_FOLDER
    assert places.sockets.stat().st_mode & 0o777 == 0o700
    remove(server)
