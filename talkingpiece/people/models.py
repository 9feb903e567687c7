from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from talkingpiece.people.states import Channel, Days, IfAnswered, NumberKind, PersonKind
from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    OFFENDER_IDENTITY,
    OWN_ACCOUNT,
    PROOF,
    WHEREABOUTS,
    Tags,
)
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow, Fact, SealedRow


class Person(SealedRow):
    """Somebody of a case, whatever their part in it. Names are sealed; search goes by tokens.

    An organisation can be harmed too: then `called` is its name, and somebody speaks for it (cases.Companion).
    """

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "called full_name birth_date pronouns preferred_term access_needs conceal_from",
        NOTHING_PERSONAL: "kind language interpreter known_since version",
    }

    kind = models.CharField(max_length=12, choices=PersonKind, default=PersonKind.PERSON)
    called = EncryptedTextField()  # what to call them; never empty
    full_name = EncryptedTextField(default="")
    birth_date = EncryptedTextField(default="")  # ISO date, or empty
    pronouns = EncryptedTextField(default="")
    preferred_term = EncryptedTextField(default="")
    access_needs = EncryptedTextField(default="")
    conceal_from = EncryptedTextField(default="")
    language = models.CharField(max_length=40, default="English")
    interpreter = models.BooleanField(default=False)
    known_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        return str(self.full_name or self.called)


class ContactPoint(SealedRow):
    """One way to reach a person that they called safe, with its rule. Never changed: ended, and a new one made."""

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "value note ended_why",
        NOTHING_PERSONAL: "person channel days from_time to_time if_answered confirmed_at ended_at",
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    channel = models.CharField(max_length=10, choices=Channel)
    value = EncryptedTextField()
    days = models.CharField(max_length=10, choices=Days, default=Days.ANY)
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    if_answered = models.CharField(max_length=10, choices=IfAnswered, default=IfAnswered.RING_OFF)
    note = EncryptedTextField(default="")
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, to_time__isnull=True) | Q(from_time__lt=F("to_time")),
                name="people_window_runs_forward",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["area", "person"], name="people_contact_person")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Number(SealedRow):
    """A number by which prison or probation know somebody. Found by its token, also after another took its place."""

    TAGS: ClassVar[Tags] = {OFFENDER_IDENTITY: "value", NOTHING_PERSONAL: "person kind since ended_at"}

    person = models.ForeignKey(Person, models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=12, choices=NumberKind)
    value = EncryptedTextField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at__isnull=True), name="people_one_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ContactHold(AreaRow):
    """Somebody asked to be reached in another way, by a number that another may hold: until a worker has asked them in
    the way that was safe before, nothing is sent to them."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "person asked_at", PROOF: "lifted_at lifted_by"}

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="people_one_contact_hold"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="people_contact_hold_lifted_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Merge(Fact):
    """Two records are one person: `merged` is read as `kept`. Undone by a fact of its own columns; nothing is lost."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "kept merged",
        OWN_ACCOUNT: "words undone_why",
        PROOF: "undone_at undone_by",
    }

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = EncryptedTextField(default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="people_merge_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="people_undoing_whole",
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True, error_at__isnull=True), name="people_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} is {self.kept_id}"


class Conflict(Fact):
    """A worker knows a person, or has another reason not to work with them. It beats every role.

    It lies this low so that whoever says which cases somebody sees can ask for it.
    """

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user person", OWN_ACCOUNT: "words"}

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return f"{self.user_id} and {self.person_id}"


class PersonToken(AreaRow):
    """A keyed token of a name part, phonetic key, first letter, birth date, phone, e-mail, postcode or number."""

    TAGS: ClassVar[Tags] = {KEYS: "token", NOTHING_PERSONAL: "person kind"}

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "token"], name="people_token_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "token"], name="people_token_search")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
