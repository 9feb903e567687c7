"""The canonical text of an entry: what its hash covers. Written once here, used by the database when it links an
entry and by the verification when it computes everything anew.

The separators cannot occur in a value: codes and ids hold none, and JSON escapes control characters.
"""

from __future__ import annotations

BETWEEN_COLUMNS = 31
BETWEEN_CHANGES = 30

_EVENT = (
    "{}.id::text",
    "{}.area_id::text",
    "{}.kind",
    "{}.name",
    "coalesce({}.actor_id::text, '')",
    "{}.about_type",
    "coalesce({}.about_id::text, '')",
    "coalesce({}.case_id::text, '')",
    "{}.side",
    "{}.basis",
    "{}.detail::text",
    "extract(epoch from {}.happened_at)::text",
    "extract(epoch from {}.recorded_at)::text",
)
_CHANGE_SET = (
    "{}.id::text",
    "{}.area_id::text",
    "coalesce({}.actor_id::text, '')",
    "{}.errand",
    "{}.db_role",
    "{}.xid::text",
    "extract(epoch from {}.recorded_at)::text",
)
_ROW_CHANGE = (
    "{}.id::text",
    "{}.area_id::text",
    "{}.of_table",
    "{}.row_id::text",
    "{}.op",
    "{}.changed::text",
    "coalesce({}.old::text, '')",
    "coalesce(encode({}.digest, 'hex'), '')",
)


def _joined(columns: tuple[str, ...], alias: str) -> str:
    return f" || chr({BETWEEN_COLUMNS}) || ".join(column.format(alias) for column in columns)


def of_event(alias: str) -> str:
    return _joined(_EVENT, alias)


def of_change_set(alias: str) -> str:
    """With all its changes, in their order."""
    changes = (
        f"(SELECT string_agg({_joined(_ROW_CHANGE, 'c')}, chr({BETWEEN_CHANGES}) ORDER BY c.id) "
        f"FROM audit_rowchange c WHERE c.changeset_id = {alias}.id)"
    )
    return f"{_joined(_CHANGE_SET, alias)} || chr({BETWEEN_COLUMNS}) || coalesce({changes}, '')"
