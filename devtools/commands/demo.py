from contextlib import ExitStack

from devtools.children import Children
from devtools.databases import database, empty
from devtools.locks import Busy, alone
from devtools.prepare import prepare
from devtools.project import Home, Problem, default_home
from devtools.steps import say, step


def run(arguments: list[str]) -> int:
    if arguments != ["reset"]:
        raise Problem("./dev demo knows one word: reset")
    home = Home.at(default_home())
    try:
        with alone(home.path / "run.lock", wait=False):
            _reset(home)
    except Busy:
        raise Problem("The demo is running. Stop it first (Ctrl-C where ./dev run runs), then reset it.") from None
    return 0


def _reset(home: Home) -> None:
    with ExitStack() as stack:
        with step("PostgreSQL"):
            db = stack.enter_context(database(home))
        with step("an empty database"):
            home.migrated.unlink(missing_ok=True)
            empty(db)
        prepare(home, db, stack.enter_context(Children()))
    say("The demo is as new. Start it with: ./dev run")
