from __future__ import annotations

from typing import Any

from django.db import models

from talkingpiece.protection.classes import Tag, Tags


class Untagged(LookupError):
    """A field that no TAGS of its model names. Nothing may be stored in it until somebody decides what it is."""


def tags_of(model: type[models.Model]) -> dict[str, Tag]:
    """Field name → tag, gathered from the model and the abstract bases it is made of."""
    found: dict[str, Tag] = {}
    for klass in reversed(model.__mro__):
        declared: Tags = klass.__dict__.get("TAGS", {})
        for tag, names in declared.items():
            found.update(dict.fromkeys(names.split(), tag))
    return found


def tag_of(field: models.Field[Any, Any]) -> Tag:
    """Raises Untagged."""
    try:
        return tags_of(field.model)[field.name]
    except KeyError:
        raise Untagged(f"{field.model._meta.label}.{field.name}") from None
