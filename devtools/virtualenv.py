import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from devtools.locks import alone
from devtools.project import ROOT, Problem
from devtools.stamps import digest, is_current
from devtools.steps import step

# What a later set contains too, so that running the demo after the tests installs nothing.
CONTAINS = {"demo": ("demo",), "dev": ("demo", "dev")}


def folder(root: Path = ROOT) -> Path:
    return root / ".venv"


def python(root: Path = ROOT) -> Path:
    return folder(root) / "bin" / "python"


def program(name: str, root: Path = ROOT) -> str:
    return str(folder(root) / "bin" / name)


def ensure(requirements: str, root: Path = ROOT) -> None:
    """Makes `.venv` hold the named set. `requirements` is "demo" or "dev"."""
    if _ready(requirements, root):
        return
    with alone(root):
        if _ready(requirements, root):
            return
        if not python(root).exists():
            with step("virtual environment"):
                shutil.rmtree(folder(root), ignore_errors=True)
                # Without pip: unpacking it takes longer than everything else here together.
                venv.create(folder(root), symlinks=True, with_pip=False)
        with step("Python packages"):
            _install(root / "requirements", requirements, root)
        for name in CONTAINS[requirements]:
            _stamp(name, root).write_text(_wanted(name, root))


def enter(argv: list[str], root: Path = ROOT) -> None:
    """Goes on inside the venv, in the same process; returns only if it is there already."""
    keep_bytecode(root)
    if Path(sys.prefix).resolve() != folder(root).resolve():
        os.execv(python(root), [str(python(root)), str(root / "dev"), *argv])


def keep_bytecode(root: Path = ROOT) -> None:
    """Each start of Django takes a third of the time when compiled modules are kept.

    Inside the venv, so that a wish for a clean checkout (PYTHONDONTWRITEBYTECODE) is respected.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(folder(root) / "pycache"))


def _ready(requirements: str, root: Path) -> bool:
    return python(root).exists() and is_current(_stamp(requirements, root), _wanted(requirements, root))


def _stamp(requirements: str, root: Path) -> Path:
    return folder(root) / f"{requirements}.stamp"


def _wanted(requirements: str, root: Path) -> str:
    return digest([root / "requirements" / f"{requirements}.txt"])


def _install(sets: Path, name: str, root: Path) -> None:
    hashed = ["--require-hashes", "-r", str(sets / f"{name}.txt")]
    if _uv(sets, root) and _quiet([program("uv", root), "pip", "install", "--python", str(python(root)), *hashed]):
        return
    if not _pip(hashed, root):
        raise Problem(
            "The Python packages could not be installed; what the installer said is above. "
            "Check the network, then start again."
        )


def _uv(sets: Path, root: Path) -> bool:
    return Path(program("uv", root)).exists() or _pip(["--require-hashes", "-r", str(sets / "bootstrap.txt")], root)


def _pip(arguments: list[str], root: Path) -> bool:
    install = ["install", "-q", "--disable-pip-version-check", "--no-input", *arguments]
    # The running Python's pip installs into the venv; where there is none, the venv gets its own.
    if _quiet([sys.executable, "-m", "pip", "--python", str(python(root)), *install]):
        return True
    if not _quiet([str(python(root)), "-m", "ensurepip", "-q"]):
        raise Problem("This Python has neither pip nor ensurepip. On Debian or Ubuntu: apt install python3-venv")
    return _quiet([str(python(root)), "-m", "pip", *install], show=True)


def _quiet(command: list[str], show: bool = False) -> bool:
    env = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"}
    done = subprocess.run(command, env=env, text=True, capture_output=True)
    if show and done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0
