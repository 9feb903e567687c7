import os
import secrets
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Problem(Exception):
    """Something that the person at the keyboard can mend; the message says how."""


@dataclass(frozen=True)
class Home:
    """One folder per running copy: database, keys, outbox, uploads and logs."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "Home":
        home = cls(path.expanduser().resolve())
        home.logs.mkdir(parents=True, exist_ok=True)
        home.path.chmod(0o700)
        return home

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def migrated(self) -> Path:
        """Stamp of the migrations that the built-in database has seen."""
        return self.path / "migrated.stamp"

    def secret(self, name: str) -> str:
        """A random secret that stays the same for as long as the folder lives."""
        file = self.path / f"{name}.secret"
        try:
            fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text()
        with os.fdopen(fd, "w") as out:
            out.write(secrets.token_urlsafe(48))
        return file.read_text()


def default_home() -> Path:
    return ROOT / ".home"


def test_home() -> Path:
    return ROOT / ".home" / "test"
