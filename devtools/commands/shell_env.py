import shlex

from devtools.databases import database, keep_running
from devtools.environment import environment
from devtools.project import Home, Problem, default_home
from devtools.steps import say

WORTH_KNOWING = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")


def run(arguments: list[str]) -> int:
    if arguments not in ([], ["--stop"]):
        raise Problem("./dev shell-env knows one option: --stop")
    home = Home.at(default_home())
    keep_running(home, keep=not arguments)
    with database(home) as db:
        env = environment(home, db) | {"DATABASE_OWNER_URL": db.owner}
        env["DJANGO_SETTINGS_MODULE"] = "talkingpiece.config.settings"
    if arguments:
        say("The database stops as soon as nothing else uses it.")
        return 0
    for name in sorted(env):
        if name.startswith("TP_") or name in WORTH_KNOWING:
            print(f"export {name}={shlex.quote(env[name])}")
    say("The database runs on. To stop it: ./dev shell-env --stop")
    return 0
