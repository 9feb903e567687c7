from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from talkingpiece.engagement.states import Means
from talkingpiece.protection.classes import EXISTENCE, NOTHING_PERSONAL, VICTIM_ACCOUNT, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import Fact


class Met(models.TextChoices):
    FULLY = "fully", _("Yes")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("No")
    CANNOT_SAY = "cannot_say", _("I cannot say")


class Asking(Fact):
    """The victim was asked how far their needs were met, and answered or would rather not."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person",
        NOTHING_PERSONAL: "means",
        VICTIM_ACCOUNT: "answered words felt_safe would_again",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    means = models.CharField(max_length=10, choices=Means)
    answered = models.BooleanField()
    felt_safe = models.CharField(max_length=10, choices=Met, blank=True)
    would_again = models.CharField(max_length=10, choices=Met, blank=True)
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return f"asking {self.pk}"


class NeedMet(Fact):
    """How far one need was met, by the victim's own judgement."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", NOTHING_PERSONAL: "asking", VICTIM_ACCOUNT: "need met words"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="answers")
    need = models.ForeignKey("engagement.Need", models.PROTECT, related_name="+")
    met = models.CharField(max_length=10, choices=Met)
    words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["asking", "need"], name="evaluation_need_once"),
        ]

    def __str__(self) -> str:
        return self.met
