"""A model as settings of Splink, for training and for Spark. The records are those of `prepare`, in standard form."""

from __future__ import annotations

import re
from typing import Any

from talkingpiece.linkage import predicates
from talkingpiece.linkage.model import Comparison, Level, Model

_SIDES = re.compile(r"\b([lr])\.([a-z_0-9]+)\b")


def sides(expression: str, quote: str = '"') -> str:
    """`l.first` as Splink writes it within a comparison: "first_l"."""
    return _SIDES.sub(rf"{quote}\2_\1{quote}", expression)


def settings(model: Model, dialect: str = "duckdb") -> dict[str, Any]:
    quote = "`" if dialect == "spark" else '"'
    rules = [
        " AND ".join(f"{_of(one, 'l', dialect)} = {_of(one, 'r', dialect)}" for one in rule.on) for rule in model.rules
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": 2.0 ** model.prior(10_000),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule, "sql_dialect": dialect} for rule in rules],
        "comparisons": [_comparison(one, dialect, quote) for one in model.comparisons],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
    }


def _of(expression: str, side: str, dialect: str) -> str:
    named = re.sub(r"\b(?!left\b|substr\b|least\b|greatest\b)([a-z_]+)\b", rf"{side}.\1", expression)
    # Spark has no left() from behind.
    return re.sub(r"left\((\S+), -(\d)\)", r"substr(\1, 1, length(\1) - \2)", named) if dialect == "spark" else named


def _comparison(comparison: Comparison, dialect: str, quote: str) -> dict[str, Any]:
    skip = sides(predicates.sql(comparison.skip, dialect=dialect), quote)
    levels: list[dict[str, Any]] = [{"sql_condition": skip, "label_for_charts": "skipped", "is_null_level": True}]
    levels += [_level(level, dialect, quote) for level in comparison.levels]
    return {"output_column_name": comparison.id, "comparison_description": comparison.says, "comparison_levels": levels}


def _level(level: Level, dialect: str, quote: str) -> dict[str, Any]:
    said = sides(predicates.sql(level.when, dialect=dialect), quote) if level.when else "ELSE"
    made: dict[str, Any] = {"sql_condition": said, "label_for_charts": level.id}
    if level.trained:
        made |= {"m_probability": level.m, "u_probability": level.u}
    return made
