import importlib
import sys
from dataclasses import dataclass

from devtools import signals, virtualenv
from devtools.project import Problem
from devtools.steps import began


@dataclass(frozen=True)
class Command:
    words: str
    says: str
    module: str
    needs: str = "demo"

    @property
    def name(self) -> str:
        return self.words.split()[0]


COMMANDS = (
    Command("run [--port N] [--home DIR]", "brings up the whole demo and prints its address", "run"),
    Command("test [--nightly] [ARGUMENTS]", "runs the tests; arguments go to pytest", "test", "dev"),
    Command("check [--fix]", "formatting, lint, types, floors, migrations, templates", "check", "dev"),
    Command("bench NAME", "measures, and prints the figures: effort", "bench", "dev"),
    Command("manage ARGUMENTS", "manage.py with the demo's database", "manage"),
    Command("demo reset", "throws the demo's data away and makes them anew", "demo"),
    Command("shell-env", "prints the settings for a shell of yours; starts the database", "shell_env"),
)


def main(argv: list[str]) -> int:
    began()
    command = next((known for known in COMMANDS if argv[:1] == [known.name]), None)
    if command is None:
        return _help(unknown=argv[0] if argv and argv[0] not in ("help", "-h", "--help") else None)
    signals.listen()
    try:
        virtualenv.ensure(command.needs)
        virtualenv.enter(argv)
        return int(importlib.import_module(f"devtools.commands.{command.module}").run(argv[1:]))
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


def _help(unknown: str | None) -> int:
    out = sys.stderr if unknown else sys.stdout
    if unknown:
        print(f"There is no command “{unknown}”.\n", file=out)
    print("Talking Piece\n", file=out)
    for command in COMMANDS:
        print(f"  ./dev {command.words:<32}{command.says}", file=out)
    print(f"  ./dev {'help':<32}prints this", file=out)
    return 2 if unknown else 0
