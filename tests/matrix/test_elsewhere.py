"""The table against real requests: whatever is not of a case, on both sides of the door."""

import pytest
from django.test import Client

from tests.matrix.asking import House, address, agree
from tests.matrix.table import KINDS, Outcome, chosen_cells, readers, table

ELSEWHERE = [row for row in table() if row.of != "case"]


def test_everybody_comes_where_the_table_says_and_nowhere_else(house: House) -> None:
    agree(house, [cell for cell in chosen_cells(table()) if cell[0].of != "case"])


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_in_every_standing_comes_where_the_table_says(house: House, kind: str) -> None:
    cells = [(row, reader) for row in ELSEWHERE for reader in readers() if reader.kind == kind]
    agree(house, cells)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_address_does_anything_by_another_method(house: House, method: str) -> None:
    who: Client = house.browser(house.here.world.coordinator)
    answers = {
        row.address: who.generic(method, address(row.address, house.here.kwargs(row.name))).status_code
        for row in table()
    }
    assert {found: status for found, status in answers.items() if status != int(Outcome.NO_SUCH_METHOD)} == {}
