import argparse
import http.client
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from devtools import signals
from devtools.children import Child, Children
from devtools.databases import database
from devtools.environment import environment, manage
from devtools.locks import Busy, alone
from devtools.prepare import prepare
from devtools.project import Home, Problem, default_home
from devtools.steps import elapsed, say, step
from devtools.virtualenv import program

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60.0
BUILD_ASSETS = "import pathlib, devtools.assets as assets; assets.build(pathlib.Path.cwd())"


def run(arguments: list[str]) -> int:
    options = _options(arguments)
    _refuse_taken(options.port)
    home = Home.at(options.home)
    try:
        with alone(home.path / "run.lock", wait=False):
            _bring_up(home, options.port)
    except Busy:
        raise Problem(f"The demo in {home.path} is running already. Stop it, or choose another --home.") from None
    return 0


def _bring_up(home: Home, port: int) -> None:
    with ExitStack() as stack:
        stack.callback(say, "Stopped.")
        with step("PostgreSQL"):
            db = stack.enter_context(database(home))
        children = stack.enter_context(Children())
        env = environment(home, db)
        assets = children.start("front-end assets", [sys.executable, "-c", BUILD_ASSETS], env, home.logs)
        prepare(home, db, children)
        with step("rest of the front-end assets"):
            assets.wait()
        with step("web server and job worker"):
            web = children.start("web server", _web(port), env, home.logs)
            worker = children.start("job worker", manage("procrastinate", "worker"), env, home.logs)
            _wait_for_front_page(port, [web, worker])
        print(
            f"\nTalking Piece is at http://{HOST}:{port}/ after {elapsed():.0f} s. Ctrl-C stops it.",
            flush=True,
        )
        children.start("virus scanner", manage("demo", "scan"), env, home.logs)
        children.start("an agency's case system", manage("demo", "receive"), env, home.logs)
        fill = children.start("filling", manage("demo", "fill"), env, home.logs)
        _watch([web, worker], fill)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--home", type=Path, default=default_home(), help="folder for the data, the keys and the logs")
    return parser.parse_args(arguments)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        # As the web server does: connections that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise Problem(f"Port {port} cannot be used ({error}). Choose another: ./dev run --port 8001") from None


def _web(port: int) -> list[str]:
    return [
        program("granian"), "talkingpiece.config.wsgi:application",
        "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "3",
    ]  # fmt: skip


def _wait_for_front_page(port: int, children: list[Child]) -> None:
    end = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < end:
        signals.check()
        _refuse_ended(children)
        status = _front_page(port)
        if status is not None:
            if status >= 500:
                raise Problem(f"The front page answers with an error ({status}):\n{children[0].tail()}")
            return
        time.sleep(0.05)
    raise Problem(f"The front page has not answered for a minute:\n{children[0].tail()}")


def _front_page(port: int) -> int | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _watch(children: list[Child], fill: Child) -> None:
    """Returns never: a signal, or a child that ended by itself, leaves it by an exception."""
    filled = False
    while True:
        signals.check()
        _refuse_ended(children)
        if not filled and fill.ended() is not None:
            filled = True
            if fill.ended():
                say(f"The generated cases are not all there; the site works without them:\n{fill.tail()}")
        time.sleep(0.2)


def _refuse_ended(children: list[Child]) -> None:
    for child in children:
        if child.ended() is not None:
            raise child.problem()
