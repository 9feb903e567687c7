from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from talkingpiece.cases.models import OutsideSupervisor, who_decided
from talkingpiece.protection.classes import (
    EXISTENCE,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    PROOF,
    RISK,
    VICTIM_ACCOUNT,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import Fact, SealedRow
from talkingpiece.risk.states import (
    About,
    AssessmentState,
    Concern,
    Decision,
    FlagAnswer,
    FlagKind,
    Present,
    Residual,
)


class Assessment(SealedRow):
    """One version of the assessment of one way of communicating (an approach of the profile). Immutable once signed."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        RISK: "decision reasons plan returned_words",
        PROOF: "signed_at signed_by signed_outside sign_words returned_outside",
        NOTHING_PERSONAL: "number approach state assessor started_at submitted_at returned_at returned_by valid_until "
        "version",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    approach = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    assessor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    reasons = EncryptedTextField(default="")
    plan = EncryptedTextField(default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    returned_outside = models.ForeignKey(OutsideSupervisor, models.PROTECT, null=True, blank=True, related_name="+")
    returned_words = EncryptedTextField(default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    signed_outside = models.ForeignKey(OutsideSupervisor, models.PROTECT, null=True, blank=True, related_name="+")
    sign_words = EncryptedTextField(default="")
    valid_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="risk_assessment_number"),
            models.UniqueConstraint(
                fields=["case", "approach"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="risk_one_open_assessment",
            ),
            models.UniqueConstraint(
                fields=["case", "approach"], condition=Q(state="signed"), name="risk_one_signed_assessment"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("assessor")),
                name="risk_assessor_is_not_signer",
            ),
            models.CheckConstraint(
                condition=Q(
                    signed_at__isnull=True,
                    signed_by__isnull=True,
                    signed_outside__isnull=True,
                    valid_until__isnull=True,
                )
                | Q(signed_by__isnull=False, signed_outside__isnull=True)
                & Q(signed_at__isnull=False, valid_until__isnull=False)
                | Q(signed_by__isnull=True, signed_outside__isnull=False)
                & Q(signed_at__isnull=False, valid_until__isnull=False),
                name="risk_signature_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.number} of {self.case_id}"

    @property
    def signed_name(self) -> str:
        """Who signed it: a colleague, or somebody outside with their organisation. Empty until it is signed."""
        return who_decided(self.signed_by, self.signed_outside)

    @property
    def returned_name(self) -> str:
        return who_decided(self.returned_by, self.returned_outside)


class FactorView(SealedRow):
    """One factor of an assessment: the participant's own view beside the assessor's, what is done, what remains."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "assessment factor about review_by",
        RISK: "present concern residual note mitigation owner_words source",
        VICTIM_ACCOUNT: "victim_view",
        OFFENDER_ACCOUNT: "offender_view",
    }

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="factors")
    factor = models.CharField(max_length=40)
    about = models.CharField(max_length=12, choices=About)
    present = models.CharField(max_length=10, choices=Present, default=Present.NOT_KNOWN)
    concern = models.CharField(max_length=12, choices=Concern, default=Concern.NONE)
    victim_view = EncryptedTextField(default="")
    offender_view = EncryptedTextField(default="")
    note = EncryptedTextField(default="")
    source = EncryptedTextField(default="")
    mitigation = EncryptedTextField(default="")
    residual = models.CharField(max_length=20, choices=Residual, blank=True)
    owner_words = EncryptedTextField(default="")
    review_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "factor"], name="risk_factor_once")]

    def __str__(self) -> str:
        return self.factor


class RedFlag(Fact):
    """Something that stops the work until a supervisor has answered."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        RISK: "side kind words answered_at answered_by answer answer_words",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Side])
    kind = models.CharField(max_length=12, choices=FlagKind)
    words = EncryptedTextField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=FlagAnswer, blank=True)
    answer_words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="risk_flag_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
