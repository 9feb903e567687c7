from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.cases.states import InitiatedBy, Route
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
from talkingpiece.referrals.states import CaseStage, Form, Hope, LeftMessage, ReferralState, SafeNow, Told


class Draft(SealedRow):
    """An unfinished self-referral. Stands by itself, is found only by its session's token, and expires."""

    TAGS: ClassVar[Tags] = {
        KEYS: "token_digest",
        WHEREABOUTS: "answers",
        NOTHING_PERSONAL: "started_at changed_at expires_at",
    }

    token_digest = models.CharField(max_length=64, unique=True)
    answers = EncryptedJSONField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Referral(SealedRow):
    """Somebody came to us. It has an owner, an area and a ball from the second it arrives."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "reference route initiated_by form state received_at owner case person",
        WHEREABOUTS: "called ways conceal_from access_needs",
        VICTIM_ACCOUNT: "what_happened hope_words hopes safe_now stage language interpreter about_offender danger_done",
        KEYS: "code_digest",
        PROOF: "first_contact_agreed decided_at decided_by decision_words signposted_to told_how "
        "remit_version remit_reason acknowledged_at danger_seen_at danger_seen_by",
        NOTHING_PERSONAL: "held_until",
    }

    reference = models.CharField(max_length=20)
    route = models.CharField(max_length=12, choices=Route)
    initiated_by = models.CharField(max_length=10, choices=InitiatedBy)
    form = models.CharField(max_length=10, choices=Form)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.NEW)
    received_at = models.DateTimeField()
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    called = EncryptedTextField()
    # A list of ways, each {channel, value, days, from_time, to_time, if_answered, note}; empty: they will contact us.
    ways = EncryptedJSONField()
    conceal_from = EncryptedTextField(default="")
    what_happened = EncryptedTextField(default="")
    about_offender = EncryptedTextField(default="")
    stage = models.CharField(max_length=24, choices=CaseStage, default=CaseStage.NOT_KNOWN)
    hopes = ArrayField(models.CharField(max_length=24, choices=Hope), default=list)
    hope_words = EncryptedTextField(default="")
    language = models.CharField(max_length=40, default="English")
    interpreter = models.BooleanField(default=False)
    access_needs = EncryptedTextField(default="")
    safe_now = models.CharField(max_length=8, choices=SafeNow, blank=True)
    danger_seen_at = models.DateTimeField(null=True, blank=True)
    danger_seen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    danger_done = EncryptedTextField(default="")
    # The person asked for it themselves, or agreed to be contacted.
    first_contact_agreed = models.BooleanField()
    code_digest = models.CharField(max_length=64)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decision_words = EncryptedTextField(default="")
    signposted_to = EncryptedTextField(default="")
    told_how = models.CharField(max_length=10, choices=Told, blank=True)
    remit_version = models.PositiveIntegerField(null=True, blank=True)
    remit_reason = models.CharField(max_length=40, blank=True)  # a code of the remit's rules
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference"], name="referrals_reference"),
            models.UniqueConstraint(fields=["area", "code_digest"], name="referrals_code"),
            models.CheckConstraint(
                condition=Q(state=ReferralState.ACCEPTED, case__isnull=False, person__isnull=False)
                | ~Q(state=ReferralState.ACCEPTED),
                name="referrals_accepted_has_a_case",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "state", "received_at"], name="referrals_queue")]

    def __str__(self) -> str:
        return self.reference


class ReferralToken(AreaRow):
    """Keyed tokens of a referral's name and ways of contact, for the same search as a person's."""

    TAGS: ClassVar[Tags] = {KEYS: "token", NOTHING_PERSONAL: "referral kind"}

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "kind", "token"], name="referrals_token_once")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "token"], name="referrals_token_search")]

    def __str__(self) -> str:
        return self.kind


class CodeMessage(SealedRow):
    """A word left with the receipt's code."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "referral kind left_at",
        VICTIM_ACCOUNT: "words",
        NOTHING_PERSONAL: "seen_at seen_by",
    }

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=LeftMessage)
    words = EncryptedTextField(default="")
    left_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.kind


class CodeAttempt(AreaRow):
    """Somebody entered a code, right or wrong. Counted for an hour, so that a machine is slowed down."""

    TAGS: ClassVar[Tags] = {KEYS: "origin", NOTHING_PERSONAL: "tried_at"}

    origin = models.CharField(max_length=32)  # a keyed token of the network's prefix
    tried_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "origin", "tried_at"], name="referrals_attempts")]

    def __str__(self) -> str:
        return str(self.pk)
