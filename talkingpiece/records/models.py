from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    OWN_ACCOUNT,
    PROOF,
    WHEREABOUTS,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, Fact, SealedRow
from talkingpiece.records.states import ListFormat, ListState, TakenKind


class BroughtList(SealedRow):
    """A list as somebody gave it, sealed by a key of its own until it is brought in or its time is over.

    Then the key is destroyed and the three sealed fields are empty: when, who and how many remain.
    """

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "file_name sheets answers",
        KEYS: "digest",
        NOTHING_PERSONAL: "format state uploaded_at uploaded_by expires_at closed_at rows cases version",
    }

    format = models.CharField(max_length=4, choices=ListFormat)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.WAITING)
    digest = models.BinaryField()  # a keyed token of the file, so that the same one is known again
    file_name = EncryptedTextField(null=True)
    sheets = EncryptedJSONField(null=True)  # [{name, rows: [[text, …], …]}, …]
    # {sheet, mapping: [column key or "", …], left_out: [row, …], victims: {row: answer}, offenders: {row: answer}}
    answers = EncryptedJSONField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ListState.WAITING, closed_at__isnull=True)
                | (~Q(state=ListState.WAITING) & Q(closed_at__isnull=False, sheets__isnull=True)),
                name="records_closed_list_holds_nothing",
            ),
            models.UniqueConstraint(
                fields=["area", "digest"],
                condition=~Q(state=ListState.DESTROYED),
                name="records_same_file_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-uploaded_at"], name="records_lists")]

    def __str__(self) -> str:
        return str(self.pk)


class BroughtRow(AreaRow):
    """One line of a list became this case, or a part of it. Its keyed mark lets nobody bring it in again."""

    TAGS: ClassVar[Tags] = {KEYS: "mark", EXISTENCE: "case", NOTHING_PERSONAL: "brought_list line"}

    brought_list = models.ForeignKey(BroughtList, models.PROTECT, related_name="lines")
    line = models.PositiveIntegerField()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    mark = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "mark"], name="records_line_once")]

    def __str__(self) -> str:
        return f"{self.line} of {self.brought_list_id}"


class TakenOver(Fact):
    """What an earlier record said, until somebody has asked again. No gate reads it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        OWN_ACCOUNT: "words settled_how",
        NOTHING_PERSONAL: "kind as_of brought_list",
        PROOF: "settled_at settled_on settled_by holds",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    brought_list = models.ForeignKey(BroughtList, models.PROTECT, related_name="+")
    # Whom it speaks of: the victim or a responsible person of the case.
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER)])
    kind = models.CharField(max_length=10, choices=TakenKind)
    words = EncryptedTextField()
    as_of = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    settled_how = EncryptedTextField(default="")
    holds = models.BooleanField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_on__isnull=True, settled_by__isnull=True, holds=None)
                | Q(settled_at__isnull=False, settled_on__isnull=False, settled_by__isnull=False, holds__isnull=False),
                name="records_settled_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case"], name="records_taken_over_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
