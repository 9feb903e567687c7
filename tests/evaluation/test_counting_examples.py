"""The worked examples that the page of the rules shows are true of the rules."""

from __future__ import annotations

import pytest

from talkingpiece.cases.states import COMPLETED, ClosureReason
from talkingpiece.evaluation.counting import BY_KEY, RULES, SUMS, View, count
from talkingpiece.evaluation.counting.rules import EXAMPLE_WINDOW, GROUPS, Example, Rule

CASES = [pytest.param(rule, example, id=f"{rule.key}-{n}") for rule in RULES for n, example in enumerate(rule.examples)]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_worked_example_is_true(rule: Rule, example: Example) -> None:
    figures = count(example.journeys, EXAMPLE_WINDOW)
    assert figures[View.PERIOD, rule.key].value == example.period
    assert figures[View.COHORT, rule.key].value == example.cohort


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_an_example_in_which_something_counts(rule: Rule) -> None:
    assert any(example.period for example in rule.examples)


def test_keys_are_not_used_twice_and_shares_are_of_figures() -> None:
    assert len(BY_KEY) == len(RULES)
    assert {rule.of for rule in RULES} - {""} <= set(BY_KEY)
    assert {key for _view, whole, parts in SUMS for key in (whole, *parts)} <= set(BY_KEY)


def test_every_reason_to_end_is_in_exactly_one_group() -> None:
    grouped = [reason for _key, _name, reasons in GROUPS for reason in reasons]
    assert sorted(grouped) == sorted(ClosureReason)
    assert {key: reasons for key, _name, reasons in GROUPS}["completed"] == COMPLETED


def test_what_a_victim_or_an_offender_decided_stays_inside() -> None:
    single = [reasons for _key, _name, reasons in GROUPS if len(reasons) == 1]
    assert single == [frozenset({ClosureReason.TRANSFERRED})]
    assert all(BY_KEY[f"because_{reason.value}"].inside for reason in ClosureReason)
