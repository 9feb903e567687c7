"""Encrypted fields. A row names its data key; the ciphertext is bound to its field and row and opens nowhere else.

Stored form: one version byte, the data key's id (16 bytes), Tink's ciphertext. Reading a row opens nothing:
the text is decrypted when the attribute is first looked at, and all keys wanted so far are fetched in one query.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from talkingpiece.protection import keys

_VERSION = b"\x01"


class NotEncrypted(TypeError):
    """A plain text was about to be written past its row, for example by `queryset.update()`."""


class Sealed:
    """A ciphertext as read from the database."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @property
    def key_id(self) -> UUID:
        return UUID(bytes=self.raw[1:17])

    def open(self, bound_to: bytes) -> bytes:
        """Raises keys.KeyGone, or tink.TinkError if the ciphertext was moved or altered."""
        plain: bytes = keys.data_aead(self.key_id).decrypt(self.raw[17:], bound_to)
        return plain


class _Opening(DeferredAttribute):
    field: EncryptedTextField

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.decode(value.open(self.field.bound_to(instance)).decode())
            instance.__dict__[name] = value
        return value


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text of any length, encrypted with the key that the row's `key` names. Cannot be filtered or sorted by."""

    descriptor_class = _Opening

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def _check_str_default_value(self) -> list[Any]:
        # Bytes are only how it is stored: its values and defaults are texts.
        return []

    def encode(self, value: Any) -> str:
        return str(value)

    def decode(self, text: str) -> Any:
        return text

    def bound_to(self, instance: models.Model) -> bytes:
        return f"{instance._meta.label_lower}.{self.attname}|{instance.pk}".encode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        if not value:  # a row from before this column was added: see operations.AddSealedField
            return self.decode("")
        sealed = Sealed(bytes(value))
        keys.want(sealed.key_id)
        return sealed

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        key_id: UUID = model_instance.key_id  # type: ignore[attr-defined]
        text = self.encode(value).encode()
        return Sealed(_VERSION + key_id.bytes + keys.data_aead(key_id).encrypt(text, self.bound_to(model_instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Sealed):
            return super().get_db_prep_value(value.raw, connection, prepared)
        if value is None:
            return None
        raise NotEncrypted(f"{self.model._meta.label}.{self.name} is written only by saving its row.")

    def get_default(self) -> Any:
        return None if self.null else self.decode("") if not self.has_default() else super().get_default()

    def value_to_string(self, obj: models.Model) -> str:
        return ""


class EncryptedJSONField(EncryptedTextField):
    def encode(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=str)

    def decode(self, text: str) -> Any:
        return json.loads(text) if text else None
