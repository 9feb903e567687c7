"""A model as settings of Splink, for training and for Spark. The records are those of `prepare`, in standard form."""

from __future__ import annotations

import re
from typing import Any

from talkingpiece.linkage import predicates
from talkingpiece.linkage.model import Comparison, Level, Model

_SIDES = re.compile(r"\b([lr])\.([a-z_0-9]+)\b")
_QUOTE = {"duckdb": '"', "spark": "`"}


def sides(expression: str, quote: str = '"') -> str:
    """`l.first` as Splink writes it within a comparison: "first_l"."""
    return _SIDES.sub(rf"{quote}\2_\1{quote}", expression)


def settings(model: Model, dialect: str = "duckdb") -> dict[str, Any]:
    """For training: what is compared, and what has been learnt of it so far."""
    rules = [
        " AND ".join(f"{_of(one, 'l', dialect)} = {_of(one, 'r', dialect)}" for one in rule.on) for rule in model.rules
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": 2.0 ** model.prior(10_000),
        "blocking_rules_to_generate_predictions": [_rule(rule, dialect) for rule in rules],
        "comparisons": [_comparison(one, dialect) for one in model.comparisons],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
    }


def for_predicting(model: Model, records: int, dialect: str) -> dict[str, Any]:
    """For running a trained model: with the prior of so many records, frequent values that tell less, and comparisons
    that are worth no more than the model lets them. Two records meet by `block` of each rule, which somebody has made
    empty where a block is too full. Vetoes are none of Splink's; they follow."""
    odds = 2.0 ** model.prior(records)
    return settings(model, dialect) | {
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [
            _rule(f"l.{block(place)} = r.{block(place)}", dialect) for place in range(len(model.rules))
        ],
        "comparisons": [_comparison(one, dialect, weighs=True) for one in model.comparisons],
        "additional_columns_to_retain": ["role"],
        "retain_matching_columns": True,
    }


def block(place: int) -> str:
    """The column in which a record has its block of the rule at this place of the model."""
    return f"block_{place}"


def _rule(said: str, dialect: str) -> dict[str, Any]:
    return {"blocking_rule": said, "sql_dialect": dialect}


def _of(expression: str, side: str, dialect: str) -> str:
    named = re.sub(r"\b(?!left\b|substr\b|least\b|greatest\b)([a-z_]+)\b", rf"{side}.\1", expression)
    # Spark has no left() from behind.
    return re.sub(r"left\((\S+), -(\d)\)", r"substr(\1, 1, length(\1) - \2)", named) if dialect == "spark" else named


def _comparison(comparison: Comparison, dialect: str, *, weighs: bool = False) -> dict[str, Any]:
    skip = sides(predicates.sql(comparison.skip, dialect=dialect), _QUOTE[dialect])
    levels: list[dict[str, Any]] = [{"sql_condition": skip, "label_for_charts": "skipped", "is_null_level": True}]
    most = comparison.most if weighs else None
    levels += [_level(level, dialect, most) | (_frequent(level, most) if weighs else {}) for level in comparison.levels]
    return {"output_column_name": comparison.id, "comparison_description": comparison.says, "comparison_levels": levels}


def _level(level: Level, dialect: str, most: float | None) -> dict[str, Any]:
    said = sides(predicates.sql(level.when, dialect=dialect), _QUOTE[dialect]) if level.when else "ELSE"
    made: dict[str, Any] = {"sql_condition": said, "label_for_charts": level.id}
    if level.trained:
        made |= {"m_probability": level.m, "u_probability": max(level.u or 0.0, _least(level, most))}
    return made


def _frequent(level: Level, most: float | None) -> dict[str, Any]:
    """Instead of u the frequency of the value that both have. Splink's own guess of which level that replaces would
    look for another one."""
    if not level.by:
        return {}
    made: dict[str, Any] = {"tf_adjustment_column": level.by, "disable_tf_exact_match_detection": True}
    return made | ({"tf_minimum_u_value": _least(level, most)} if most is not None else {})


def _least(level: Level, most: float | None) -> float:
    """The u below which an outcome would tell more than its comparison may."""
    return (level.m or 0.0) / 2.0**most if most is not None else 0.0
