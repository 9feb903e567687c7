"""The table against real requests: everything of a case."""

import pytest
from django.test import override_settings

from tests.matrix.asking import House, agree, mismatches
from tests.matrix.table import KINDS, STAFF, Reader, Relation, Row, chosen_cells, readers, table

CASES = [row for row in table() if row.of == "case"]


def test_everybody_comes_where_the_table_says_and_nowhere_else(house: House) -> None:
    agree(house, [cell for cell in chosen_cells(table()) if cell[0].of == "case"])


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_in_every_standing_comes_where_the_table_says(house: House, kind: str) -> None:
    cells = [(row, reader) for row in CASES for reader in readers() if reader.kind == kind]
    agree(house, cells)


@pytest.mark.parametrize("name", ["careless", "hasty"])
def test_a_page_with_its_mark_that_forgets_whose_case_it_is_is_found(house: House, name: str) -> None:
    like = next(row for row in CASES if (row.name, row.method) == ("casefile:case", "GET"))
    house.here.at[name] = house.there.at[name] = {"reference": house.here.case.reference}
    row = Row(name, f"staff/cases/<reference>/{name}/", "GET", "case", like.cells)
    strangers = [reader for reader in readers() if reader.kind in STAFF and reader.relation is Relation.OFF]
    with override_settings(ROOT_URLCONF="tests.matrix.canary"):
        assert [reader for reader in strangers if mismatches(house, [(row, reader)])] == [_colleague()]


def _colleague() -> Reader:
    return next(reader for reader in readers() if reader.kind == "facilitator" and reader.relation is Relation.OFF)
