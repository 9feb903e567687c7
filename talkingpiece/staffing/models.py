from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from talkingpiece.protection.classes import NOTHING_PERSONAL, Tags
from talkingpiece.protection.rows import AreaRow


class Level(models.TextChoices):
    """Levels of practitioner registration (practice.md §1)."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Facilitator(AreaRow):
    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "user level capacity supervision_due_on vetting_until languages taking_cases"
    }

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level)
    capacity = models.PositiveSmallIntegerField(default=8)  # open cases at a time
    supervision_due_on = models.DateField(null=True, blank=True)
    vetting_until = models.DateField(null=True, blank=True)
    languages = models.CharField(max_length=160, blank=True)
    taking_cases = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "user"], name="staffing_facilitator_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class Duty(AreaRow):
    """The moment from which somebody owns whatever arrives, until the next such moment.

    Only beginnings are kept: two at once, or nobody at all between two, cannot be written down.
    """

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user starts_at"}

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "starts_at"], name="staffing_one_duty_owner")]

    def __str__(self) -> str:
        return str(self.user_id)
