"""Training, offline: u from random pairs of records, m from true pairs or, without truth, by expectation maximisation.

By Splink, in an environment of its own (`engines`). What comes out is held within bounds, and a level
that no pair reached stays untrained: the model is then refused.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from talkingpiece.linkage import engines, prepare, splink_settings
from talkingpiece.linkage.model import Model, with_weights

# No list is so right that an outcome against one person counts more; what is rarer than this was not seen often enough.
LEAST_RATIO, LEAST = 0.003, 1e-7
RANDOM_PAIRS, SEED = 3e6, 42
# Two passes that hold different things equal, so that each comparison is learnt by one of them.
_EM = ("l.family = r.family AND l.first = r.first", "l.born = r.born AND l.family_sound = r.family_sound")


def train(records: Path, truth: Path | None, like: Model, version: str, *, keep: bool = False) -> Model:
    """A model with the comparisons, rules, vetoes and bands of `like`, and weights of its own. A level that no pair
    reached is untrained, unless it may `keep` the weights that it had; then the model names it."""
    python = engines.python("splink")
    with tempfile.TemporaryDirectory(prefix="talkingpiece-training-") as room, duckdb.connect() as db:
        folder = Path(room)
        count = prepare.load(db, records)
        prepare.standardise(db)
        asked = "SELECT * FROM r"
        if truth is not None:
            asked = (
                "SELECT r.*, t.entity_id::VARCHAR AS entity_id FROM r JOIN raw USING (rid) "
                f"JOIN read_parquet({prepare.quoted(str(truth))}) AS t USING (record_id)"
            )
        db.execute(f"COPY ({asked}) TO {prepare.quoted(str(folder / 'records.parquet'))} (FORMAT parquet)")
        job = {
            "records": str(folder / "records.parquet"),
            "settings": splink_settings.settings(_blank(like)),
            "random_pairs": RANDOM_PAIRS,
            "seed": SEED,
            "truth": "entity_id" if truth is not None else "",
            "em": [] if truth is not None else list(_EM),
            "out": str(folder / "learnt.json"),
        }
        engines.run(python, "on_splink.py", job, folder)
        learnt = json.loads((folder / "learnt.json").read_text(encoding="utf-8"))
    weights = _bounded(like, learnt)
    unreached = [level for level, (m, u) in weights.items() if m is None or u is None]
    about: dict[str, Any] = {
        "records": count,
        "by": "Splink, u from random pairs",
        "m": "true pairs" if truth else "EM",
    }
    if keep:
        weights = {level: both for level, both in weights.items() if level not in unreached}
        about["kept"] = [f"{comparison}: {level}" for comparison, level in unreached]
    return with_weights(like, weights, version=version, about=about)


def _blank(model: Model) -> Model:
    nothing = {(c.id, level.id): (None, None) for c in model.comparisons for level in c.levels}
    return with_weights(model, nothing)


def _bounded(like: Model, learnt: dict[str, Any]) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    found: dict[tuple[str, str], tuple[float | None, float | None]] = {}
    for comparison, theirs in zip(like.comparisons, learnt["comparisons"], strict=True):
        levels = [level for level in theirs["comparison_levels"] if not level.get("is_null_level")]
        for level, said in zip(comparison.levels, levels, strict=True):
            m, u = _number(said.get("m_probability")), _number(said.get("u_probability"))
            if m is not None and u is not None:
                u = min(max(u, LEAST), 1.0)
                m = min(max(m, u * LEAST_RATIO, LEAST), 1.0)
            found[comparison.id, level.id] = (m, u)
    return found


def _number(said: Any) -> float | None:
    return float(said) if isinstance(said, int | float) else None
