"""To whoever may not have it, a thing looks like one that does not exist: byte for byte, by as many queries."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.matrix.asking import House, address
from tests.matrix.table import Agreement, Outcome, Reader, Relation, Row, readers, table

NOT_THEIRS = [Relation.OFF, Relation.ELSEWHERE]


def stranger_cells(house: House) -> list[tuple[Row, Reader]]:
    """Every address of a thing, as everybody in the same role to whom the thing is closed."""
    closed = [
        (row, reader)
        for row in table()
        if row.of in {"case", "thing"} and "<" in row.address and row.cells["nobody"] == "sign-in"
        for reader in readers()
        if reader.agreement is Agreement.IN_FORCE and reader.relation in NOT_THEIRS
    ]
    return [
        (row, reader)
        for row, reader in closed
        if house.expected(row, reader) is Outcome.NOT_THERE
        and house.expected(row, Reader(reader.kind, Relation.ON, reader.agreement)) is not Outcome.NOT_THERE
    ]


def nothing_like(given: dict[str, Any]) -> dict[str, Any]:
    """The same address with a case, or a thing, that was never there."""
    if "reference" in given:
        return {**given, "reference": f"{given['reference'][:7]}9876"}
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in given.items()}


def seen(house: House, row: Row, reader: Reader, given: dict[str, Any]) -> tuple[int, bytes, dict[str, str], int]:
    reset_queries()  # a full log counts no more
    with CaptureQueriesContext(connection) as queries:
        response = house.fetch(row, reader, address(row.address, given))
    asked = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    assert asked
    return response.status_code, response.content, dict(response.headers), len(asked)


@pytest.mark.nightly
def test_what_is_not_theirs_is_as_what_is_not_there(house: House) -> None:
    differ = [(row, reader) for row, reader in stranger_cells(house) if not is_alike(house, row, reader)]
    assert not differ, "\n".join(f"{row.method} {row.address} as {who.kind}, {who.relation}" for row, who in differ)


def is_alike(house: House, row: Row, reader: Reader) -> bool:
    """Asked a second time where it is not: once in a while a session notes that it is still in use."""
    given = house.given(row, reader)
    return any(seen(house, row, reader, given) == seen(house, row, reader, nothing_like(given)) for _turn in range(2))
