from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import EXISTENCE, NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.rows import AreaRow
from talkingpiece.rehearsal.states import Stage


class Group(AreaRow):
    """Those of a session who practise together, and the area in which they do. A row of the real area."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "session ground", PROOF: "begun_at begun_by ended_at ended_by"}

    session = models.ForeignKey("training.Session", models.PROTECT, related_name="+")
    ground = models.OneToOneField("areas.Area", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at__isnull=True), name="rehearsal_one_group_a_session"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="rehearsal_group_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} practises"


class Opened(AreaRow):
    """A synthetic case that was opened at a stage: a row of the area of practice. One is open; anew is another row."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", NOTHING_PERSONAL: "stage lead", PROOF: "opened_at opened_by over_at"}

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=16, choices=Stage)
    lead = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area"], condition=Q(over_at__isnull=True), name="rehearsal_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} at {self.stage}"
