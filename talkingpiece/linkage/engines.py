"""The Python that holds Splink and Spark, which do not agree with ours on versions: found, asked what it lacks, given a
job. What runs there has none of our packages; it gets files and says nothing of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class NoEngine(RuntimeError):
    """It cannot be run here; the words say what is missing."""


def python(*needed: str) -> Path:
    """The one of TP_ENGINES, or the one that `./dev` makes beside ours, or ours; it has all that is needed."""
    beside = Path(sys.prefix) / "engines" / "bin" / "python"
    found = Path(os.environ.get("TP_ENGINES") or (beside if beside.exists() else sys.executable))
    asked = f"import importlib.util as u; print(*[n for n in {needed!r} if u.find_spec(n) is None])"
    try:
        told = subprocess.run([str(found), "-c", asked], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise NoEngine(f"{found} is no Python that runs.") from None
    if lacking := told.stdout.split():
        raise NoEngine(
            f"{found} lacks {', '.join(lacking)}. Install requirements/engines.txt in an environment of its own, and "
            "name its Python in TP_ENGINES."
        )
    return found


def run(own: Path, script: str, job: dict[str, Any], folder: Path) -> None:
    path = folder / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    known = os.environ | {"PYSPARK_PYTHON": str(own), "PYSPARK_DRIVER_PYTHON": str(own)}
    command = [str(own), str(Path(__file__).with_name(script)), str(path)]
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoEngine(f"It could not be done there. {_reason(done.stderr)}")


def _reason(told: str) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "Error" in line or "Exception" in line), (lines or [""])[-1])[:300]
