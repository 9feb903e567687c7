from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from talkingpiece.protection.classes import NOTHING_PERSONAL, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import SealedRow


class EvidenceGiven(SealedRow):
    """Somebody says that an item of the checklist is there: what they saw, of which day, where it lies.

    What the records of the area show by themselves is never stored here: it is looked up each time.
    """

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "item words reference dated until given_at given_by taken_back_at taken_back_by "
        "taken_back_why"
    }

    item = models.CharField(max_length=40)  # a key of the profile's checklist
    words = EncryptedTextField()
    reference = EncryptedTextField(default="")  # where the paper lies
    dated = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day on which it counts
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="planning_group_taking_back_whole",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("dated")), name="planning_group_evidence_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "item", "-dated"], name="planning_group_evidence")]

    def __str__(self) -> str:
        return self.item


class Decision(SealedRow):
    """The sitting at which the planning group opened the area for meetings."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "opening sitting_on present words dissent facts_digest profile_version recorded_at "
        "recorded_by"
    }

    opening = models.UUIDField(unique=True)  # an areas.Opening
    sitting_on = models.DateField()
    present = EncryptedTextField()
    words = EncryptedTextField(default="")
    dissent = EncryptedTextField(default="")
    facts_digest = models.CharField(max_length=64)
    profile_version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sitting of {self.sitting_on}"
