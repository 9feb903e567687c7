"""A form takes what it asks for. With every field of every model sent along, the same rows change in the same way."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

import pytest
from django.apps import apps
from django.db import connection, models

from talkingpiece.audit.models import RowChange
from tests.matrix.asking import House, address
from tests.matrix.table import Agreement, Outcome, Reader, Relation, Row, readers, table

ALONG = "sent-along"
_NAME = re.compile(r'\bname="([^"]+)"')
# What differs between any two runs of the same act: ids, moments, ciphertexts and digests.
_VARIES = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.+]+|\\\\x[0-9a-f]+"
    r"|\b[0-9a-f]{32,}\b|\"id\": ?\d+"
)


def every_field() -> dict[str, str]:
    """A value of its kind for every field of every model of ours."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model.__module__.startswith("talkingpiece."):
            for field in model._meta.concrete_fields:
                found |= {field.name: _value(field), field.attname: _value(field)}
    return found


def _value(field: models.Field[object, object]) -> str:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.IntegerField):
        return "7"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if field.choices:
        return str(list(field.choices)[-1][0])
    return ALONG


def asked_for(house: House, row: Row, reader: Reader) -> set[str]:
    """What the page itself would send from this address."""
    shown = Row(row.name, row.address, "GET", row.of, row.cells)
    page = house.fetch(shown, reader, address(row.address, house.given(row, reader)))
    return set(_NAME.findall(page.content.decode(errors="replace"))) if not page.streaming else set()


def changed(after: int) -> Counter[str]:
    """Each row that changed after this entry of the history, without what varies from one time to the next."""
    found: Counter[str] = Counter()
    rows = RowChange.objects.filter(id__gt=after).values_list("of_table", "op", "row_id")
    with connection.cursor() as cursor:
        for name, op, row_id in rows:
            cursor.execute(f"SELECT to_json(t)::text FROM {name} t WHERE id = %s", [row_id])
            stored = cursor.fetchone()
            found[f"{op} {name} {_VARIES.sub('', stored[0]) if stored else ''}"] += 1
    return found


def acts(house: House) -> list[tuple[Row, Reader]]:
    """Every address that takes something, as the first reader to whom it is open."""
    found = []
    for row in table():
        if row.method == "POST":
            best = [
                reader
                for reader in readers()
                if reader.relation is Relation.ON
                and reader.agreement is Agreement.IN_FORCE
                and house.expected(row, reader) is Outcome.IN
            ]
            found += [(row, reader) for reader in best[:1]]
    return found


@pytest.mark.nightly
def test_a_field_that_no_form_asks_for_changes_nothing(house: House) -> None:
    newest = RowChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
    look = partial(changed, newest)
    along, wrong, wrote = every_field(), [], 0
    for row, reader in acts(house):
        own = asked_for(house, row, reader)
        more = {name: value for name, value in along.items() if name not in own}
        plain = house.post(row, reader, {}, look)
        loaded = house.post(row, reader, more, look)
        wrote += bool(plain)
        if plain != loaded:
            wrong.append(f"{row.address} as {reader.kind}: {plain - loaded} became {loaded - plain}")
    assert not wrong, "\n".join(wrong)
    # Of the others the table knows only what their form says to an empty answer.
    assert wrote > 20
