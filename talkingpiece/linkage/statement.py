"""A model as SQL of DuckDB: which records meet, how each comparison of a pair comes out, and what it weighs."""

from __future__ import annotations

from talkingpiece.linkage import predicates
from talkingpiece.linkage.model import Comparison, Level, Model, Rule

SKIPPED = -1
# A value that nobody else has is no proof: frequencies are reckoned as if so many more records had been seen, which had
# the frequencies of the model's own list, or, for what is not in it, this one.
SEEN = 2000
RARE = {"first": 2e-5, "family": 2e-5, "middle": 2e-4, "born": 3e-5, "postcode": 6e-7, "phone": 1e-8, "email": 1e-8}


def keys_of(rule: Rule, table: str = "r") -> str:
    """The block of each record that has all of what the rule asks."""
    return f"SELECT rid, hash({', '.join(rule.on)}) AS h FROM {table} WHERE {rule.present}"


def candidates(model: Model, table: str = "r") -> str:
    """Every pair that some rule lets meet, once."""
    blocks = " UNION ALL ".join(
        f"(SELECT list(rid) AS x FROM ({keys_of(rule, table)}) GROUP BY h HAVING count(*) BETWEEN 2 AND {rule.most})"
        for rule in model.rules
    )
    return (
        "SELECT DISTINCT l, r FROM (SELECT l, unnest(x) AS r FROM "
        f"(SELECT unnest(x) AS l, x FROM ({blocks}))) WHERE l < r"
    )


def candidates_of(model: Model, asked: str = "q", table: str = "r") -> str:
    """Every record of `table` that some rule lets one of `asked` meet: `l` of `asked`, `r` of `table`."""
    met = " UNION ALL ".join(
        f"(SELECT a.rid AS l, unnest(b.x) AS r FROM ({keys_of(rule, asked)}) AS a JOIN (SELECT h, list(rid) AS x FROM "
        f"({keys_of(rule, table)}) WHERE h IN (SELECT h FROM ({keys_of(rule, asked)})) GROUP BY h "
        f"HAVING count(*) <= {rule.most}) AS b USING (h))"
        for rule in model.rules
    )
    return f"SELECT DISTINCT l, r FROM ({met})"


def scored(model: Model, records: int, pairs: str, left: str = "r", right: str = "r") -> str:
    """`l`, `r`, `w` and the outcome of each comparison, for each of `pairs`."""
    frequencies = "".join(
        f", {frequency(column, f'coalesce(n_{column}.n, 1)', records)} AS f_{column}" for column in counted(model)
    )
    joined = " ".join(f"LEFT JOIN n_{column} ON n_{column}.value = b.{column}" for column in counted(model))
    bits = " + ".join(weight(comparison) for comparison in model.comparisons)
    shown = ", ".join(f"g_{comparison.id}" for comparison in model.comparisons)
    return (
        f"SELECT l, r, {shown}, a_cross, {model.prior(records)!r} + {bits} + {vetoes(model, records)} AS w FROM ("
        f"SELECT p.l, p.r, {outcomes(model, 'a', 'b')}, coalesce(a.role <> b.role, false) AS a_cross{frequencies} "
        f"FROM ({pairs}) AS p JOIN {left} AS a ON a.rid = p.l JOIN {right} AS b ON b.rid = p.r {joined})"
    )


def frequency(column: str, held: str, records: int) -> str:
    """Of a value that so many records have."""
    # Spark takes such figures for decimals, and rounds what it divides.
    return f"({held} + CAST({SEEN * RARE[column]!r} AS DOUBLE)) / CAST({float(records + SEEN)!r} AS DOUBLE)"


def holders(model: Model, table: str = "r") -> list[str]:
    """For each column whose frequencies are asked: the values that several records have, and how many."""
    return [
        f"CREATE OR REPLACE TEMP TABLE n_{c} AS SELECT {c} AS value, count(*) AS n FROM {table} "
        f"WHERE {c} IS NOT NULL GROUP BY {c} HAVING count(*) > 1"
        for c in counted(model)
    ]


def outcome(comparison: Comparison, a: str = "l", b: str = "r") -> str:
    """The place of the level that holds, or SKIPPED."""
    cases = " ".join(
        f"WHEN {predicates.sql(level.when, a, b)} THEN {place}"
        for place, level in enumerate(comparison.levels)
        if level.when is not None
    )
    rest = len(comparison.levels) - 1
    if not cases:
        return f"(CASE WHEN {predicates.sql(comparison.skip, a, b)} THEN {SKIPPED} ELSE {rest} END)::TINYINT"
    return f"(CASE WHEN {predicates.sql(comparison.skip, a, b)} THEN {SKIPPED} {cases} ELSE {rest} END)::TINYINT"


def outcomes(model: Model, a: str = "l", b: str = "r") -> str:
    return ", ".join(f"{outcome(comparison, a, b)} AS g_{comparison.id}" for comparison in model.comparisons)


def weight(comparison: Comparison) -> str:
    """Bits of one comparison, from its outcome `g_` and, where a frequent value tells less, `f_` and the column."""
    cases = " ".join(f"WHEN {place} THEN {_bits(comparison, level)}" for place, level in enumerate(comparison.levels))
    said = f"CASE g_{comparison.id} {cases} ELSE 0 END"
    return f"least({said}, {float(comparison.most)!r})" if comparison.most is not None else f"({said})"


def _bits(comparison: Comparison, level: Level) -> str:
    if not level.by:
        return repr(level.weight)
    return f"log2({level.m!r}) - log2(f_{level.by})"


def vetoes(model: Model, records: int) -> str:
    """Bits against, all together."""
    said = ["0"]
    for veto in model.vetoes:
        tests = []
        for comparison in model.comparisons:
            if comparison.id in veto.when:
                ids = veto.when[comparison.id]
                places = [place for place, level in enumerate(comparison.levels) if level.id in ids]
                places += [SKIPPED] if "skipped" in ids else []
                tests.append(f"g_{comparison.id} IN ({', '.join(map(str, places))})")
        said.append(f"CASE WHEN {' AND '.join(tests)} THEN {veto.bits(records)!r} ELSE 0 END")
    return " + ".join(said)


def counted(model: Model) -> list[str]:
    """The columns whose frequencies the model asks."""
    return sorted({level.by for comparison in model.comparisons for level in comparison.levels if level.by})
