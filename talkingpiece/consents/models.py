from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.protection.classes import CONSENT, EXISTENCE, OWN_ACCOUNT, Side, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import Fact


class Consent(Fact):
    """One answer of one person to one question. Never changed; withdrawn by a fact of its own columns.

    `target` says of what, where the item needs it: an approach's key, a meeting's id, an agency's id.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        CONSENT: "person side item target answer wording_version language method capacity_considered review_by "
        "withdrawn_at withdrawn_recorded_at withdrawn_by withdrawn_how",
        OWN_ACCOUNT: "wording witness withdrawn_words",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    side = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER, Side.JOINT)]
    )
    item = models.CharField(max_length=12, choices=Item)
    target = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=8, choices=Answer)
    wording = EncryptedTextField()
    wording_version = models.PositiveIntegerField()
    language = models.CharField(max_length=40, default="English")
    method = models.CharField(max_length=12, choices=Method)
    witness = EncryptedTextField(default="")
    capacity_considered = models.BooleanField(default=False)
    review_by = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_how = models.CharField(max_length=12, choices=Method, blank=True)
    withdrawn_words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "person", "item", "target"],
                condition=Q(answer=Answer.GIVEN, withdrawn_at__isnull=True, error_at__isnull=True),
                name="consents_one_live",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_recorded_at__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_recorded_at__isnull=False, answer=Answer.GIVEN),
                name="consents_withdrawal_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case", "item"], name="consents_case_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.answer}"
