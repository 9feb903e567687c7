from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.engagement.states import Means
from talkingpiece.offender_management.states import ON_PAPER, About, Heard, Kind, MadeSure, Recipient, Status, Taken
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
from talkingpiece.protection.rows import AreaRow, Fact, SealedRow


class OutcomeReport(Fact):
    """What one recipient is told of one person. A draft until it is released, and never changed after that.

    Somebody with an account is its `recipient`; the Parole Board and a court are addressed in words. `sentences` are
    what the allow-list gave; `left_out` names those that somebody objected to.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        OFFENDER_IDENTITY: "responsible as_whom recipient recipient_words agency",
        OFFENDER_ACCOUNT: "kind status sentences written paper record objectives",
        PROOF: "corrects left_out disclosure pdf_digest released_at released_by stopped_at stopped_by first_read_at "
        "objectives_at",
        OWN_ACCOUNT: "stopped_why",
        NOTHING_PERSONAL: "version",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=10, choices=[pair for pair in Kind.choices if pair[0] != Kind.QUESTION], default=Kind.OUTCOME
    )
    as_whom = models.CharField(max_length=14, choices=Recipient, default=Recipient.COMMUNITY)
    recipient = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recipient_words = EncryptedTextField(default="")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    status = models.CharField(max_length=14, choices=Status)
    sentences = EncryptedJSONField()
    written = EncryptedJSONField()  # what the writer added, by field
    left_out = ArrayField(models.CharField(max_length=60), default=list)
    version = models.PositiveIntegerField(default=1)
    # What left, as it left.
    paper = EncryptedJSONField(null=True)
    record = EncryptedJSONField(null=True)  # the same for a machine: offender_management.record
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
    # What its recipient says became of the objectives that it suggests.
    objectives = models.CharField(max_length=8, choices=Taken, blank=True)
    objectives_at = models.DateTimeField(null=True, blank=True)

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
                fields=["responsible", "kind", "as_whom"],
                condition=Q(released_at__isnull=True, stopped_at__isnull=True, error_at__isnull=True),
                name="offender_management_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(as_whom__in=sorted(ON_PAPER), recipient__isnull=True, agency__isnull=True)
                | (~Q(as_whom__in=sorted(ON_PAPER)) & Q(recipient__isnull=False, agency__isnull=False)),
                name="offender_management_addressed",
            ),
            models.CheckConstraint(
                condition=Q(objectives="", objectives_at__isnull=True)
                | (~Q(objectives="") & Q(objectives_at__isnull=False, released_at__isnull=False)),
                name="offender_management_objectives_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["recipient", "-released_at"], name="offender_management_received")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.released_at is None and self.stopped_at is None and self.stands

    @property
    def to_name(self) -> str:
        """Who it is for: by name, or as they were addressed."""
        return self.recipient.name if self.recipient else self.recipient_words or self.get_as_whom_display()

    @property
    def to(self) -> str:
        """The same, with where they work."""
        return f"{self.to_name}, {self.agency.name}" if self.agency else self.to_name

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


class DigestSent(AreaRow):
    """On that day somebody in an agency was told how much waits for them. `of`: of exactly what, as a mark."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user sent_on of"}

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    sent_on = models.DateField()
    of = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "user", "sent_on"], name="offender_management_digest_a_day"),
        ]

    def __str__(self) -> str:
        return f"digest of {self.sent_on}"


class WaitingEvent(SealedRow):
    """What a system told us of somebody, before we looked whether we know them: for seconds, then nothing of it is
    left. The answer went out when it was written, so its time tells nothing."""

    TAGS: ClassVar[Tags] = {OFFENDER_ACCOUNT: "event", NOTHING_PERSONAL: "name received_at by"}

    event = EncryptedJSONField()
    name = models.CharField(max_length=64)  # a digest of how its sender calls it
    received_at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"event {self.pk}"


class ActionReported(Fact):
    """An agency says that something agreed is done. It counts once somebody of the service has made sure."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case item",
        OFFENDER_IDENTITY: "responsible agency",
        OFFENDER_ACCOUNT: "words answer_words",
        NOTHING_PERSONAL: "answer answered_at answered_by",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    item = models.ForeignKey("meetings.AgreementItem", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    words = EncryptedTextField(default="")
    answer = models.CharField(max_length=8, choices=MadeSure, blank=True)
    answer_words = EncryptedTextField(default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="offender_management_made_sure_whole",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(answer="", error_at__isnull=True),
                name="offender_management_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"reported {self.item_id}"
