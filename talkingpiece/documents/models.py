from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.documents.states import FileState, WhyNot
from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.rows import SealedRow


class PreparedFile(SealedRow):
    """A file that somebody asked for and a job makes: for them alone, once, and for a quarter of an hour.

    Its content lies in the vault under a key of its own, which is destroyed when it was taken or lapsed.
    """

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "export file_name asked_by asked_at state why_not stored made_at expires_at taken_at",
        PROOF: "sha256 rows",
    }

    export = models.CharField(max_length=80)  # the name of the documents.exports.Export
    file_name = models.CharField(max_length=80, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=FileState, default=FileState.ASKED)
    why_not = models.CharField(max_length=8, choices=WhyNot, blank=True)
    stored = models.UUIDField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | Q(stored__isnull=False, expires_at__isnull=False),
                name="documents_ready_file_is_there",
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.REFUSED, stored__isnull=True) & ~Q(why_not="")
                | ~Q(state=FileState.REFUSED) & Q(why_not=""),
                name="documents_refused_file_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["asked_by", "-asked_at"], name="documents_file_asker")]

    def __str__(self) -> str:
        return f"{self.export} {self.state}"
