"""The figures as tidy rows: one row for each number, the same numbers as on the page of that reader."""

from __future__ import annotations

from collections.abc import Iterator

from talkingpiece.documents.sheets import Sheet
from talkingpiece.evaluation.counting import VERSION, Rule, View
from talkingpiece.evaluation.presenters.figures import Table, text

COLUMNS = (
    "area",
    "period",
    "starts",
    "ends",
    "known_on",
    "view",
    "figure",
    "name",
    "unit",
    "rules_version",
    "value",
    "part_of",
    "whole",
    "suppressed",
)


def tidy(found: Table) -> Iterator[tuple[str, ...]]:
    """Reasons that stay inside the service are never among them."""
    for rule in found.rules():
        if rule.inside:
            continue
        for view in View:
            if view is View.PERIOD or rule.cohort:
                yield _row(found, rule, view)


def _row(found: Table, rule: Rule, view: View) -> tuple[str, ...]:
    shown = found.of(view, rule.key)
    whole = found.of(view, rule.of).value if rule.of else None
    return (
        found.reader.area.name,
        found.period.code,
        found.period.starts.isoformat(),
        found.window.ends.isoformat(),
        found.window.seen.isoformat(),
        view.value,
        rule.key,
        text(rule.name),
        rule.unit.value,
        str(VERSION),
        "" if shown.value is None else str(shown.value),
        rule.of,
        "" if whole is None else str(whole),
        "" if shown.value is not None else shown.mark.value,
    )


def sheet_of(found: Table) -> Sheet:
    return Sheet(title="figures", heading=COLUMNS, rows=list(tidy(found)))
