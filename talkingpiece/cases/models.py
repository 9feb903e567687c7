from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from talkingpiece.cases.states import (
    ChangeKind,
    ChangeSource,
    ClosureReason,
    CompanionPart,
    Complexity,
    ContactScope,
    EmergencyGround,
    Holder,
    InitiatedBy,
    KnownFrom,
    LegalResult,
    MemberRole,
    OffenceCategory,
    OffenderTold,
    OrderType,
    OutsideAnswer,
    PaperKind,
    PaperState,
    PermissionKind,
    PermissionState,
    Question,
    Review,
    Route,
    SentenceType,
    VictimAs,
    VictimTold,
)
from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OFFENDER_IDENTITY,
    OWN_ACCOUNT,
    PROOF,
    RISK,
    VICTIM_ACCOUNT,
    WHEREABOUTS,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, Fact, SealedRow

if TYPE_CHECKING:
    from talkingpiece.accounts.models import User


class Incident(SealedRow):
    """What happened. Other victims' cases may share it; it has its own data key for that."""

    TAGS: ClassVar[Tags] = {
        OFFENDER_ACCOUNT: "category words happened_on crime_reference court",
        NOTHING_PERSONAL: "recorded_at",
    }

    category = models.CharField(max_length=20, choices=OffenceCategory)
    words = EncryptedTextField(default="")  # one neutral sentence: "Burglary of her home, March 2025."
    happened_on = models.DateField(null=True, blank=True)
    crime_reference = EncryptedTextField(default="")
    court = EncryptedTextField(default="")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Case(SealedRow):
    """One victim's journey. That it exists is the first secret."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "reference victim victim_as incident initiated_by route opened_at ended_at",
        NOTHING_PERSONAL: "profile_version complexity",
    }

    reference = models.CharField(max_length=20)
    victim = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    victim_as = models.CharField(max_length=12, choices=VictimAs, default=VictimAs.DIRECT)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="cases")
    initiated_by = models.CharField(max_length=10, choices=InitiatedBy)
    route = models.CharField(max_length=12, choices=Route)
    opened_at = models.DateTimeField()
    profile_version = models.PositiveIntegerField()
    complexity = models.CharField(max_length=20, choices=Complexity, default=Complexity.STANDARD)
    ended_at = models.DateTimeField(null=True, blank=True)  # the newest Ending's, until reopened; see closing.py

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "reference"], name="cases_reference")]
        indexes: ClassVar = [models.Index(fields=["area", "ended_at", "-opened_at"], name="cases_open")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Responsible(SealedRow):
    """A person responsible for the harm, in one case, and who supervises them."""

    TAGS: ClassVar[Tags] = {
        OFFENDER_IDENTITY: "person offender_manager agency without_manager",
        WHEREABOUTS: "held_at",
        EXISTENCE: "case",
        NOTHING_PERSONAL: "known_since supervised_since held_since version",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="responsibles")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    offender_manager = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    without_manager = models.BooleanField(default=False)  # known to have none: sentence complete
    held_at = EncryptedTextField(default="")
    known_since = models.DateTimeField()
    # When somebody last wrote down by hand under whom they are, and where: what happened before that changes neither.
    supervised_since = models.DateTimeField()
    held_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="cases_responsible_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Companion(SealedRow):
    """Somebody who takes part beside the victim or the offender of one case: with a consent, a preparation and a look
    at the risk of their own, and without the file."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person beside",
        OWN_ACCOUNT: "words ended_why",
        WHEREABOUTS: "under_18",
        NOTHING_PERSONAL: "part side independent since ended_at version",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="companions")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    part = models.CharField(max_length=14, choices=CompanionPart)
    # Whose companion: the victim or a responsible person of the case. An interpreter may be there for both.
    beside = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER, Side.JOINT)]
    )
    words = EncryptedTextField(default="")  # "Her sister." "Polish, from the agency." "Manager of the shop."
    under_18 = models.BooleanField(default=False)
    independent = models.BooleanField(null=True, blank=True)  # of an interpreter: stands close to neither side
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = EncryptedTextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="cases_companion_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("beside")), name="cases_companion_beside_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.person_id}"


class Safeguard(Fact):
    """A child takes part only with a parent or guardian who agreed, and a specialist who leads the work with them."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        OWN_ACCOUNT: "guardian words",
        NOTHING_PERSONAL: "lead",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="safeguards")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER, Side.JOINT)]
    )
    guardian = EncryptedTextField()  # "Her mother, Ana, at home on 3 May."
    lead = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return str(self.pk)


class Sentence(Fact):
    """What the court decided, as far as known, and from whom. The newest standing one counts."""

    TAGS: ClassVar[Tags] = {
        OFFENDER_ACCOUNT: "kind sentenced_on length",
        OFFENDER_IDENTITY: "release_on licence_ends_on parole_from parole_until",
        NOTHING_PERSONAL: "responsible known_from",
    }

    responsible = models.ForeignKey(Responsible, models.PROTECT, related_name="sentences")
    kind = models.CharField(max_length=12, choices=SentenceType)
    length = EncryptedTextField(default="")
    sentenced_on = models.DateField(null=True, blank=True)
    release_on = models.DateField(null=True, blank=True)
    licence_ends_on = models.DateField(null=True, blank=True)
    parole_from = models.DateField(null=True, blank=True)
    parole_until = models.DateField(null=True, blank=True)
    known_from = models.CharField(max_length=20, choices=KnownFrom)

    def __str__(self) -> str:
        return self.kind


class Restriction(Fact):
    """An order or condition that restricts contact. It protects; the protected person's wish does not lift it."""

    TAGS: ClassVar[Tags] = {RISK: "responsible kind forbids issuer words starts_on ends_on lifted_on lifted_why"}

    responsible = models.ForeignKey(Responsible, models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=30, choices=OrderType)
    forbids = ArrayField(models.CharField(max_length=10, choices=ContactScope))
    issuer = EncryptedTextField(default="")
    words = EncryptedTextField(default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    lifted_on = models.DateField(null=True, blank=True)
    lifted_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="cases_restriction_period",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class LegalCheck(Fact):
    """Somebody asked what orders and conditions there are. Unknown counts as no."""

    TAGS: ClassVar[Tags] = {RISK: "responsible result source"}

    responsible = models.ForeignKey(Responsible, models.PROTECT, related_name="legal_checks")
    result = models.CharField(max_length=12, choices=LegalResult)
    source = EncryptedTextField()

    def __str__(self) -> str:
        return self.result


class OffenderChange(Fact):
    """Something changed for an offender without our doing: told by hand, by a file or by an event.

    `happened_at` is when it happened to them. Nothing that it reopens is written anywhere: gates ask for the newest.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        OFFENDER_IDENTITY: "responsible kind values agency officer",
        OFFENDER_ACCOUNT: "words",
        KEYS: "event",
        NOTHING_PERSONAL: "source noted_at noted_by",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="changes")
    responsible = models.ForeignKey(Responsible, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    source = models.CharField(max_length=6, choices=ChangeSource)
    event = models.CharField(max_length=32, blank=True)  # a keyed token of what the source calls it
    values = EncryptedJSONField(default=dict)  # what is new: prison, officer, number
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    words = EncryptedTextField(default="")
    # Somebody who works on the case has read it; what it reopens stays open until it is made sure of again.
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["responsible", "source", "event"], condition=~Q(event=""), name="cases_change_once"
            ),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True, noted_by__isnull=True)
                | Q(noted_at__isnull=False, noted_by__isnull=False),
                name="cases_change_noted_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "source", "event"], name="cases_change_event")]

    def __str__(self) -> str:
        return self.kind


class Permission(Fact):
    """What somebody else allows in writing: asked for, seen, granted for some contact on some days, refused, ended.

    What is not granted, not seen in writing, over or reopened by a change opens nothing.
    """

    TAGS: ClassVar[Tags] = {
        RISK: "responsible kind restriction state of_whom words paper evidence seen_at seen_recorded_at allows "
        "starts_on until decided_at ended_on ended_why",
        NOTHING_PERSONAL: "version",
    }

    responsible = models.ForeignKey(Responsible, models.PROTECT, related_name="permissions")
    kind = models.CharField(max_length=10, choices=PermissionKind)
    # The order or condition that it makes an exception to; none for a visit.
    restriction = models.ForeignKey(Restriction, models.PROTECT, null=True, blank=True, related_name="permissions")
    state = models.CharField(max_length=10, choices=PermissionState, default=PermissionState.REQUESTED)
    of_whom = EncryptedTextField(default="")
    words = EncryptedTextField(default="")
    paper = models.ForeignKey("cases.Paper", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = EncryptedTextField(default="")
    seen_at = models.DateTimeField(null=True, blank=True)  # when somebody last read the writing
    seen_recorded_at = models.DateTimeField(null=True, blank=True)
    allows = ArrayField(models.CharField(max_length=10, choices=ContactScope), default=list)
    starts_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = EncryptedTextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=PermissionKind.VISIT, restriction__isnull=True)
                | (~Q(kind=PermissionKind.VISIT) & Q(restriction__isnull=False)),
                name="cases_permission_from_what",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PermissionState.EVIDENCED, PermissionState.GRANTED])
                | Q(seen_at__isnull=False, seen_recorded_at__isnull=False),
                name="cases_permission_seen",
            ),
            models.CheckConstraint(
                condition=~Q(state=PermissionState.GRANTED)
                | (Q(starts_on__isnull=False, decided_at__isnull=False) & ~Q(allows=[])),
                name="cases_permission_granted_whole",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(starts_on__lt=F("until")), name="cases_permission_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Member(AreaRow):
    """Somebody who works on a case, from when until when. Each open case has one owner."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", NOTHING_PERSONAL: "user role starts_at ends_at"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=MemberRole)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=MemberRole.OWNER, ends_at__isnull=True),
                name="cases_one_owner",
            ),
            models.UniqueConstraint(
                fields=["case", "user", "role"], condition=Q(ends_at__isnull=True), name="cases_member_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ends_at"], name="cases_member_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class HandOver(Fact):
    """A case offered to somebody. It counts when they accept; until then whoever offers it holds it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "from_user to_user role answered_at accepted",
        OWN_ACCOUNT: "words answer_words",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    from_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    to_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=MemberRole, default=MemberRole.OWNER)
    words = EncryptedTextField(default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answer_words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, accepted__isnull=True)
                | Q(answered_at__isnull=False, accepted__isnull=False),
                name="cases_hand_over_answer_whole",
            ),
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=Q(answered_at__isnull=True, error_at__isnull=True),
                name="cases_one_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.to_user_id}"


class Ball(AreaRow):
    """Who must act, on what, since when, by when. One open for each case, and for each referral before it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "subject subject_id case",
        NOTHING_PERSONAL: "holder user agency what since due_at closed_at",
    }

    class Subject(models.TextChoices):
        CASE = "case"
        REFERRAL = "referral"

    subject = models.CharField(max_length=8, choices=Subject)
    subject_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="balls")
    holder = models.CharField(max_length=8, choices=Holder)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=40)  # a code of balls.What
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(closed_at__isnull=True), name="cases_one_open_ball"
            ),
            models.CheckConstraint(
                condition=~Q(holder=Holder.USER) | Q(user__isnull=False), name="cases_ball_user_named"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "due_at"], condition=Q(closed_at__isnull=True), name="cases_ball_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.what} with {self.holder}"


class Pause(Fact):
    """The victim's pause. It needs no reason and no end, and costs nothing."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        VICTIM_ACCOUNT: "words",
        NOTHING_PERSONAL: "resume_on ended_at",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    words = EncryptedTextField(default="")
    resume_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True, error_at__isnull=True),
                name="cases_one_pause",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Ending(Fact):
    """How a case ended, what each was told, and whether it was opened again."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case early reason",
        VICTIM_ACCOUNT: "victim_told victim_words other_help may_ask_later completion_told feedback_offered",
        OFFENDER_ACCOUNT: "offender_told offender_words",
        PROOF: "reopened_at reopened_by reopened_why",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="endings")
    early = models.BooleanField()
    reason = models.CharField(max_length=40, choices=ClosureReason)
    victim_told = models.CharField(max_length=12, choices=VictimTold)
    victim_words = EncryptedTextField(default="")
    other_help = EncryptedTextField(default="")
    may_ask_later = models.BooleanField(default=False)
    completion_told = models.BooleanField(default=False)
    feedback_offered = models.BooleanField(default=False)
    offender_told = models.CharField(max_length=20, choices=OffenderTold)
    offender_words = EncryptedTextField(default="")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    reopened_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="cases_reopening_whole",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(reopened_at__isnull=True, error_at__isnull=True),
                name="cases_one_ending",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class MoreReveals(SealedRow):
    """Somebody may uncover more than the area's profile allows in a day: that day, for a reason, by another's act."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user day more", PROOF: "given_at given_by", OWN_ACCOUNT: "why"}

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    day = models.DateField()
    more = models.PositiveIntegerField()
    why = EncryptedTextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(user=F("given_by")), name="cases_more_reveals_by_another")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "day"], name="cases_more_reveals_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Paper(Fact):
    """A file that somebody brought, kept under the key of the person to whose side it belongs.

    Its content lies in the vault (documents.vault) and opens for this row alone.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        OWN_ACCOUNT: "name words brought_by",
        NOTHING_PERSONAL: "kind file_kind size state checked_at stored",
        PROOF: "sha256",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # whose side it belongs to
    side = models.CharField(max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER)])
    kind = models.CharField(max_length=10, choices=PaperKind)
    name = EncryptedTextField()  # of the file as it came: shown, never used
    words = EncryptedTextField(default="")
    brought_by = EncryptedTextField(default="")
    file_kind = models.CharField(max_length=5)  # a documents.reception.FileKind
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.UUIDField(null=True, blank=True)  # None once it was destroyed
    state = models.CharField(max_length=8, choices=PaperState, default=PaperState.CHECKING)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=PaperState.CHECKING) | Q(checked_at__isnull=False),
                name="cases_paper_not_opened_unchecked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class GatePassing(AreaRow):
    """A gate was asked and was open: on which facts, under which version of the profile."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", PROOF: "gate subject_id at by facts_digest profile_version"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="gate_passings")
    gate = models.CharField(max_length=30)
    subject_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    # Nobody of the service where somebody outside decided: the row on which they did names them.
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    facts_digest = models.CharField(max_length=64)
    profile_version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.gate} {self.case_id}"


class BreakGlass(SealedRow):
    """Somebody of the service opened one case that is not theirs, in an emergency, for an hour. Never taken back:
    what was looked at was looked at."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        OWN_ACCOUNT: "words",
        PROOF: "user ground opened_at until closed_at reviewed_at reviewed_by review review_words",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=EmergencyGround)
    words = EncryptedTextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # before its time was over
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    review = models.CharField(max_length=14, choices=Review, blank=True)
    review_words = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opened_at__lt=F("until")), name="cases_emergency_runs_forward"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, review="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review="")),
                name="cases_review_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")), name="cases_review_by_another"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "until"], name="cases_emergency_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"

    def runs(self, at: datetime) -> bool:
        return self.opened_at <= at < self.until and (self.closed_at is None or at < self.closed_at)


class OutsideSupervisor(SealedRow):
    """Somebody outside the service who is asked to decide one thing as it stands, by a one-time link: `about_id` is
    the assessment, or the responsible person who is to be approached.

    It is bound to what they are shown by a digest: once anything in it changes, the link opens nothing.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        KEYS: "token_digest",
        OWN_ACCOUNT: "name organisation email",
        PROOF: "content_digest answered_at answer",
        NOTHING_PERSONAL: "question about_id asked_at asked_by expires_at withdrawn_at",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    question = models.CharField(max_length=10, choices=Question)
    about_id = models.UUIDField()
    token_digest = models.CharField(max_length=64, unique=True)
    content_digest = models.CharField(max_length=64)
    name = EncryptedTextField()
    organisation = EncryptedTextField()
    email = EncryptedTextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=OutsideAnswer, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, withdrawn_at__isnull=True) & ~Q(answer="")),
                name="cases_outside_answered_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["question", "about_id"], name="cases_outside_about")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def named(self) -> str:
        return f"{self.name}, {self.organisation}"


def who_decided(colleague: User | None, outside: OutsideSupervisor | None) -> str:
    """A colleague by name, or somebody outside with their organisation. Empty where nobody did."""
    if outside is not None:
        return outside.named
    return colleague.name if colleague is not None else ""
