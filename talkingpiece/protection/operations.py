"""The one migration operation that seals a table with case data.

It adds the composite key (id, area_id), a composite foreign key beside each reference to another sealed table (so
that no row can point into another area), forced row-level security, the application's policy and the owner's
(without which a data migration under FORCE would change no row and say nothing), and the triggers of its row history.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from talkingpiece.protection.history import NO_HISTORY, TRIGGER, keep_history

TP_AREAS = """
CREATE OR REPLACE FUNCTION tp_areas() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('tp.areas', true), '')::uuid[], '{}'::uuid[]) $$;
"""


def has_area(model: type[models.Model]) -> bool:
    return any(field.attname == "area_id" for field in model._meta.concrete_fields)


def policies(table: str, *, area_column: str = "area_id") -> list[str]:
    app = settings.TP_APP_ROLE
    inside = f'"{area_column}" = ANY ((SELECT tp_areas())::uuid[])'
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY tp_app ON "{table}" FOR ALL TO {app} USING ({inside}) WITH CHECK ({inside})',
        f'CREATE POLICY tp_owner ON "{table}" FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)',
    ]


def reference_in_the_area(field: models.ForeignKey[Any, Any]) -> str:
    table, target = field.model._meta.db_table, field.related_model._meta.db_table
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.attname}_area" '
        f'FOREIGN KEY ("{field.attname}", area_id) REFERENCES "{target}" (id, area_id) '
        "DEFERRABLE INITIALLY DEFERRED"
    )


def history_of(label: str) -> list[str]:
    """Statements for the row history of a model; none where it is exempt, or is gone from the code.

    The tags are those of the model as it is today: a migration's own picture of it has none.
    """
    if label in NO_HISTORY:
        return []
    try:
        return keep_history(apps.get_model(label))
    except LookupError:
        return []


class _Statements(Operation):
    """Runs statements of its own, and changes nothing of what Django knows of the models."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str) -> None:
        self.name = name

    def deconstruct(self) -> Any:
        return (self.__class__.__name__, [self.name], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.forwards(to_state.apps.get_model(app_label, self.name)):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.backwards(from_state.apps.get_model(app_label, self.name)):
            schema_editor.execute(statement, params=None)

    def forwards(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError

    def backwards(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError


class SealTable(_Statements):
    def forwards(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        statements = []
        if model._meta.pk.attname != "area_id":
            statements.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_key" UNIQUE (id, area_id)')
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(field, models.ForeignKey) and isinstance(target, type) and has_area(target):
                statements.append(reference_in_the_area(field))
        return [*statements, *policies(table), *history_of(model._meta.label)]

    def backwards(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            *(f'DROP POLICY {policy} ON "{table}"' for policy in ("tp_app", "tp_owner")),
            *(f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"' for trigger in (TRIGGER, f"{TRIGGER}_whole")),
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ]

    def describe(self) -> str:
        return f"Seal {self.name}: composite key, composite references, forced row-level security, history"

    @property
    def migration_name_fragment(self) -> str:
        return f"seal_{self.name.lower()}"


class AddSealedField(migrations.AddField):
    """An encrypted column of a table that has rows already: in those it is empty bytes, and reads as an empty value.

    Django's own operation would have to write a default in clear, and is refused that.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        table, column = model._meta.db_table, model._meta.get_field(self.name).column
        schema_editor.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column}" bytea NOT NULL DEFAULT \'\'')
        schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')


class SealReference(_Statements):
    """For a reference that a later migration adds to a sealed table: it too may not point into another area."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(name)
        self.field = field

    def deconstruct(self) -> Any:
        return (self.__class__.__name__, [self.name, self.field], {})

    def forwards(self, model: type[models.Model]) -> list[str]:
        field: Any = model._meta.get_field(self.field)
        return [reference_in_the_area(field)]

    def backwards(self, model: type[models.Model]) -> list[str]:
        field: Any = model._meta.get_field(self.field)
        table = model._meta.db_table
        return [f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{field.attname}_area"']

    def describe(self) -> str:
        return f"Seal {self.name}.{self.field}: a composite reference"

    @property
    def migration_name_fragment(self) -> str:
        return f"seal_{self.name.lower()}_{self.field.lower()}"


class KeepHistory(_Statements):
    """Row history for a table that is not sealed but has an area; or anew, after its tags or columns changed."""

    def forwards(self, model: type[models.Model]) -> list[str]:
        return history_of(model._meta.label)

    def backwards(self, model: type[models.Model]) -> list[str]:
        return []

    def describe(self) -> str:
        return f"Keep the history of {self.name}"
