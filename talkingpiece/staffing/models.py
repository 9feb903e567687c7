from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from talkingpiece.protection.classes import EXISTENCE, NOTHING_PERSONAL, OWN_NOTES, VICTIM_ACCOUNT, Tags
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, Fact, SealedRow


class Level(models.TextChoices):
    """Levels of practitioner registration (practice.md §1)."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Employment(models.TextChoices):
    PAID = "paid", _("Paid")
    VOLUNTEER = "volunteer", _("Volunteer")


class Gender(models.TextChoices):
    """As the facilitator says it themselves, because somebody who was harmed may wish for one or the other."""

    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")
    UNSAID = "", _("Would rather not say, or neither")


class Facilitator(AreaRow):
    """`capacity`: points that they can carry; what a case takes stands in the area profile. `districts`: where they can
    travel to, empty for everywhere. `why`: why they do this, in their words."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "user level capacity supervision_due_on vetting_until languages taking_cases employment "
        "registration competences districts gender hours why"
    }

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level)
    employment = models.CharField(max_length=10, choices=Employment, default=Employment.PAID)
    registration = models.CharField(max_length=40, blank=True)  # their number with a professional register
    competences = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(default=8)
    supervision_due_on = models.DateField(null=True, blank=True)
    vetting_until = models.DateField(null=True, blank=True)
    languages = models.CharField(max_length=160, blank=True)  # signed ones too
    districts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    gender = models.CharField(max_length=5, choices=Gender, blank=True, default=Gender.UNSAID)
    hours = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=600, blank=True)
    taking_cases = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "user"], name="staffing_facilitator_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class Clearance(AreaRow):
    """A prison lets this facilitator in, until a day."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "facilitator agency until"}

    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="clearances")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facilitator", "agency"], name="staffing_cleared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} until {self.until}"


class StaffingNeed(Fact):
    """What the people of a case need of whoever works with them. The newest that stands counts.

    `two`: whether two work together; None: as the policy says for such a case. `said`: the wishes and the district, as
    `queries.Wishes` reads them. Only whoever allocates the case reads it.
    """

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", NOTHING_PERSONAL: "two", VICTIM_ACCOUNT: "said"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    two = models.BooleanField(null=True, blank=True)
    said = EncryptedJSONField()

    def __str__(self) -> str:
        return str(self.case_id)


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


class Outlook(AreaRow):
    """The next months of an area played through, on invented cases. `done_at` None: not ready yet.

    `grounds`: what it stood on, each number by its key and whether it was the area's own; `outcomes`: what came of it.
    """

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "asked_by asked_at done_at seconds grounds outcomes"}

    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    grounds = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.area_id} from {self.asked_at}"


class PracticeKind(models.TextChoices):
    SUPERVISION = "supervision", _("A supervision session")
    OBSERVED = "observed", _("I watched them at work")
    LEARNING = "learning", _("Learning")


class PracticeRecord(Fact):
    """A supervision session, a practice that somebody watched, or hours of learning. Never about a case by name.

    `words`: what was agreed or learnt; the facilitator and whoever supervises read it.
    """

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "facilitator kind hours words"}

    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="practice")
    kind = models.CharField(max_length=12, choices=PracticeKind)
    hours = models.FloatField(null=True, blank=True)  # of learning
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return f"{self.kind} of {self.facilitator_id}"


class Reflection(SealedRow):
    """What a facilitator writes for themselves about their work. Nobody else reads it, whatever their role."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "author written_at", OWN_NOTES: "words"}

    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    words = EncryptedTextField()

    def __str__(self) -> str:
        return f"{self.author_id} at {self.written_at}"
