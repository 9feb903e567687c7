from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.engagement.states import Direction, Means, Outcome, Reply, Stance, VisitState, VoiceKind
from talkingpiece.protection.classes import (
    EXISTENCE,
    LOGISTICS,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OWN_ACCOUNT,
    PROOF,
    VICTIM_ACCOUNT,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import Fact, SealedRow

SIDES = [(side.value, side.value) for side in (Side.VICTIM, Side.OFFENDER, Side.JOINT)]


class Contact(Fact):
    """An attempt to reach somebody, or their reaching us, and what is to be done next."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side means direction outcome",
        OWN_ACCOUNT: "note next_words",
        NOTHING_PERSONAL: "next_at next_done_at",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    means = models.CharField(max_length=10, choices=Means)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.OUT)
    outcome = models.CharField(max_length=14, choices=Outcome)
    note = EncryptedTextField(default="")
    next_at = models.DateTimeField(null=True, blank=True)
    next_words = EncryptedTextField(default="")
    next_done_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        indexes: ClassVar = [models.Index(fields=["area", "case", "-happened_at"], name="engagement_contact_case")]

    def __str__(self) -> str:
        return f"{self.means} {self.outcome}"


class Visit(SealedRow):
    """A visit: planned, with whom, held or not, and that everybody came home."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        LOGISTICS: "place planned_at",
        OWN_ACCOUNT: "note",
        NOTHING_PERSONAL: "purpose worker with_user home_by state held_at home_at planned_by not_held_why recorded_at "
        "version",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    purpose = models.CharField(max_length=160)
    planned_at = models.DateTimeField()
    place = EncryptedTextField()
    worker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    with_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    home_by = models.DateTimeField()
    state = models.CharField(max_length=8, choices=VisitState, default=VisitState.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    home_at = models.DateTimeField(null=True, blank=True)
    not_held_why = models.CharField(max_length=200, blank=True)
    note = EncryptedTextField(default="")
    planned_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=VisitState.HELD, held_at__isnull=False, home_at__isnull=False)
                | ~Q(state=VisitState.HELD),
                name="engagement_held_visit_came_home",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["worker", "state", "planned_at"], name="engagement_visit_desk")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Need(Fact):
    """What the victim needs, in their own words, with their rank if they gave one."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case person", VICTIM_ACCOUNT: "words code rank"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    words = EncryptedTextField()
    code = models.CharField(max_length=24, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"need {self.pk}"


class Voice(Fact):
    """What somebody said of their wishes, fears, deal-breakers, support, and their own view of the risk."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case person side", OWN_ACCOUNT: "kind words"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    kind = models.CharField(max_length=14, choices=VoiceKind)
    words = EncryptedTextField()

    def __str__(self) -> str:
        return self.kind


class InformationGiven(Fact):
    """Which information sheet somebody was given, in which version, and how."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        NOTHING_PERSONAL: "sheet sheet_version means language",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    sheet = models.CharField(max_length=30)
    sheet_version = models.PositiveIntegerField()
    means = models.CharField(max_length=10, choices=Means)
    language = models.CharField(max_length=40, default="English")

    def __str__(self) -> str:
        return f"{self.sheet} {self.sheet_version}"


class Approach(Fact):
    """The offender was told what the victim allowed, and what they answered."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case responsible",
        OFFENDER_ACCOUNT: "means told reply reply_words voluntary",
        NOTHING_PERSONAL: "told_by replied_at ask_again_on victim_told_at",
        PROOF: "consent",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    consent = models.ForeignKey("consents.Consent", models.PROTECT, related_name="+")
    means = models.CharField(max_length=10, choices=Means)
    told = EncryptedTextField()
    told_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_words = EncryptedTextField(default="")
    voluntary = models.BooleanField(null=True, blank=True)
    ask_again_on = models.DateField(null=True, blank=True)
    victim_told_at = models.DateTimeField(null=True, blank=True)  # what the offender said

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="engagement_reply_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"approach {self.pk}"


class StanceTaken(Fact):
    """What the offender says of their part. Partial responsibility needs a supervisor's documented exception."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case responsible",
        OFFENDER_ACCOUNT: "stance words",
        PROOF: "exception_by exception_at exception_agreed exception_words",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12, choices=Stance)
    words = EncryptedTextField(default="")
    exception_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    exception_at = models.DateTimeField(null=True, blank=True)
    exception_agreed = models.BooleanField(null=True, blank=True)
    exception_words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(exception_by__isnull=True, exception_at__isnull=True, exception_agreed__isnull=True)
                | Q(exception_by__isnull=False, exception_at__isnull=False, exception_agreed__isnull=False),
                name="engagement_exception_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.stance


class SupervisorAgreement(Fact):
    """A case supervisor's answer: may this offender be approached, in a sensitive case or against an objection?"""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case responsible", PROOF: "agreed", OFFENDER_ACCOUNT: "words"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    words = EncryptedTextField()

    def __str__(self) -> str:
        return "agreed" if self.agreed else "not agreed"


class Preparation(Fact):
    """One session of preparing somebody for one approach: what was covered, and whether they feel ready."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        OWN_ACCOUNT: "note supporter",
        NOTHING_PERSONAL: "approach covered ready",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    approach = models.CharField(max_length=30)
    covered = ArrayField(models.CharField(max_length=30), default=list)  # codes of the profile's checklist
    ready = models.BooleanField()  # they say so themselves
    supporter = EncryptedTextField(default="")
    note = EncryptedTextField(default="")

    def __str__(self) -> str:
        return f"preparation {self.pk}"
