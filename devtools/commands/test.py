import importlib
import os
import sys

from devtools import browser, virtualenv
from devtools.databases import database
from devtools.environment import environment
from devtools.foreground import call
from devtools.project import ROOT, Home, Problem, test_home
from devtools.steps import say, step


def run(arguments: list[str]) -> int:
    with step("front-end assets"):
        importlib.import_module("devtools.assets").build(ROOT)
    chromium = browser.find_or_install()
    if not chromium:
        if os.environ.get("CI"):
            raise Problem(f"{browser.ADVICE}\nJourneys are part of the tests: without a browser they fail here.")
        say(f"  {browser.ADVICE}. Journeys will be skipped.")
    home = Home.at(test_home())
    with database(home, disposable=True) as db:
        env = environment(home, db, mode="test") | {"DATABASE_OWNER_URL": db.owner}
        if chromium:
            env["TP_CHROMIUM"] = chromium
        if "--nightly" in arguments:
            env["TP_ENGINES"] = virtualenv.engines()
        return call([sys.executable, "-m", "pytest", *pytest_arguments(arguments)], env)


def pytest_arguments(arguments: list[str]) -> list[str]:
    chosen = [word for word in arguments if word != "--nightly"]
    marks = ["-m", ""] if "--nightly" in arguments else []
    whole = set(chosen) <= {"-q", "-v"}  # a choice of tests is a developer's, who wants them in order and at once
    return [*marks, *(side_by_side() if whole else []), *chosen]


def side_by_side() -> list[str]:
    """The whole suite runs on every core, a file at a time on each, journeys on one: see tests/conftest.py."""
    cores = min(os.cpu_count() or 1, 4)
    return ["-n", str(cores), "--dist", "loadgroup", "--no-loadscope-reorder"] if cores > 1 else []
