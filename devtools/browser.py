"""The system's Chromium, for journeys. None is ever downloaded from elsewhere."""

import os
import shutil
import subprocess

from devtools.steps import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "There is no Chromium here. On Debian or Ubuntu: apt install chromium"


def find() -> str | None:
    given = os.environ.get("TP_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def find_or_install() -> str | None:
    found = find()
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    say("  Chromium is missing: installing it with apt-get")
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(
            # Somebody else's installation may be under way.
            ["apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
    return find()
