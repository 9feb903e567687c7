import os
import subprocess

from devtools.databases import Database
from devtools.environment import As, environment, manage
from devtools.project import ROOT, Home, Problem
from devtools.steps import step


def prepare(home: Home, database: Database) -> None:
    """Tables, and the demo's cases where there are none yet."""
    with step("migrations"):
        _manage(home, database, "owner", "migrate", "--verbosity=0")
    with step("the demo's cases"):
        _manage(home, database, "app", "demo", "ensure")


def _manage(home: Home, database: Database, role: As, *arguments: str) -> None:
    done = subprocess.run(
        manage(*arguments),
        env=environment(home, database, role=role),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Problem(f"manage.py {' '.join(arguments)} ended with an error:{os.linesep}{done.stdout}")
