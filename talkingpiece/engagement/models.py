from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.cases.models import who_decided
from talkingpiece.engagement.states import (
    AskedBy,
    CallOutAnswer,
    CallOutEnd,
    CallOutWhat,
    Direction,
    Means,
    Outcome,
    PaidBy,
    Reply,
    Stance,
    Travel,
    VisitAnswer,
    VisitState,
    VoiceKind,
)
from talkingpiece.protection.classes import (
    EXISTENCE,
    LOGISTICS,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OFFENDER_IDENTITY,
    OWN_ACCOUNT,
    PROOF,
    VICTIM_ACCOUNT,
    WHEREABOUTS,
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
        LOGISTICS: "planned_at arrived_at left_at",
        OWN_ACCOUNT: "note purpose not_held_why more_why",
        WHEREABOUTS: "place meet_at ring_also",
        NOTHING_PERSONAL: "worker with_user home_by state held_at home_at planned_by recorded_at "
        "version travel minutes miles paid_by more_minutes",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDES)
    purpose = EncryptedTextField()
    planned_at = models.DateTimeField()
    place = EncryptedTextField()
    worker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    with_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    home_by = models.DateTimeField()
    meet_at = EncryptedTextField(default="")  # where the car stands, or where two workers meet
    ring_also = EncryptedTextField(default="")  # whom the worker wants rung if they do not come home: name and number
    travel = models.CharField(max_length=12, choices=Travel, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # there and back
    miles = models.PositiveSmallIntegerField(null=True, blank=True)
    paid_by = models.CharField(max_length=8, choices=PaidBy, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    more_minutes = models.PositiveSmallIntegerField(default=0)  # by which home_by was moved, in the open
    more_why = EncryptedTextField(default="")
    state = models.CharField(max_length=8, choices=VisitState, default=VisitState.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    home_at = models.DateTimeField(null=True, blank=True)
    not_held_why = EncryptedTextField(default="")
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


class CallOut(SealedRow):
    """Nobody said by the agreed minute that they are home. It stays until somebody knows that they are."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case visit",
        NOTHING_PERSONAL: "raised_at closed_at closed_by closed_how",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="call_outs")
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_how = models.CharField(max_length=10, choices=CallOutEnd, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(closed_at__isnull=True), name="engagement_one_call_out"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_how="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_how="")),
                name="engagement_call_out_end_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"call-out {self.pk}"


class CallOutStep(SealedRow):
    """One thing that is done because somebody did not come home: due at its minute, answered by whoever did it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "call_out",
        NOTHING_PERSONAL: "number what due_at done_at done_by answer",
        OWN_ACCOUNT: "words",
    }

    call_out = models.ForeignKey(CallOut, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=8, choices=CallOutWhat)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=12, choices=CallOutAnswer, blank=True)
    words = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call_out", "number"], name="engagement_call_out_step_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, answer="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(answer="")),
                name="engagement_step_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class LegalVisit(Fact):
    """A prison was asked to let our workers see somebody. It carries no word of the victim."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        LOGISTICS: "wished granted_for",
        OFFENDER_IDENTITY: "needs gate",
        OFFENDER_ACCOUNT: "answer_words",
        PROOF: "disclosure",
        NOTHING_PERSONAL: "responsible agency addressed_to asked_by worker with_user photo_id interpreter due_at "
        "chased_at chased_count answer answered_at answered_by visit withdrawn_at",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.CharField(max_length=8, choices=AskedBy)
    worker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    with_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    photo_id = models.BooleanField(default=True)  # whoever comes brings it; its number is kept nowhere
    interpreter = models.BooleanField(default=False)
    wished = ArrayField(models.DateTimeField(), size=3)
    needs = EncryptedTextField(default="")
    disclosure = models.ForeignKey("information_sharing.Disclosure", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True, blank=True)
    chased_count = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=8, choices=VisitAnswer, blank=True)
    answer_words = EncryptedTextField(default="")
    granted_for = models.DateTimeField(null=True, blank=True)
    gate = EncryptedTextField(default="")  # where to go in, what to bring, what stays outside
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="engagement_legal_visit_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer=VisitAnswer.GRANTED) | Q(granted_for__isnull=False, visit__isnull=False),
                name="engagement_granted_visit_is_planned",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "answered_at"], name="engagement_legal_visit_desk")]

    def __str__(self) -> str:
        return f"legal visit {self.pk}"

    @property
    def waits(self) -> bool:
        """Nobody has answered, and somebody still wants to know."""
        return self.stands and self.answered_at is None and self.withdrawn_at is None


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

    TAGS: ClassVar[Tags] = {EXISTENCE: "case responsible", PROOF: "agreed outside", OFFENDER_ACCOUNT: "words"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    words = EncryptedTextField()
    # A supervisor of another organisation, instead of a colleague who recorded it.
    outside = models.ForeignKey("cases.OutsideSupervisor", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False, outside__isnull=True)
                | Q(recorded_by__isnull=True, outside__isnull=False),
                name="engagement_one_supervisor_answers",
            ),
        ]

    def __str__(self) -> str:
        return "agreed" if self.agreed else "not agreed"

    @property
    def answered_name(self) -> str:
        return who_decided(self.recorded_by, self.outside)


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
