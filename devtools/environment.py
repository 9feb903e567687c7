"""What the project's processes are told here. In a real service an operator sets it instead."""

import os
import sys
from typing import Literal

from devtools.databases import Database
from devtools.project import ROOT, Home
from devtools.roles import role_of
from devtools.steps import STARTED

Mode = Literal["demo", "development", "test"]
As = Literal["app", "owner"]


def environment(home: Home, database: Database, *, mode: Mode = "demo", role: As = "app") -> dict[str, str]:
    """The application's processes never learn the owner's address."""
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_OWNER_URL", STARTED)}
    env |= {
        "DATABASE_URL": database.owner if role == "owner" else database.app,
        "TP_APP_ROLE": role_of(database.app),
        "TP_HOME": str(home.path),
        "TP_SECRET_KEY": os.environ.get("TP_SECRET_KEY") or home.secret("application"),
        "TP_MODE": mode,
        "TP_DOOR": os.environ.get("TP_DOOR", "both"),
        "TP_STATIC_BUILD": os.environ.get("TP_STATIC_BUILD", str(ROOT / "static_build")),
        "PYTHONUNBUFFERED": "1",
    }
    return env


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]
