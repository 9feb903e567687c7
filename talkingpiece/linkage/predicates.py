"""The small language in which a model says when two records agree, and its readings: SQL of two dialects, and Python.

An expression is a list: a word and what it is about, for example ["near", "family", 0.92]. Between the readings a
parity test stands. What nobody knows agrees with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from talkingpiece.linkage.records import Standard

Expression = list[Any]
# Of two records in standard form. Columns are asked by their place, which types cannot follow.
Holds = Callable[[Any, Any], bool]


class NotInTheLanguage(ValueError):
    """The model says something that no runner understands."""


# Each word: how SQL says it, and how Python does. {0} and so on are what the expression gives; columns are checked.
_JARO_WINKLER = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}


def columns(expression: Expression) -> set[str]:
    """Every column that it asks of a record."""
    word, given = _checked(expression)
    if word in {"all", "any", "not"}:
        return {column for part in given for column in columns(part)}
    if word in {"crossed"}:
        return {"first", "family"}
    if word == "part":
        return {"family", "part1", "part2"}
    if word in {"years_apart", "day_month_swapped"}:
        return {"born"}
    if word == "across":
        return {"role"}
    if word in {"same_in", "differ_in"}:
        return set(given[0])
    return {given[0]}


def _checked(expression: Expression) -> tuple[str, list[Any]]:
    if not isinstance(expression, list) or not expression or expression[0] not in _WORDS:
        raise NotInTheLanguage(f"{expression!r}: the first of {', '.join(sorted(_WORDS))} is missing.")
    word, *given = expression
    for one in given[:1]:
        for column in one if word in {"same_in", "differ_in"} else [one]:
            if isinstance(column, str) and column not in Standard._fields:
                raise NotInTheLanguage(f"{expression!r}: a record has no {column!r}.")
    return word, given


def sql(expression: Expression, a: str = "l", b: str = "r", dialect: str = "duckdb") -> str:
    """True, or something else: false and unknown are the same."""
    word, given = _checked(expression)
    near = _JARO_WINKLER[dialect]

    def inner(part: Expression) -> str:
        return sql(part, a, b, dialect)

    def both(test: str, column: str) -> str:
        return test.format(x=f"{a}.{column}", y=f"{b}.{column}", near=near)

    match word, given:
        case "all", parts:
            return "(" + " AND ".join(map(inner, parts)) + ")"
        case "any", parts:
            return "(" + " OR ".join(map(inner, parts)) + ")"
        case "not", [part]:
            return f"({inner(part)} IS NOT TRUE)"
        case "missing", [c]:
            return f"({a}.{c} IS NULL OR {b}.{c} IS NULL)"
        case "same", [c]:
            return f"({a}.{c} = {b}.{c})"
        case "near", [c, least]:
            return both("({near}({x}, {y}) >= " + repr(float(least)) + ")", c)
        case "edits", [c, most]:
            return both(_edits(c, int(most)), c)
        case "shares", [c]:
            return both("(list_has_any({x}, {y}))" if dialect == "duckdb" else "(arrays_overlap({x}, {y}))", c)
        case "initial", [c]:
            return both("(left({x}, 1) = left({y}, 1) AND (length({x}) = 1 OR length({y}) = 1))", c)
        case "same_from", [c, start, length]:
            return both(f"(substr({{x}}, {int(start)}, {int(length)}) = substr({{y}}, {int(start)}, {int(length)}))", c)
        case "same_but_last", [c, most]:
            cut = f"substr({{0}}, 1, length({{0}}) - {int(most)})"
            return both("(" + cut.format("{x}") + " = " + cut.format("{y}") + ")", c)
        case "either_ends", [c, text]:
            return both("({x} LIKE '%" + _harmless(text) + "' OR {y} LIKE '%" + _harmless(text) + "')", c)
        case "either_is", [c, text]:
            return both("({x} = '" + _harmless(text) + "' OR {y} = '" + _harmless(text) + "')", c)
        case "day_month_swapped", []:
            swap = "(substr({x}, 1, 4) || substr({x}, 7, 2) || substr({x}, 5, 2) = {y})"
            return both(swap, "born")
        case "years_apart", [least]:
            year = "CAST(substr({0}, 1, 4) AS INTEGER)"
            return both(f"(abs({year.format('{x}')} - {year.format('{y}')}) >= {int(least)})", "born")
        case "crossed", [least]:
            return (
                f"({near}({a}.first, {b}.family) >= {float(least)} AND {near}({b}.first, {a}.family) >= {float(least)})"
            )
        case "part", []:

            def among(whole: str, other: str) -> str:
                return (
                    f"{a if whole == 'a' else b}.part1 IN ({other}.family, {other}.part1, {other}.part2) OR "
                    f"{a if whole == 'a' else b}.part2 IN ({other}.family, {other}.part1, {other}.part2)"
                )

            return f"({among('a', b)} OR {among('b', a)})"
        case "across", []:
            return f"({a}.role <> {b}.role)"
        case "same_in", [cs, least]:
            return "(" + " + ".join(f"coalesce(CAST({a}.{c} = {b}.{c} AS INT), 0)" for c in cs) + f" >= {int(least)})"
        case "differ_in", [cs, least]:
            return "(" + " + ".join(f"coalesce(CAST({a}.{c} <> {b}.{c} AS INT), 0)" for c in cs) + f" >= {int(least)})"
    raise NotInTheLanguage(f"{expression!r} has too few or too many words.")


def _edits(column: str, most: int) -> str:
    """One slip leaves the beginning or the end as it was: looking there first spares most of the work."""
    distance = f"damerau_levenshtein({{x}}, {{y}}) <= {most}"
    kept = 2 if column in {"postcode", "house"} else 3
    if most > 1:
        return f"({distance})"
    ends = f"left({{x}}, {kept}) = left({{y}}, {kept}) OR right({{x}}, {kept}) = right({{y}}, {kept})"
    return f"(({ends}) AND {distance})"


def _harmless(text: str) -> str:
    if not text.isalnum() or not text.isascii():
        raise NotInTheLanguage(f"{text!r}: letters and figures only.")
    return text


def python(expression: Expression) -> Holds:
    word, given = _checked(expression)
    match word, given:
        case "all", parts:
            every = [python(part) for part in parts]
            return lambda x, y: all(holds(x, y) for holds in every)
        case "any", parts:
            some = [python(part) for part in parts]
            return lambda x, y: any(holds(x, y) for holds in some)
        case "not", [part]:
            inner = python(part)
            return lambda x, y: not inner(x, y)
        case "missing", [c]:
            at = _at(c)
            return lambda x, y: not (x[at] and y[at])
        case "same", [c]:
            at = _at(c)
            return lambda x, y: bool(x[at]) and x[at] == y[at]
        case "near", [c, least]:
            at, bound = _at(c), float(least)
            return lambda x, y: bool(x[at] and y[at]) and JaroWinkler.similarity(x[at], y[at]) >= bound
        case "edits", [c, most]:
            at, limit = _at(c), int(most)
            return lambda x, y: (
                bool(x[at] and y[at]) and DamerauLevenshtein.distance(x[at], y[at], score_cutoff=limit) <= limit
            )
        case "shares", [c]:
            at = _at(c)
            return lambda x, y: not set(x[at]).isdisjoint(y[at])
        case "initial", [c]:
            at = _at(c)
            return lambda x, y: bool(x[at] and y[at]) and x[at][0] == y[at][0] and 1 in (len(x[at]), len(y[at]))
        case "same_from", [c, start, length]:
            at, part = _at(c), slice(int(start) - 1, int(start) - 1 + int(length))
            return lambda x, y: bool(x[at] and y[at]) and x[at][part] == y[at][part]
        case "same_but_last", [c, most]:
            at, most = _at(c), int(most)
            return lambda x, y: bool(x[at] and y[at]) and x[at][:-most] == y[at][:-most]
        case "either_ends", [c, text]:
            at = _at(c)
            return lambda x, y: bool(x[at] and y[at]) and (x[at].endswith(text) or y[at].endswith(text))
        case "either_is", [c, text]:
            at = _at(c)
            return lambda x, y: text in (x[at], y[at])
        case "day_month_swapped", []:
            at = _at("born")
            return lambda x, y: bool(x[at] and y[at]) and x[at][:4] + x[at][6:] + x[at][4:6] == y[at]
        case "years_apart", [least]:
            at, years = _at("born"), int(least)
            return lambda x, y: bool(x[at] and y[at]) and abs(int(x[at][:4]) - int(y[at][:4])) >= years
        case "crossed", [least]:
            bound = float(least)
            return lambda x, y: (
                bool(x.first and y.first and x.family and y.family)
                and JaroWinkler.similarity(x.first, y.family) >= bound
                and JaroWinkler.similarity(y.first, x.family) >= bound
            )
        case "part", []:
            return _part
        case "across", []:
            return lambda x, y: bool(x.role and y.role) and x.role != y.role
        case "same_in", [cs, least]:
            ats, least = [_at(c) for c in cs], int(least)
            return lambda x, y: sum(bool(x[at]) and x[at] == y[at] for at in ats) >= least
        case "differ_in", [cs, least]:
            ats, least = [_at(c) for c in cs], int(least)
            return lambda x, y: sum(bool(x[at] and y[at]) and x[at] != y[at] for at in ats) >= least
    raise NotInTheLanguage(f"{expression!r} has too few or too many words.")


def _at(column: str) -> int:
    return Standard._fields.index(column)


def _part(x: Standard, y: Standard) -> bool:
    return any(
        part and part in (other.family, other.part1, other.part2)
        for one, other in ((x, y), (y, x))
        for part in (one.part1, one.part2)
    )


_WORDS = frozenset(
    ("all", "any", "not", "missing", "same", "near", "edits", "shares", "initial", "same_from", "same_but_last",
     "either_ends", "either_is", "day_month_swapped", "years_apart", "crossed", "part", "across", "same_in",
     "differ_in")
)  # fmt: skip
