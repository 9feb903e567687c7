"""Training needs Splink, which neither a service nor the ordinary tests install: TP_ENGINES names its Python."""

from __future__ import annotations

import os
import sys
from math import log2
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from talkingpiece.linkage import model, splink_settings, training
from talkingpiece.linkage.engines import NoEngine
from talkingpiece.linkage.model import NotAModel
from tests.linkage.people import crowd, table

NEEDS_SPLINK = pytest.mark.skipif(not os.environ.get("TP_ENGINES"), reason="needs Splink")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    records, whose = crowd(400)
    pq.write_table(table(records), tmp_path / "r.parquet")
    truth = {"record_id": list(whose), "entity_id": list(whose.values())}
    pq.write_table(pa.table(truth), tmp_path / "t.parquet")
    return tmp_path


def test_without_splink_training_says_what_is_missing(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TP_ENGINES", sys.executable)
    with pytest.raises(NoEngine, match="lacks splink.*TP_ENGINES"):
        training.train(files / "r.parquet", files / "t.parquet", model.load(), "x")


@pytest.mark.nightly
@NEEDS_SPLINK
def test_what_no_pair_reached_is_untrained_and_the_model_refused_unless_it_may_keep_its_weights(files: Path) -> None:
    given = (files / "r.parquet", files / "t.parquet", model.load(), "x")
    learnt = training.train(*given)
    assert "numbers: several" in learnt.untrained
    with pytest.raises(NotAModel, match="untrained"):
        learnt.trained()
    kept = training.train(*given, keep=True).trained()
    assert "numbers: several" in kept.about["kept"]


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_settings_of_splink_have_every_level_and_every_rule(dialect: str) -> None:
    shipped = model.load()
    made = splink_settings.settings(shipped, dialect)
    assert [len(one["comparison_levels"]) for one in made["comparisons"]] == [
        len(c.levels) + 1 for c in shipped.comparisons
    ]
    assert len(made["blocking_rules_to_generate_predictions"]) == len(shipped.rules)
    said = str(made)
    assert ("jaro_winkler_similarity" in said) == (dialect == "duckdb")
    assert "::" not in said


def test_settings_for_predicting_hold_the_caps_the_frequencies_and_the_blocks_of_the_model() -> None:
    shipped = model.load()
    made = splink_settings.for_predicting(shipped, 20_000, "spark")
    comparisons = {one["output_column_name"]: one["comparison_levels"][1:] for one in made["comparisons"]}
    for comparison in shipped.comparisons:
        for level, said in zip(comparison.levels, comparisons[comparison.id], strict=True):
            assert said.get("tf_adjustment_column", "") == level.by
            assert (said.get("tf_minimum_u_value", 0) > 0) == bool(level.by and comparison.most is not None)
            if comparison.most is not None:
                assert log2(said["m_probability"] / said["u_probability"]) <= comparison.most + 1e-9
    assert made["blocking_rules_to_generate_predictions"][-1]["blocking_rule"] == "l.block_18 = r.block_18"
    odds = made["probability_two_random_records_match"]
    assert log2(odds / (1 - odds)) == pytest.approx(shipped.prior(20_000), abs=1e-9)
