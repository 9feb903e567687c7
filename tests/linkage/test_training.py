"""Training needs Splink, which is not among what a service or the ordinary tests install."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from talkingpiece.linkage import model, splink_settings, training
from talkingpiece.linkage.model import NotAModel
from tests.linkage.people import crowd, table

SPLINK = find_spec("splink") is not None


@pytest.fixture
def files(tmp_path: Path) -> Path:
    records, whose = crowd(400)
    pq.write_table(table(records), tmp_path / "r.parquet")
    truth = {"record_id": list(whose), "entity_id": list(whose.values())}
    pq.write_table(pa.table(truth), tmp_path / "t.parquet")
    return tmp_path


@pytest.mark.skipif(SPLINK, reason="Splink is here")
def test_without_splink_training_says_what_is_missing(files: Path) -> None:
    with pytest.raises(NotAModel, match="Splink"):
        training.train(files / "r.parquet", files / "t.parquet", model.load(), "x")


@pytest.mark.nightly
@pytest.mark.skipif(not SPLINK, reason="needs Splink")
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
