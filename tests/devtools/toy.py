"""A checkout in miniature: our own `dev` and `devtools`, with a project that starts at once."""

import shutil
from pathlib import Path

from devtools.project import ROOT

MANAGE = """
import os, pathlib, signal, sys, time

home = pathlib.Path(os.environ["TP_HOME"])
role = os.environ["DATABASE_URL"].split("//")[1].split("@")[0].split(":")[0]
with (home / "calls").open("a") as calls:
    calls.write(f"{role} {' '.join(sys.argv[1:])}\\n")
if "worker" in sys.argv:
    if (home / "worker-dies").exists():
        sys.exit("the worker has nothing to say")
    time.sleep(600)
if "fail" in sys.argv:
    sys.exit(3)
"""

WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"toy"]
"""

ASSETS = """
def build(root):
    (root / "static_build").mkdir(exist_ok=True)
"""


def make_toy(folder: Path) -> Path:
    shutil.copy2(ROOT / "dev", folder / "dev")
    shutil.copytree(ROOT / "devtools", folder / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "devtools" / "assets.py").write_text(ASSETS)
    (folder / "manage.py").write_text(MANAGE)
    package = folder / "talkingpiece" / "config"
    package.mkdir(parents=True)
    (package / "wsgi.py").write_text(WSGI)
    return folder
