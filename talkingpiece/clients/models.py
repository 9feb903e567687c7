from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talkingpiece.agreements.states import Purpose
from talkingpiece.protection.classes import KEYS, NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow


class Client(AreaRow):
    """A program of an agency. It acts as a user of its own, and works only while its agreement is in force."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agency agreement user name contact purposes",
        PROOF: "registered_at registered_by revoked_at revoked_by revoked_why",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="clients")
    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="client")
    name = models.CharField(max_length=60)
    contact = models.CharField(max_length=160)  # who looks after it in the agency
    purposes = ArrayField(models.CharField(max_length=12, choices=Purpose), default=list, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    revoked_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="clients_revoked_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        """As the system calls itself: the area's name, by which it is found, and its own number."""
        return f"{self.area.slug}.{self.pk.hex}"


class Secret(SealedRow):
    """What a system knows and we keep as a digest; and the other by which it signs what it sends, which we must know
    to check it. A new pair is added before the old one ends."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "client made_at made_by ends_at", KEYS: "digest signing"}

    client = models.ForeignKey(Client, models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64, unique=True)
    signing = EncryptedTextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends_at__isnull=True), name="clients_one_newest_secret"
            )
        ]

    def __str__(self) -> str:
        return f"secret of {self.client_id}"

    def holds(self, at: datetime) -> bool:
        return self.ends_at is None or at < self.ends_at


class AccessToken(AreaRow):
    """What a system shows at each request instead of its secret, for a few minutes."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "client secret made_at ends_at", KEYS: "digest"}

    client = models.ForeignKey(Client, models.PROTECT, related_name="tokens")
    secret = models.ForeignKey(Secret, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"token of {self.client_id}"


class SentOnce(SealedRow):
    """A message that acts once, however often it is sent: by the key that its sender gave it, with what we answered."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "client made_at status", KEYS: "key_digest message_digest answer"}

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64)
    message_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = EncryptedTextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "key_digest"], name="clients_sent_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="clients_sent_once_age")]

    def __str__(self) -> str:
        return f"sent by {self.client_id}"
