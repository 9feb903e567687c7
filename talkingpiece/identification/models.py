from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.documents.lists.reading import FileKind
from talkingpiece.identification.states import (
    AgeBand,
    Band,
    DeletedWhy,
    Ethnicity,
    ExtractState,
    OutWhy,
    PairKind,
    Said,
    ScreenState,
    Sex,
    Source,
    Wish,
)
from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    PROOF,
    VICTIM_ACCOUNT,
    WHEREABOUTS,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow


class Extract(SealedRow):
    """A list that an agency handed over under an agreement. Sealed by a key of its own, which is destroyed with its
    rows: what stays says who took it in, how many rows it had and a digest of them, when they went, and by which rule.

    While it waits, `held` has the columns that were asked for and no others. Of the file itself nothing is kept.
    """

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "file_name held mapping",
        KEYS: "digest",
        NOTHING_PERSONAL: "agency agreement source format state uploaded_at uploaded_by expires_at taken_at taken_by "
        "rows repeated dropped mapped due_on version",
        PROOF: "rows_digest closed_at closed_by closed_why",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    # Under which it came; when it is taken in, the one that is in force at that minute.
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    format = models.CharField(max_length=7, choices=FileKind)
    state = models.CharField(max_length=10, choices=ExtractState, default=ExtractState.WAITING)
    digest = models.BinaryField()  # a keyed token of the file, so that the same one is known again
    file_name = EncryptedTextField(null=True)
    held = EncryptedJSONField(null=True)  # {headings of the file, kept: [index, …], rows: [[text, …], …]}
    mapping = EncryptedJSONField(null=True)  # for each heading of the file the key of our column, or ""
    mapped = models.BooleanField(default=False)  # somebody looked at the columns and said that they are right
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # rows that an earlier extract has word for word
    dropped = models.PositiveIntegerField(default=0)  # columns of which nothing was stored
    rows_digest = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(null=True, blank=True)  # the day on which its rows go
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=5, choices=DeletedWhy, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ExtractState.WAITING, held__isnull=False)
                | (~Q(state=ExtractState.WAITING) & Q(held__isnull=True, file_name__isnull=True)),
                name="identification_only_waiting_holds",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ExtractState.WAITING, ExtractState.TAKEN], closed_at__isnull=True)
                | Q(state__in=[ExtractState.DELETED, ExtractState.DISCARDED], closed_at__isnull=False),
                name="identification_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtractState.TAKEN) | Q(taken_at__isnull=False, due_on__isnull=False),
                name="identification_taken_is_due",
            ),
            models.UniqueConstraint(
                fields=["area", "digest"],
                condition=Q(state__in=[ExtractState.WAITING, ExtractState.TAKEN]),
                name="identification_same_file_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-uploaded_at"], name="identification_extracts")]

    def __str__(self) -> str:
        return str(self.pk)


class ExtractRow(SealedRow):
    """One row of an extract, under the extract's key. Never changed; deleted with all others."""

    TAGS: ClassVar[Tags] = {VICTIM_ACCOUNT: "content", KEYS: "mark", NOTHING_PERSONAL: "extract number"}

    extract = models.ForeignKey(Extract, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # as its owner counts
    content = EncryptedJSONField()  # see rows.Line.kept
    mark = models.BinaryField()  # a keyed token of all that it says

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "mark"], name="identification_row_once"),
            models.UniqueConstraint(fields=["extract", "number"], name="identification_row_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.extract_id}"


class Screened(SealedRow):
    """What became of one row: by which rules it was kept out, or what somebody said. When the row is deleted it says
    of whom no longer, and is counted still."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "row referral person state wish age_band sex ethnicity offence",
        VICTIM_ACCOUNT: "words",
        NOTHING_PERSONAL: "extract failing cautions rules_version screened_at rank time_left_on waiting_since later_on "
        "version",
        PROOF: "why decided_at decided_by",
    }

    extract = models.ForeignKey(Extract, models.PROTECT, related_name="+")
    row = models.OneToOneField(ExtractRow, models.SET_NULL, null=True, blank=True, related_name="screened")
    state = models.CharField(max_length=10, choices=ScreenState)
    failing = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # the rules that it fails, all
    cautions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    rules_version = models.PositiveIntegerField()  # of the area profile
    screened_at = models.DateTimeField()
    # The order of the work list.
    wish = models.CharField(max_length=16, choices=Wish, blank=True)
    rank = models.PositiveSmallIntegerField()
    time_left_on = models.DateField(null=True, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    # Counted, so that it shows whether everybody is offered it alike.
    age_band = models.CharField(max_length=8, choices=AgeBand, blank=True)
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    ethnicity = models.CharField(max_length=8, choices=Ethnicity, blank=True)
    offence = models.CharField(max_length=20, choices=OffenceCategory, default=OffenceCategory.UNKNOWN)
    # Somebody known here as a victim who is, or may be, the same.
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=10, choices=OutWhy, blank=True)
    words = EncryptedTextField(default="")
    later_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey("referrals.Referral", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ScreenState.WAITING) | Q(failing=[]), name="identification_waiting_fails_nothing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ScreenState.WAITING, ScreenState.KEPT_OUT]) | Q(decided_by__isnull=False),
                name="identification_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["area", "rank", "time_left_on", "waiting_since"],
                condition=Q(state=ScreenState.WAITING),
                name="identification_to_screen",
            ),
            models.Index(fields=["area", "state"], name="identification_states"),
        ]

    @property
    def content(self) -> dict[str, Any]:
        """What the row says; nothing once it is deleted."""
        return dict(self.row.content) if self.row else {}

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class Run(AreaRow):
    """Every row that was here at a moment was held against the rules: how many there were, and how many waited."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "ran_at rules_version rows waiting"}

    ran_at = models.DateTimeField()
    rules_version = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "-ran_at"], name="identification_runs")]

    def __str__(self) -> str:
        return str(self.ran_at)


class Pair(SealedRow):
    """Two records that may be one person, as the newest run reckoned it, with what spoke for it and what against.
    What a person said of them is a LinkDecision, and stays."""

    TAGS: ClassVar[Tags] = {
        VICTIM_ACCOUNT: "steps",
        KEYS: "left_mark right_mark",
        EXISTENCE: "left right person other kind",
        NOTHING_PERSONAL: "weight band",
    }

    kind = models.CharField(max_length=6, choices=PairKind)
    left = models.ForeignKey(ExtractRow, models.CASCADE, null=True, blank=True, related_name="+")
    right = models.ForeignKey(ExtractRow, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # Known here too, from the other side than `person`: then no row is among the two.
    other = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    left_mark = models.BinaryField()
    right_mark = models.BinaryField()
    weight = models.FloatField()
    band = models.CharField(max_length=6, choices=Band)
    steps = EncryptedJSONField()  # linkage.scorer.Step, as dicts

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(left__isnull=False, other__isnull=True)
                    & (Q(right__isnull=False, person__isnull=True) | Q(right__isnull=True, person__isnull=False))
                )
                | Q(left__isnull=True, other__isnull=False, right__isnull=True, person__isnull=False, kind="across"),
                name="identification_pair_of_two",
            ),
            models.UniqueConstraint(fields=["area", "left_mark", "right_mark"], name="identification_pair_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "-weight"], name="identification_pairs")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class LinkDecision(AreaRow):
    """What somebody said of two records, known again by keyed tokens after both are gone. Never changed: the newest of
    two records counts."""

    TAGS: ClassVar[Tags] = {KEYS: "left right", EXISTENCE: "kind", PROOF: "said said_at said_by"}

    kind = models.CharField(max_length=6, choices=PairKind)
    left = models.BinaryField()
    right = models.BinaryField()
    said = models.CharField(max_length=12, choices=Said)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "left", "right"], name="identification_decided")]

    def __str__(self) -> str:
        return self.said
