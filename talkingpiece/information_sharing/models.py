from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.information_sharing.states import (
    SHAREABLE,
    Consulted,
    Errand,
    Ground,
    PersonTold,
    Question,
    View,
    Whom,
)
from talkingpiece.protection.classes import EXISTENCE, NOTHING_PERSONAL, OFFENDER_ACCOUNT, PROOF, Tags
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import Fact


class Disclosure(Fact):
    """Something left the service: what, to whom, for what, on which ground. Never changed; corrected by another."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        PROOF: "agency recipient recipient_words purpose categories ground agreement consent sent_digest person_told "
        "person_told_at manager_told_at",
        OFFENDER_ACCOUNT: "duty sent not_told_why",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recipient_words = EncryptedTextField(default="")
    purpose = models.CharField(max_length=20, choices=Errand)
    categories = ArrayField(models.CharField(max_length=20, choices=SHAREABLE))
    ground = models.CharField(max_length=10, choices=Ground)
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey("consents.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    duty = EncryptedTextField(default="")
    sent = EncryptedJSONField()
    sent_digest = models.CharField(max_length=64)
    person_told = models.CharField(max_length=8, choices=PersonTold)
    person_told_at = models.DateTimeField(null=True, blank=True)  # of one who was still to be told
    not_told_why = EncryptedTextField(default="")
    manager_told_at = models.DateTimeField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ground=Ground.AGREEMENT, agreement__isnull=False)
                | Q(ground=Ground.CONSENT, consent__isnull=False)
                | Q(ground=Ground.DUTY, manager_told_at__isnull=False),
                name="information_sharing_ground_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.ground})"


class InformationRequest(Fact):
    """Structured questions to an offender manager, always marked "do not tell the offender" before an approach."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "responsible agency addressed_to questions do_not_tell due_at disclosure chased_at "
        "chased_count answered_at answered_by view closed_at closed_by",
        OFFENDER_ACCOUNT: "message answers reason closed_why",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    questions = ArrayField(models.CharField(max_length=12, choices=Question))
    message = EncryptedTextField(default="")
    do_not_tell = models.BooleanField(default=True)
    due_at = models.DateTimeField()
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")
    chased_at = models.DateTimeField(null=True, blank=True)
    chased_count = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    view = models.CharField(max_length=12, choices=View, blank=True)
    answers = EncryptedJSONField(null=True)  # question code → the words of the answer
    reason = EncryptedTextField(default="")
    # "Asked, chased, unanswered, and the supervisor decided": closed without an answer.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, view="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(view="")),
                name="information_sharing_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, chased_count__gt=0),
                name="information_sharing_closed_only_after_chasing",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["addressed_to", "answered_at"], name="information_sharing_desk")]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Consultation(Fact):
    """The liaison officer or the offender manager was consulted outside the system, or there is none.

    `responsible` says whose offender manager; a liaison officer speaks for the whole case.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "responsible whom outcome",
        OFFENDER_ACCOUNT: "words",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("cases.Responsible", models.PROTECT, null=True, blank=True, related_name="+")
    whom = models.CharField(max_length=20, choices=Whom)
    outcome = models.CharField(max_length=10, choices=Consulted)
    words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(whom=Whom.OFFENDER_MANAGER, responsible__isnull=False)
                | Q(whom=Whom.LIAISON, responsible__isnull=True),
                name="information_sharing_consulted_about_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom} {self.outcome}"
