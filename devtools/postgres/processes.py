import os
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")


def runs_in(pid: int, folder: Path) -> bool:
    """Whether the process lives and is a PostgreSQL of that data folder.

    A zombie (a container without an init keeps them) and a stranger who was given the same number
    after a restart both count as dead.
    """
    if not PROC.is_dir():
        return _listed_as_postgres(pid)
    try:
        name, state = _name_and_state(pid)
        return state not in "ZX" and "postgres" in name and os.readlink(PROC / str(pid) / "cwd") == str(folder)
    except OSError:
        return False


def recorded_pid(data: Path) -> int | None:
    """As recorded by the server; it may be dead."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def is_served(data: Path) -> bool:
    pid = recorded_pid(data)
    return pid is not None and runs_in(pid, data)


def wait_until_empty(folder: Path, seconds: float) -> None:
    """Backends outlive a killed postmaster for a moment and hold its shared memory."""
    end = time.monotonic() + seconds
    while _any_in(folder) and time.monotonic() < end:
        time.sleep(0.05)


def _any_in(folder: Path) -> bool:
    if not PROC.is_dir():
        return False
    return any(entry.name.isdigit() and runs_in(int(entry.name), folder) for entry in PROC.iterdir())


def _name_and_state(pid: int) -> tuple[str, str]:
    name, _, rest = (PROC / str(pid) / "stat").read_text().rpartition(")")
    return name, rest.split()[0]


def _listed_as_postgres(pid: int) -> bool:
    told = subprocess.run(["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True).stdout
    return "postgres" in told and not told.strip().startswith("Z")
