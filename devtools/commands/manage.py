from devtools.databases import database
from devtools.environment import As, environment, manage
from devtools.foreground import call
from devtools.project import Home, default_home

# What changes tables, or reads the record of such changes, is the owner's.
OWNERS = {
    "migrate",
    "doors",
    "makemigrations",
    "sqlmigrate",
    "squashmigrations",
    "optimizemigration",
    "showmigrations",
}


def run(arguments: list[str]) -> int:
    home = Home.at(default_home())
    role = role_for(arguments)
    if role == "owner":
        # It may take migrations back; the next start looks for itself.
        home.migrated.unlink(missing_ok=True)
    with database(home) as db:
        env = environment(home, db, role=role)
        return call(manage(*arguments), env)


def role_for(arguments: list[str]) -> As:
    return "owner" if arguments and arguments[0] in OWNERS else "app"
