from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.rows import AreaRow
from talkingpiece.training.states import How, Part


class ModuleAdapted(AreaRow):
    """What an area adds to a part of a module, or that it leaves it out. The pack itself stays as it came: `version`
    and `digest` say upon which text this was written, so that a newer one can be seen."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "module part how words version digest",
        PROOF: "made_at made_by ended_at ended_by",
    }

    module = models.CharField(max_length=4)
    part = models.CharField(max_length=12, choices=Part)
    how = models.CharField(max_length=8, choices=How)
    words = models.TextField(max_length=8000)  # Markdown; of a part that is left out: why
    version = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "module", "part"],
                condition=Q(how=How.OMITTED, ended_at__isnull=True),
                name="training_left_out_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="training_adapted_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.part} {self.how}"
