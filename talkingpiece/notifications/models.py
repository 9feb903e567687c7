from __future__ import annotations

from typing import ClassVar

from django.db import models

from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import NOTHING_PERSONAL, WHEREABOUTS, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import SealedRow


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
