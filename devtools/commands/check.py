import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devtools import virtualenv
from devtools.databases import database
from devtools.environment import environment, manage
from devtools.project import ROOT, Home, Problem, test_home

PYTHON = ("talkingpiece", "devtools", "tests", "manage.py", "dev")


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]


@dataclass(frozen=True)
class Result:
    name: str
    failed: bool
    output: str
    seconds: float


def run(arguments: list[str]) -> int:
    if arguments not in ([], ["--fix"]):
        raise Problem("./dev check knows one option: --fix")
    if arguments:
        for repair in repairs():
            subprocess.run(repair, cwd=ROOT, check=False)
    home = Home.at(test_home())
    with database(home, disposable=True) as db:
        env = environment(home, db, mode="test", role="owner")
        # Two at a time: the slowest, mypy, goes first and runs beside all the others.
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = pool.map(lambda check: _run(check, env), checks())
            failed = sum([_report(result) for result in results])
    print(f"{failed} of {len(checks())} checks failed." if failed else "All checks passed.")
    return 1 if failed else 0


def checks() -> list[Check]:
    ruff = virtualenv.program("ruff")
    return [
        Check("mypy", [virtualenv.program("mypy")]),
        Check("ruff format", [ruff, "format", "--check", *PYTHON]),
        Check("ruff check", [ruff, "check", *PYTHON]),
        Check("import-linter", [virtualenv.program("lint-imports")]),
        Check("makemigrations --check", manage("makemigrations", "--check", "--dry-run")),
        Check("djade", [virtualenv.program("djade"), "--check", "--target-version", "5.2", *_templates()]),
        Check("manage.py check", manage("check")),
    ]


def repairs() -> list[list[str]]:
    ruff = virtualenv.program("ruff")
    return [
        [ruff, "check", "--fix", "--quiet", *PYTHON],
        [ruff, "format", "--quiet", *PYTHON],
        [virtualenv.program("djade"), "--target-version", "5.2", *_templates()],
    ]


def _templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted(_html(ROOT / "talkingpiece"))]


def _html(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if "templates" in path.parts]


def _run(check: Check, env: dict[str, str]) -> Result:
    start = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, env=env, capture_output=True, text=True)
    return Result(check.name, done.returncode != 0, done.stdout + done.stderr, time.monotonic() - start)


def _report(result: Result) -> bool:
    print(f"{'FAILED' if result.failed else 'ok':<8}{result.name:<28}{result.seconds:6.1f} s", flush=True)
    if result.failed:
        print("\n".join(f"        {line}" for line in result.output.rstrip().splitlines()), flush=True)
    return result.failed
