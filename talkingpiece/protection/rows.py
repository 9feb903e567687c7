"""The abstract bases from which every table with case data is made."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.fields import EncryptedTextField

if TYPE_CHECKING:
    from uuid import UUID


class AreaRow(models.Model):
    """A row of one area. Its migration seals the table: see operations.SealTable."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id area"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")

    area_id: UUID

    class Meta:
        abstract = True


class SealedRow(AreaRow):
    """A row with encrypted fields, and the data key that seals them (of the person, case or referral it tells of)."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "key"}

    key = models.ForeignKey("protection.DataKey", models.PROTECT, related_name="+")

    key_id: UUID

    class Meta:
        abstract = True


M = TypeVar("M", bound=models.Model, covariant=True)


class FactQuerySet(models.QuerySet[M]):
    def standing(self) -> Self:
        """Facts that nobody has marked as entered in error. Gates read no others."""
        return self.filter(error_at__isnull=True)


class Vagueness(models.TextChoices):
    EXACT = "exact"
    DAY = "day"
    ABOUT = "about"


class Fact(SealedRow):
    """Something that happened. Never changed: a mistake is marked as entered in error and the truth entered anew.

    `happened_at` is the world's clock (gates, promises, figures); `recorded_at` the record's (the trail).
    """

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "happened_at happened_vaguely recorded_at recorded_by",
        PROOF: "error_at error_by error_why",
    }

    happened_at = models.DateTimeField()
    happened_vaguely = models.CharField(max_length=5, choices=Vagueness, default=Vagueness.EXACT)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    error_at = models.DateTimeField(null=True, blank=True)
    error_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    error_why = EncryptedTextField(default="")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(error_at__isnull=True, error_by__isnull=True)
                | Q(error_at__isnull=False, error_by__isnull=False),
                name="%(app_label)s_%(class)s_error_whole",
            )
        ]

    @property
    def stands(self) -> bool:
        return self.error_at is None
