"""FEBRL, two published lists with known truth, with a model that was trained on the other one of them.

Its people are Australians with many slips and no telephone. So the model is ours without the vetoes for families, with
more rules, for the lists are short, and with weights learnt by `identify train`; it links from even odds.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb

from devtools.project import ROOT
from talkingpiece.linkage import model
from talkingpiece.linkage.model import Rule

_RULES = (
    Rule("sound of first name, year", ("first_sound", "left(born, 4)"), 60),
    Rule("first name, district", ("first", "left(postcode, 3)"), 60),
    Rule("family name, district", ("family_sound", "left(postcode, 3)"), 60),
    Rule("family name", ("family",), 60),
    Rule("born", ("born",), 20),
    Rule("street", ("street",), 20),
    Rule("street, house", ("street", "house"), 30),
    Rule("postcode, house", ("postcode", "house"), 30),
    Rule("postcode, year", ("postcode", "left(born, 4)"), 30),
    Rule("postcode, day and month", ("postcode", "substr(born, 5)"), 30),
    Rule("house, year", ("house", "left(born, 4)"), 40),
)


def made(engines: str, which: str, folder: Path, *, number: bool) -> None:
    """Its records and truth as files of ours. Its number, of seven figures, is written as one of probation is: a letter
    for the first figure. Then it is compared as a number, by every tool."""
    folder.mkdir(exist_ok=True)
    script = str(ROOT / "benchmarks" / "linkage_engines.py")
    subprocess.run([engines, script, "febrl", which, str(folder / "all.parquet")], check=True)
    written = "chr(ascii('A') + left(number, 1)::INT) || substr(number, 2)" if number else "NULL"
    with duckdb.connect() as db:
        db.execute(f"CREATE VIEW t AS FROM read_parquet('{folder}/all.parquet')")
        records = f"SELECT * EXCLUDE (number, entity_id), ({written})::VARCHAR AS crn, NULL::VARCHAR AS role FROM t"
        db.execute(f"COPY ({records}) TO '{folder}/records.parquet' (FORMAT parquet)")
        db.execute(f"COPY (SELECT record_id, entity_id FROM t) TO '{folder}/truth.parquet' (FORMAT parquet)")


def trained(folder: Path) -> Path:
    """The model that is learnt from the list of this folder."""
    ours = model.load()
    like, out = folder / "like.json", folder / "model.json"
    bands = replace(ours.bands, link=0.0)
    like.write_text(replace(ours, vetoes=(), rules=ours.rules + _RULES, bands=bands).dump(), encoding="utf-8")
    files = [
        "--records",
        folder / "records.parquet",
        "--truth",
        folder / "truth.parquet",
        "--model",
        like,
        "--out",
        out,
    ]
    command = [sys.executable, "-m", "talkingpiece", "identify", "train", *map(str, files)]
    subprocess.run([*command, "--version", "febrl", "--keep"], check=True, capture_output=True, cwd=ROOT)
    return out
