from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.engagement.states import Means
from talkingpiece.offender_management.states import About, Heard, Status
from talkingpiece.protection.classes import (
    EXISTENCE,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OFFENDER_IDENTITY,
    OWN_ACCOUNT,
    PROOF,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import Fact


class OutcomeReport(Fact):
    """What one offender manager is told of one person. A draft until it is released, and never changed after that.

    `sentences` are what the allow-list gave; `left_out` names those that somebody objected to.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        OFFENDER_IDENTITY: "responsible recipient agency",
        OFFENDER_ACCOUNT: "status sentences written paper",
        PROOF: "corrects left_out disclosure pdf_digest released_at released_by stopped_at stopped_by first_read_at",
        OWN_ACCOUNT: "stopped_why",
        NOTHING_PERSONAL: "version",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    recipient = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    status = models.CharField(max_length=14, choices=Status)
    sentences = EncryptedJSONField()
    written = EncryptedJSONField()  # what the writer added, by field
    left_out = ArrayField(models.CharField(max_length=60), default=list)
    version = models.PositiveIntegerField(default=1)
    # What left, as it left.
    paper = EncryptedJSONField(null=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    disclosure = models.ForeignKey(
        "information_sharing.Disclosure", models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_why = EncryptedTextField(default="")
    first_read_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, disclosure__isnull=True, pdf_digest="")
                | (
                    Q(released_at__isnull=False, released_by__isnull=False, disclosure__isnull=False)
                    & ~Q(pdf_digest="")
                ),
                name="offender_management_release_whole",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(released_at__isnull=True),
                name="offender_management_stopped_or_released",
            ),
            models.CheckConstraint(
                condition=Q(first_read_at__isnull=True) | Q(released_at__isnull=False),
                name="offender_management_read_after_release",
            ),
            models.UniqueConstraint(
                fields=["responsible"],
                condition=Q(released_at__isnull=True, stopped_at__isnull=True, error_at__isnull=True),
                name="offender_management_one_draft",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["recipient", "-released_at"], name="offender_management_received")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.released_at is None and self.stopped_at is None and self.stands

    @property
    def number(self) -> str:
        """What to call it on the telephone. It says nothing of the case."""
        return str(self.pk)[:8].upper()


class Showing(Fact):
    """Somebody was shown the sentences about them, as they stood then, and what they said to it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case report person about",
        NOTHING_PERSONAL: "means",
        PROOF: "shown_digest heard objects_to",
        OWN_ACCOUNT: "words",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    report = models.ForeignKey(OutcomeReport, models.PROTECT, related_name="showings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    about = models.CharField(max_length=8, choices=About)
    shown_digest = models.CharField(max_length=64)
    means = models.CharField(max_length=10, choices=Means, blank=True)
    heard = models.CharField(max_length=8, choices=Heard)
    objects_to = ArrayField(models.CharField(max_length=60), default=list)
    words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(heard=Heard.OBJECTS) & ~Q(objects_to=[]) | ~Q(heard=Heard.OBJECTS) & Q(objects_to=[]),
                name="offender_management_objection_whole",
            ),
            models.CheckConstraint(
                condition=Q(heard=Heard.NOT_SAFE, means="") | (~Q(heard=Heard.NOT_SAFE) & ~Q(means="")),
                name="offender_management_shown_how",
            ),
        ]

    def __str__(self) -> str:
        return self.heard
