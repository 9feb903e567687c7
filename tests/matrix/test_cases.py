"""The table against real requests: everything of a case."""

import pytest
from django.test import override_settings

from tests.audit.unwritable import unwritable
from tests.matrix.asking import Answer, House, agree, mismatches
from tests.matrix.table import KINDS, STAFF, Outcome, Reader, Relation, Row, chosen_cells, readers, table

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
    row = _canary(house, name)
    strangers = [reader for reader in readers() if reader.kind in STAFF and reader.relation is Relation.OFF]
    with override_settings(ROOT_URLCONF="tests.matrix.canary"):
        assert [reader for reader in strangers if mismatches(house, [(row, reader)])] == [_facilitator(Relation.OFF)]


def test_a_page_that_shows_a_case_and_says_nothing_of_it_in_the_trail_is_found(house: House) -> None:
    with override_settings(ROOT_URLCONF="tests.matrix.canary"):
        [found] = mismatches(house, [(_canary(house, "careless"), _facilitator(Relation.ON))])
    assert found.endswith("in; the trail says nothing")


@pytest.mark.parametrize("reader", ["facilitator", "supervisor"])
def test_where_the_trail_cannot_be_written_nothing_of_a_case_is_shown_or_changed(house: House, reader: str) -> None:
    who = next(one for one in readers() if one.kind == reader and one.relation is Relation.ON)
    cells = [(row, who) for row in CASES if house.expected(row, who) is Outcome.IN]
    house.let_everybody_in(anew=True)  # which is an entry too
    with unwritable():
        answers = [(row, house.ask(row, who)) for row, who in cells]
    assert len(answers) > 30
    happened = [row for row, answer in answers if answer.response.status_code < 500 and not _led_elsewhere(row, answer)]
    assert [f"{row.method} {row.address}" for row in happened] == []


def _led_elsewhere(row: Row, answer: Answer) -> bool:
    """Without anything written, but that the case is to be looked at again, which holds nothing of it. What a broken
    answer wrote is counted too, and was taken back."""
    return answer.response.status_code == 302 and answer.written <= {"outbox_touched"}


def _canary(house: House, name: str) -> Row:
    like = next(row for row in CASES if (row.name, row.method) == ("casefile:case", "GET"))
    house.here.at[name] = house.there.at[name] = {"reference": house.here.case.reference}
    return Row(name, f"staff/cases/<reference>/{name}/", "GET", "case", like.cells)


def _facilitator(relation: Relation) -> Reader:
    return next(reader for reader in readers() if reader.kind == "facilitator" and reader.relation is relation)
