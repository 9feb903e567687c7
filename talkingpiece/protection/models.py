from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import KEYS, Tags


class TokenKey(models.Model):
    """The key of an area's search tokens, wrapped by the root key. It stays: another would find nobody any more."""

    TAGS: ClassVar[Tags] = {KEYS: "area_id wrapped made_at"}

    area_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"token key of area {self.area_id}"


class WrappingKey(models.Model):
    """A key that wraps data keys of an area, itself wrapped by the root key.

    The highest version wraps what is new. A lower one stays while a data key names it: the database lets nobody
    delete it before, and with its row it is gone.
    """

    TAGS: ClassVar[Tags] = {KEYS: "id area_id version wrapped made_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_id = models.UUIDField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area_id", "version"], name="protection_one_key_per_version")
        ]

    def __str__(self) -> str:
        return f"wrapping key {self.version} of area {self.area_id}"


class DataKey(models.Model):
    """The key of one person, case or referral. Destroying it erases what it sealed, everywhere, also in backups."""

    TAGS: ClassVar[Tags] = {KEYS: "id area_id wrapped wrapped_by made_at destroyed_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_id = models.UUIDField()
    wrapped = models.BinaryField(null=True)
    wrapped_by = models.ForeignKey(WrappingKey, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=True, wrapped_by__isnull=True, destroyed_at__isnull=False)
                | Q(wrapped__isnull=False, wrapped_by__isnull=False, destroyed_at__isnull=True),
                name="protection_key_is_there_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
