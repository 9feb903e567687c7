from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import KEYS, Tags


class AreaKey(models.Model):
    """The key that wraps an area's data keys, and the key of its search tokens; both wrapped by the root key."""

    TAGS: ClassVar[Tags] = {KEYS: "area_id wrapped token_key made_at"}

    area_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    token_key = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"key of area {self.area_id}"


class DataKey(models.Model):
    """The key of one person, case or referral. Destroying it erases what it sealed, everywhere, also in backups."""

    TAGS: ClassVar[Tags] = {KEYS: "id area_id wrapped made_at destroyed_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_id = models.UUIDField()
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="protection_key_is_there_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
