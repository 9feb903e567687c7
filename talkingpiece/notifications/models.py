from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.documents.payloads import Audience
from talkingpiece.documents.render import PRINTS, Print
from talkingpiece.notifications.states import LetterState
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import (
    EXISTENCE,
    NOTHING_PERSONAL,
    OWN_ACCOUNT,
    PROOF,
    WHEREABOUTS,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import Fact, SealedRow

# All whom a letter may be written to; everybody else is told by a report.
WRITTEN_TO = (Audience.VICTIM, Audience.OFFENDER, Audience.SUPPORTER)


class MessageState(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"  # handed to the provider, no answer yet: after a crash it stays unknown, never sent again
    SENT = "sent"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


class Message(SealedRow):
    """A message to somebody outside the service. At most once: a doubt is shown to a person, never sent again."""

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "address body",
        NOTHING_PERSONAL: "about_type about_id point channel template state queued_at sent_at stopped_why",
    }

    about_type = models.CharField(max_length=40)
    about_id = models.UUIDField()
    point = models.ForeignKey("people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    address = EncryptedTextField()
    template = models.CharField(max_length=40)
    body = EncryptedTextField()
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "about_id"], name="notifications_about")]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class Letter(Fact):
    """A letter to one person, in their words and kind. A draft until it is released, and never changed after that."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person side",
        WHEREABOUTS: "fields paper",
        OWN_ACCOUNT: "answered despite stopped_words",
        NOTHING_PERSONAL: "audience template template_version print_style by_hand point version",
        PROOF: "pdf_digest released_at released_by went_at went_by stopped_at stopped_by stopped_why",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER)])
    audience = models.CharField(max_length=16, choices=[(a.value, a.value) for a in WRITTEN_TO])
    template = models.CharField(max_length=30)
    template_version = models.PositiveIntegerField()
    fields = EncryptedJSONField()  # what the writer filled in, by field
    print_style = models.CharField(max_length=8, choices=PRINTS, default=Print.NORMAL)
    by_hand = models.BooleanField(default=False)  # handed over in person, not posted
    point = models.ForeignKey("people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+")
    answered = EncryptedJSONField()  # common words that the writer answered for, each with why
    version = models.PositiveIntegerField(default=1)
    paper = EncryptedJSONField(null=True)  # as it was released
    pdf_digest = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    went_at = models.DateTimeField(null=True, blank=True)
    went_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    despite = EncryptedTextField(default="")  # it had gone before somebody took their yes back
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_why = models.CharField(max_length=20, blank=True)
    stopped_words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, pdf_digest="")
                | (Q(released_at__isnull=False, released_by__isnull=False) & ~Q(pdf_digest="")),
                name="notifications_letter_release_whole",
            ),
            models.CheckConstraint(
                condition=Q(went_at__isnull=True, went_by__isnull=True)
                | Q(went_at__isnull=False, went_by__isnull=False, released_at__isnull=False),
                name="notifications_letter_gone_after_release",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(went_at__isnull=True),
                name="notifications_letter_stopped_or_gone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case"], name="notifications_letter_case")]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def state(self) -> LetterState:
        if self.stopped_at or not self.stands:
            return LetterState.STOPPED
        if self.went_at:
            return LetterState.GONE
        return LetterState.RELEASED if self.released_at else LetterState.DRAFT
