"""Whatever a list is: read, or refused with a sentence, in ten seconds and 300 MB, and nothing breaks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def malformed(*arguments: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "tests.identification.malformed", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return done.stdout


def holds(folder: Path, count: int) -> None:
    malformed("make", str(folder), str(count))
    found: dict[str, Any] = json.loads(malformed("read", str(folder)))
    assert found["broken"] == []
    assert found["files"] > count
    assert found["read"] + found["refused"] == found["files"]
    assert min(found["read"], found["refused"]) > count / 8
    assert found["slowest"][1] < 10, found["slowest"]
    assert max(found["megabytes"]) <= 300


def test_forty_malformed_lists_and_all_bombs(tmp_path: Path) -> None:
    holds(tmp_path, 40)


@pytest.mark.nightly
def test_twelve_hundred_malformed_lists(tmp_path: Path) -> None:
    holds(tmp_path, 1_200)
