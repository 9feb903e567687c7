from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT

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
            models.Index(fields=["area_id", "kind", "-recorded_at"], name="audit_event_kind"),
            # A page that was refused to somebody knows its case by the reference that was asked for.
            models.Index(
                F("area_id"), KT("detail__asked__reference"), name="audit_event_asked", condition=Q(name="page.refused")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeSet(models.Model):
    """All that one transaction changed in the rows of one area. Written by the database alone (protection.history).

    `errand` is the page, job or command in which it happened; `db_role` who was connected to the database, so that
    whoever changed a row past the application is named too. `xid` means nothing once the transaction is over.
    """

    TAGS: ClassVar[Tags] = {PROOF: "id area_id actor_id errand db_role xid recorded_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    errand = models.CharField(max_length=120, blank=True)
    db_role = models.CharField(max_length=63)
    xid = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.errand


class RowChange(models.Model):
    """One row inserted, updated or deleted: which columns changed, what they were, and a digest of the row since then.

    `old` holds ciphertexts as they lay in the row, and no plain value of a class that is encrypted elsewhere.
    """

    TAGS: ClassVar[Tags] = {PROOF: "id changeset_id area_id of_table row_id op changed old digest"}

    id = models.BigAutoField(primary_key=True)
    changeset_id = models.UUIDField(db_index=True)
    area_id = models.UUIDField()
    of_table = models.CharField(max_length=63)
    row_id = models.UUIDField()
    op = models.CharField(max_length=1, choices=[("I", "insert"), ("U", "update"), ("D", "delete")])
    changed = ArrayField(models.CharField(max_length=63), default=list)
    old = models.JSONField(null=True)
    digest = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of_table", "row_id", "id"], name="audit_rowchange_row")]

    def __str__(self) -> str:
        return f"{self.op} {self.of_table} {self.row_id}"


class Link(models.Model):
    """The place of an event, or of a change set, in its area's chain. Written by the database alone, at commit."""

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
