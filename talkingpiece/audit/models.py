from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from talkingpiece.protection.classes import PROOF, Tags


class Kind(models.TextChoices):
    ACT = "act"
    READING = "reading"
    REVEAL = "reveal"
    REFUSAL = "refusal"
    SIGN_IN = "sign_in"
    SEARCH = "search"
    EXPORT = "export"


class Event(models.Model):
    """One entry of the trail. No foreign keys: the trail must never hold back, nor follow, the life of a record.

    `detail` holds codes, ids and digests, never a name, a whereabouts or a narrative.
    """

    TAGS: ClassVar[Tags] = {
        PROOF: "id area_id kind name actor_id about_type about_id case_id side basis detail happened_at recorded_at"
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    side = models.CharField(max_length=8)
    basis = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_id", "case_id", "-recorded_at"], name="audit_event_case"),
            models.Index(fields=["area_id", "actor_id", "-recorded_at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """The place of an event in its area's chain. Written by the database alone, when the transaction commits."""

    TAGS: ClassVar[Tags] = {PROOF: "id area_id seq event_id previous hash"}

    id = models.BigAutoField(primary_key=True)
    area_id = models.UUIDField()
    seq = models.BigIntegerField()
    event_id = models.UUIDField(unique=True)
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area_id", "seq"], name="audit_link_place")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.seq}"


class Head(models.Model):
    """The last link of an area's chain; locked at commit, and only then."""

    TAGS: ClassVar[Tags] = {PROOF: "area_id seq hash"}

    area_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.area_id} {self.seq}"
