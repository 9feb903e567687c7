"""Over the catalogue: no sealed table without its history, and none keeps what it must not."""

import pytest
from django.db import connection, models

from talkingpiece.protection.classes import ENCRYPTED_CLASSES, DataClass
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.history import NO_HISTORY, left_out
from talkingpiece.protection.tags import tag_of
from tests.protection.test_row_security import SEALED

# The trail is no history of itself: nothing of it ever changes.
WITH_HISTORY = [m for m in SEALED if m._meta.label not in NO_HISTORY and m._meta.app_label != "audit"]


def triggers(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled::text, encode(tgargs, 'escape') FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgname LIKE 'tp_history%%'",
            [model._meta.db_table],
        )
        return {name: (enabled, args) for name, enabled, args in cursor.fetchall()}


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda m: m._meta.label)
def test_every_sealed_table_keeps_its_history(db, model: type[models.Model]) -> None:
    found = triggers(model)

    assert set(found) == {"tp_history", "tp_history_whole"}
    assert {enabled for enabled, _args in found.values()} == {"O"}


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda m: m._meta.label)
def test_the_trigger_leaves_out_what_the_tags_say_today(db, model: type[models.Model]) -> None:
    """If this fails, a field or a tag changed after the table was sealed: add `KeepHistory` to a migration."""
    pk, columns = triggers(model)["tp_history"][1].split("\\000")[:2]

    assert model._meta.pk is not None
    assert pk == model._meta.pk.column
    assert columns == "{" + ",".join(left_out(model)) + "}"


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda m: m._meta.label)
def test_the_history_holds_no_plain_value_of_a_class_that_is_encrypted(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        kind = tag_of(field).data_class
        kept = field.column not in left_out(model) and not field.primary_key and field.attname != "area_id"
        if kept and not isinstance(field, EncryptedTextField):
            assert kind not in ENCRYPTED_CLASSES, field
            assert kind is not DataClass.K, field


def test_what_keeps_no_history_is_named_with_its_reason() -> None:
    labels = {m._meta.label for m in SEALED}

    assert set(NO_HISTORY) <= labels, "the list names a table that is gone"
    assert all(len(reason) > 10 for reason in NO_HISTORY.values())
