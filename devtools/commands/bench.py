import importlib
import sys

from devtools import browser, virtualenv
from devtools.databases import database
from devtools.environment import environment
from devtools.foreground import call
from devtools.project import ROOT, Home, Problem, test_home
from devtools.steps import step

# Measured beside other tools, which have an environment of their own.
BESIDE = frozenset({"allocation", "linkage"})


def run(arguments: list[str]) -> int:
    """Measurements run as tests do, on databases of their own, and print their figures."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("bench_*.py"))
    names = [name.removeprefix("bench_") for name in known]
    if len(arguments) != 1 or arguments[0] not in names:
        raise Problem(f"./dev bench knows: {', '.join(names)}")
    with step("front-end assets"):
        importlib.import_module("devtools.assets").build(ROOT)
    chromium = browser.find_or_install()
    if not chromium:
        raise Problem(browser.ADVICE)
    home = Home.at(test_home())
    with database(home, disposable=True) as db:
        env = environment(home, db, mode="test") | {"DATABASE_OWNER_URL": db.owner, "TP_CHROMIUM": chromium}
        if arguments[0] in BESIDE:
            env["TP_ENGINES"] = virtualenv.engines()
        return call([sys.executable, "-m", "pytest", *pytest_arguments(arguments[0])], env)


def pytest_arguments(name: str) -> list[str]:
    return [
        f"benchmarks/bench_{name}.py",
        "-s",
        "-o", "python_files=bench_*.py",
        "-o", "python_functions=measure_*",
        "-p", "no:cacheprovider",
    ]  # fmt: skip
