"""What a reader outside sees of small numbers, and that they cannot be worked out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.evaluation.counting import RULES, SUMS, View
from talkingpiece.evaluation.counting.disclosure import Key, Mark, Shown, everything, outside, share

SOME = st.integers(0, 30) | st.integers(0, 6)


@st.composite
def numbers(draw: st.DrawFn) -> dict[Key, int]:
    """Numbers of which every sum is right."""
    found: dict[Key, int] = {(view, rule.key): draw(SOME) for view in View for rule in RULES}
    for key in ("route_self", "route_agency", "route_extraction"):
        found[View.COHORT, key] = found[View.PERIOD, key]
    for view, whole, parts in reversed(SUMS):
        if whole not in {"received", "taken"}:
            found[view, whole] = sum(found[view, part] for part in parts)
    found[View.COHORT, "taken"] = found[View.COHORT, "open"] + found[View.COHORT, "ended"]
    rest = found[View.COHORT, "taken"] + found[View.COHORT, "elsewhere"] + found[View.COHORT, "stopped"]
    routes = found[View.COHORT, "route_self"] + found[View.COHORT, "route_agency"]
    found[View.COHORT, "waiting"] = max(0, routes - rest)
    received = rest + found[View.COHORT, "waiting"]
    for view in View:
        found[view, "route_extraction"] = received - routes
        found[view, "received"] = received
    return found


def possible(shown: Shown, most: int) -> list[int]:
    if shown.value is not None:
        return [shown.value]
    return [1, 2, 3, 4] if shown.mark is Mark.FEWER else list(range(most + 1))


@given(numbers())
def test_every_small_number_could_be_at_least_three(values: dict[Key, int]) -> None:
    """Somebody who knows the method tries all numbers that fit what is shown, sum by sum."""
    seen = outside(values)
    for view, whole, parts in SUMS:
        keys = [(view, whole), *((view, part) for part in parts)]
        small = [n for n, key in enumerate(keys) if seen[key].mark is Mark.FEWER]
        if not small:
            continue
        fits: dict[int, set[int]] = {n: set() for n in small}
        most = values[view, whole] + 4
        for tried in product(*(possible(seen[key], most) for key in keys[1:])):
            if sum(tried) in possible(seen[keys[0]], sum(tried)):
                for n in small:
                    fits[n].add((sum(tried), *tried)[n])
        assert all(len(found) >= 3 for found in fits.values()), (whole, [seen[key] for key in keys])


@given(numbers())
def test_no_small_number_is_shown_and_noughts_are_not_small(values: dict[Key, int]) -> None:
    for key, one in outside(values).items():
        assert one.value is None or one.value == values[key]
        assert one.value is None or one.value == 0 or one.value >= 5
        assert one.mark is not Mark.FEWER or 0 < values[key] < 5


def test_a_small_whole_of_three_small_parts_is_not_even_said_to_be_small() -> None:
    """Of three needs each answered otherwise, "fewer than 5" in all would say that each is one or two."""
    values: dict[Key, int] = {(view, rule.key): 0 for view in View for rule in RULES}
    parts = ("needs_not", "needs_cannot_say", "needs_unsaid")
    values |= {(View.COHORT, "needs"): 3} | {(View.COHORT, part): 1 for part in parts}
    seen = outside(values)
    assert seen[View.COHORT, "needs"] == Shown(Mark.HELD_BACK, None)
    assert {seen[View.COHORT, part].mark for part in parts} == {Mark.FEWER}


@given(numbers())
def test_what_is_one_number_in_both_columns_is_hidden_in_both(values: dict[Key, int]) -> None:
    seen = outside(values)
    for key in ("received", "route_self", "route_agency", "route_extraction"):
        assert seen[View.PERIOD, key] == seen[View.COHORT, key]


def test_inside_everything_is_shown() -> None:
    assert everything({(View.PERIOD, "received"): 1})[View.PERIOD, "received"] == Shown(Mark.SHOWN, 1)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(5, 20, 25), (5, 19, None), (None, 40, None), (5, None, None), (0, 20, 0)],
)
def test_there_is_no_share_of_fewer_than_twenty(part: int | None, whole: int | None, expected: int | None) -> None:
    shown = [Shown(Mark.SHOWN if value is not None else Mark.FEWER, value) for value in (part, whole)]
    assert share(*shown) == expected
