"""The table itself: it has a line for everything, says nothing of what is gone, and its cells are enough."""

import re

import pytest
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix.table import Reader, chosen_cells, pairs, readers, table

METHODS = {"GET", "POST"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found = set()
    for entry in patterns:
        address = before + re.sub(r"<\w+:(\w+)>", r"<\1>", str(entry.pattern))
        if isinstance(entry, URLResolver):
            found |= addresses(entry.url_patterns, address)
        else:
            found.add(address)
    return found


def without_a_line() -> set[tuple[str, str]]:
    there = addresses(get_resolver().url_patterns)
    return {(address, method) for address in there for method in METHODS} - {(r.address, r.method) for r in table()}


def test_every_address_has_a_line_for_each_method() -> None:
    assert without_a_line() == set()


def test_no_line_speaks_of_an_address_that_is_gone() -> None:
    assert {row.address for row in table()} - addresses(get_resolver().url_patterns) == set()


def test_a_page_without_a_line_is_found() -> None:
    with override_settings(ROOT_URLCONF="tests.matrix.canary"):
        assert ("staff/cases/<reference>/careless/", "GET") in without_a_line()


def test_no_line_is_there_twice() -> None:
    lines = [(row.address, row.method) for row in table()]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: f"{reader.kind}-{reader.relation}-{reader.agreement}")
def test_every_word_of_the_table_has_a_meaning(reader: Reader) -> None:
    for row in table():
        row.expected(reader, theirs=True)


def test_the_ordinary_run_is_pairwise_and_large_enough() -> None:
    rows = table()
    every = {pair for row in rows for reader in readers() for pair in pairs(row, reader)}
    cells = chosen_cells(rows)
    assert every - {pair for cell in cells for pair in pairs(*cell)} == set()
    assert len(cells) >= 3_000


def test_the_nightly_run_is_whole() -> None:
    assert len(table()) * len(readers()) >= 20_000
