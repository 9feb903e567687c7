"""The rules as people read them, with the worked examples that are also the tests."""

from __future__ import annotations

from dataclasses import dataclass

from talkingpiece.core.blockers import Text
from talkingpiece.evaluation.counting import RULES, Rule
from talkingpiece.evaluation.counting.rules import EXAMPLE_WINDOW
from talkingpiece.evaluation.presenters.figures import HEADINGS, UNITS, text


@dataclass(frozen=True)
class ExampleRow:
    words: str
    period: int
    cohort: int | None


@dataclass(frozen=True)
class RuleRow:
    key: str
    name: str
    unit: Text
    sentence: str
    source: str
    inside: bool
    examples: list[ExampleRow]


@dataclass(frozen=True)
class RuleGroup:
    key: str
    heading: Text
    rules: list[RuleRow]


def rulebook(*, inside: bool) -> list[RuleGroup]:
    return [
        RuleGroup(
            group.value,
            heading,
            [_row(rule) for rule in RULES if rule.group is group and (inside or not rule.inside)],
        )
        for group, heading in HEADINGS.items()
    ]


def _row(rule: Rule) -> RuleRow:
    examples = [ExampleRow(text(one.words), one.period, one.cohort if rule.cohort else None) for one in rule.examples]
    return RuleRow(
        rule.key, text(rule.name), UNITS[rule.unit], text(rule.sentence), text(rule.source), rule.inside, examples
    )


__all__ = ["EXAMPLE_WINDOW", "ExampleRow", "RuleGroup", "RuleRow", "rulebook"]
