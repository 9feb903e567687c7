from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow
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


class TrainerOf(AreaRow):
    """Somebody trains one module, since they do that work themselves. They assess in no other."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user module", PROOF: "since by ended_at ended_by"}

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    module = models.CharField(max_length=4)
    since = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "user", "module"], condition=Q(ended_at__isnull=True), name="training_trainer_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="training_trainer_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.module}"


class Course(AreaRow):
    """Modules, each in one version, that one trainer teaches to some people in one or more sessions."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "title trainer", PROOF: "arranged_at arranged_by"}

    title = models.CharField(max_length=80)
    trainer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class CourseModule(AreaRow):
    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "course module version"}

    course = models.ForeignKey(Course, models.PROTECT, related_name="modules")
    module = models.CharField(max_length=4)
    version = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "module"], name="training_module_once_a_course")
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.version}"


class Session(AreaRow):
    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "course starts_at place"}

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.course_id} {self.starts_at}"


class Learner(AreaRow):
    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "course user"}

    course = models.ForeignKey(Course, models.PROTECT, related_name="learners")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "user"], name="training_learner_once_a_course")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.user_id}"


class Attended(AreaRow):
    """Somebody was there. Who was not has no row."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "session learner", PROOF: "recorded_at recorded_by"}

    session = models.ForeignKey(Session, models.PROTECT, related_name="attended")
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="attended")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "learner"], name="training_attended_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.learner_id}"


class Assessed(SealedRow):
    """A trainer's view of what somebody can do, criterion by criterion of the module's rubric. Another time is another
    row, and the newest counts. The words are for the learner and the trainer."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "learner module version levels words passed valid_until",
        PROOF: "assessed_at assessed_by",
    }

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="assessed")
    module = models.CharField(max_length=4)
    version = models.CharField(max_length=8)
    levels = models.JSONField(default=dict)  # the key of each criterion, and the level that was seen
    words = EncryptedTextField()
    passed = models.BooleanField()
    valid_until = models.DateField(null=True, blank=True)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(passed=True, valid_until__isnull=False) | Q(passed=False, valid_until__isnull=True),
                name="training_passed_counts_until",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.module}"
