from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import NOTHING_PERSONAL, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import SealedRow


class Area(models.Model):
    """Where one service works. Everything else is keyed by it. In one that is for practice nobody is real, and nothing
    that is in it leaves it."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "id slug name code jurisdiction phone phone_hours next_case_number practice"
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=4, unique=True)
    jurisdiction = models.CharField(max_length=12, default="GB-EAW")
    phone = models.CharField(max_length=30)
    phone_hours = models.CharField(max_length=120)
    next_case_number = models.PositiveIntegerField(default=1)
    practice = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return self.name


class Opening(SealedRow):
    """The planning group opened the area for meetings. Until then, and after it was closed again, none is booked."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "opened_at opened_by words closed_at closed_by closed_why"}

    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True, blank=True)  # a user; accounts lies above
    words = EncryptedTextField(default="")  # which sitting decided it
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.UUIDField(null=True, blank=True)
    closed_why = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area"], condition=Q(closed_at__isnull=True), name="areas_one_opening")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} open"


class AgencyKind(models.TextChoices):
    PROBATION = "probation"
    PRISON = "prison"
    POLICE = "police"
    VICTIM_LIAISON = "victim_liaison"
    VICTIM_SUPPORT = "victim_support"
    OTHER = "other"


class RealAgencies(models.Manager["Agency"]):
    def get_queryset(self) -> models.QuerySet[Agency]:
        return super().get_queryset().filter(practice=False)


class Agency(models.Model):
    """An organisation that the service works with. Global: a prison and a probation region span areas. One that was
    invented for practice is in no list; whoever has its id finds it in `everywhere`."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id name kind practice"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    practice = models.BooleanField(default=False, editable=False)

    objects = RealAgencies()
    everywhere = models.Manager["Agency"]()

    def __str__(self) -> str:
        return self.name


class ProfileVersion(models.Model):
    """One version of an area's profile: only its differences from the model. Never changed once written."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id area version differences adopted_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="profiles")
    version = models.PositiveIntegerField()
    differences = models.JSONField(default=dict)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "version"], name="areas_profile_version")]

    def __str__(self) -> str:
        return f"{self.area_id} v{self.version}"
