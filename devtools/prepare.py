from pathlib import Path

from devtools.children import Children
from devtools.databases import Database, empty
from devtools.environment import As, environment, manage
from devtools.project import ROOT, Home
from devtools.stamps import digest, is_current
from devtools.steps import step


def prepare(home: Home, database: Database, children: Children) -> None:
    """Tables, and the demo's cases where there are none yet. Raises Problem with what went wrong."""

    def wait_for(name: str, role: As, *arguments: str) -> None:
        env = environment(home, database, role=role)
        with step(name):
            children.start(name, manage(*arguments), env, home.logs).wait()

    wanted = migrations_digest(ROOT)
    # A database of the caller's own may have been changed from elsewhere: there, Django looks for itself.
    if not (database.built_in and is_current(home.migrated, wanted)):
        # Until the first release tables change in place, and everybody in the demo is invented: it is made anew.
        if database.built_in and home.migrated.exists():
            with step("tables have changed: an empty database"):
                empty(database)
        home.migrated.unlink(missing_ok=True)
        wait_for("migrations", "owner", "migrate", "--verbosity=0")
        wait_for("rights of the public door", "owner", "doors", "grant", "--if-there")
        home.migrated.write_text(wanted)
    wait_for("demo cases", "app", "demo", "ensure")


def migrations_digest(root: Path) -> str:
    """Changes with any migration, ours or a package's, and with how a database is prepared."""
    files = [path for path in root.glob("talkingpiece/*/migrations/**/*") if path.suffix in (".py", ".sql")]
    packages = [root / "requirements" / "runtime.txt", root / "devtools" / "roles.py"]
    files += root.glob("talkingpiece/protection/doors.py")
    return digest([*files, *packages], *sorted(str(path.relative_to(root)) for path in files))
