from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from talkingpiece.information_sharing.states import (
    SHAREABLE,
    Consulted,
    Errand,
    Ground,
    PersonTold,
    Question,
    Recipient,
    Rest,
    View,
    Whom,
)
from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OWN_ACCOUNT,
    PROOF,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import Fact, SealedRow


class Disclosure(Fact):
    """Something left the service: what, to whom, for what, on which ground. Corrected by another, which names it.

    The database lets nothing of it be changed, but for when the person was told and that it was entered in error.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        PROOF: "agency recipient recipient_words purpose categories ground agreement consent sent_digest person_told "
        "person_told_at manager_told_at approved_by corrects recipient_kind",
        OFFENDER_ACCOUNT: "duty sent not_told_why",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recipient_words = EncryptedTextField(default="")
    recipient_kind = models.CharField(max_length=12, choices=Recipient, blank=True)
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
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

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


class DisclosureReview(Fact):
    """A second person looked at something that was told under the third ground, and what they say to it."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case", PROOF: "disclosure", OWN_ACCOUNT: "words"}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, models.PROTECT, related_name="review")
    words = EncryptedTextField()

    def __str__(self) -> str:
        return f"review of {self.disclosure_id}"


class InformationRequest(Fact):
    """Structured questions to an offender manager, always marked "do not tell the offender" before an approach."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "responsible agency addressed_to questions do_not_tell due_at disclosure chased_at "
        "chased_count escalated_at answered_at answered_by view refused_at closed_at closed_by",
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
    escalated_at = models.DateTimeField(null=True, blank=True)  # chased so often that a supervisor has it before them
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    view = models.CharField(max_length=12, choices=View, blank=True)
    answers = EncryptedJSONField(null=True)  # question code → the words of the answer
    reason = EncryptedTextField(default="")
    refused_at = models.DateTimeField(null=True, blank=True)  # the agency does not answer, for that reason
    # "Asked, chased, unanswered, and the supervisor decided": closed without an answer.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, view="")
                | (Q(answered_at__isnull=False, refused_at__isnull=True) & ~Q(view="")),
                name="information_sharing_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, chased_count__gt=0)
                | Q(closed_at__isnull=False, closed_by__isnull=False, refused_at__isnull=False),
                name="information_sharing_closed_only_after_chasing",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["addressed_to", "answered_at"], name="information_sharing_desk")]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_settled(self) -> bool:
        """The agency has answered, or has said that it does not; or we go on without it."""
        return bool(self.answered_at or self.refused_at or self.closed_at)


class RequestLink(SealedRow):
    """By which somebody without an account answers one request. Kept as a digest; shown once to whoever sends it."""

    TAGS: ClassVar[Tags] = {
        KEYS: "token_digest",
        OWN_ACCOUNT: "name email",
        NOTHING_PERSONAL: "request made_at made_by opened_at used_at withdrawn_at",
    }

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    name = EncryptedTextField()
    email = EncryptedTextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="information_sharing_one_link",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reply(Fact):
    """One thing that an agency said to a request: all of it, a part, or that it does not answer.

    Whoever answers by a link is nobody's account: `recorded_by` is empty, and they say who they are.
    """

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "request rest more_time_until link",
        OFFENDER_ACCOUNT: "answers words",
        OWN_ACCOUNT: "said_name said_post",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="replies")
    rest = models.CharField(max_length=12, choices=Rest)
    answers = EncryptedJSONField()  # question code → words, of the questions that this reply answers
    words = EncryptedTextField(default="")  # why the rest cannot be said, or the whole is refused
    more_time_until = models.DateField(null=True, blank=True)
    link = models.ForeignKey(RequestLink, models.PROTECT, null=True, blank=True, related_name="+")
    said_name = EncryptedTextField(default="")
    said_post = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rest=Rest.MORE_TIME, more_time_until__isnull=False)
                | (~Q(rest=Rest.MORE_TIME) & Q(more_time_until__isnull=True)),
                name="information_sharing_more_time_until_when",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(link__isnull=False),
                name="information_sharing_reply_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.rest


class SharePackage(Fact):
    """What one organisation beside the victim is to be told. A draft until a second person has approved the very pages
    that leave; a disclosure from then on."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case",
        NOTHING_PERSONAL: "agency",
        OWN_ACCOUNT: "recipient_words lines paper stopped_why",
        PROOF: "categories disclosure pdf_digest approved_at approved_by stopped_at stopped_by",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    recipient_words = EncryptedTextField()
    categories = ArrayField(models.CharField(max_length=20, choices=SHAREABLE))
    lines = EncryptedJSONField()  # category → the words about it
    paper = EncryptedJSONField(null=True)  # as it left
    pdf_digest = models.CharField(max_length=64, blank=True)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, disclosure__isnull=True)
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    disclosure__isnull=False,
                    stopped_at__isnull=True,
                ),
                name="information_sharing_package_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("recorded_by")),
                name="information_sharing_package_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None and self.stopped_at is None and self.stands


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
