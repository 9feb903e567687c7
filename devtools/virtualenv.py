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
        _own_command(root)
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
        _own_command(root)
        for name in CONTAINS[requirements]:
            _stamp(name, root).write_text(_wanted(name, root))


def _own_command(root: Path) -> None:
    """`.venv/bin/talkingpiece`, as installing the package makes it, but of this checkout."""
    own = folder(root) / "bin" / "talkingpiece"
    text = (
        f"#!{python(root)}\n"
        f"import sys\n\nsys.path.insert(0, {str(root)!r})\n\nfrom talkingpiece.__main__ import main\n\nmain()\n"
    )
    if not own.exists() or own.read_text() != text:
        own.write_text(text)
        own.chmod(0o755)


def engines(root: Path = ROOT) -> str:
    """The Python of an environment of its own, with the tools that ours are measured beside. Made on first use."""
    made = folder(root) / "engines"
    own, stamp, wanted = made / "bin" / "python", made / "engines.stamp", _wanted("engines", root)
    if not (own.exists() and is_current(stamp, wanted)):
        with alone(root), step("tools to measure beside"):
            shutil.rmtree(made, ignore_errors=True)
            venv.create(made, symlinks=True, with_pip=False)
            listed = ["--require-hashes", "-r", str(root / "requirements" / "engines.txt")]
            complaint = _complaint([program("uv", root), "pip", "install", "--python", str(own), *listed])
            if complaint is not None:
                raise Problem(f"{complaint}\n\nThe tools to measure beside could not be installed. Check the network.")
            stamp.write_text(wanted)
    return str(own)


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
    if not Path(program("uv", root)).exists():
        _pip(["--require-hashes", "-r", str(sets / "bootstrap.txt")], root)
    if _complaint([program("uv", root), "pip", "install", "--python", str(python(root)), *hashed]) is None:
        return
    # Slower, but it knows the ways of networks that uv was not told about.
    complaint = _pip(hashed, root)
    if complaint is not None:
        raise Problem(
            f"{complaint}\n\nThe Python packages could not be installed. Check the network, then start again."
        )


def _pip(arguments: list[str], root: Path) -> str | None:
    install = ["install", "-q", "--disable-pip-version-check", "--no-input", *arguments]
    # The running Python's pip installs into the venv; where there is none, the venv gets its own.
    if _complaint([sys.executable, "-m", "pip", "--python", str(python(root)), *install]) is None:
        return None
    if _complaint([str(python(root)), "-m", "ensurepip"]) is not None:
        raise Problem("This Python has neither pip nor ensurepip. On Debian or Ubuntu: apt install python3-venv")
    return _complaint([str(python(root)), "-m", "pip", *install])


def _complaint(command: list[str]) -> str | None:
    """What the command said, if it failed."""
    env = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"}
    try:
        done = subprocess.run(command, env=env, text=True, capture_output=True)
    except OSError as error:
        return str(error)
    return done.stdout + done.stderr if done.returncode else None
