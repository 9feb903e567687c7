from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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


class SelfStudy(AreaRow):
    """One time that somebody took a course by themselves: how far they are, and how it ended. Another time is another
    row. What they answered is shown to nobody but them."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "user module version began_at page answers",
        PROOF: "finished_at right passed",
    }

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    module = models.CharField(max_length=4)
    version = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    page = models.PositiveSmallIntegerField(default=1)  # the page that they read next
    answers = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # which option, in order
    finished_at = models.DateTimeField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "user", "module"],
                condition=Q(finished_at__isnull=True),
                name="training_one_study_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, right__isnull=True, passed__isnull=True)
                | Q(finished_at__isnull=False, right__isnull=False, passed__isnull=False),
                name="training_study_finished_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.module}"
