from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from talkingpiece.outbox.states import WAITING, Kind, State, Why
from talkingpiece.protection.classes import EXISTENCE, KEYS, NOTHING_PERSONAL, OFFENDER_IDENTITY, PROOF, Tags
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow


class Endpoint(SealedRow):
    """Where a system of an agency is told that something is new. It stands on one agreement, whatever its version."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agency agreement name url",
        KEYS: "secret secret_before",
        PROOF: "added_at added_by secret_at before_until stopped_at stopped_by stopped_why",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=300)
    secret = EncryptedTextField()
    secret_at = models.DateTimeField()
    secret_before = EncryptedTextField(default="")  # signs beside the other until `before_until`
    before_until = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_why = models.CharField(max_length=10, choices=[("person", "person"), ("gone", "gone")], blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "agency", "url"], condition=Q(stopped_at__isnull=True), name="outbox_one_endpoint"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_why="")
                | Q(stopped_at__isnull=False, stopped_why="person", stopped_by__isnull=False)
                | Q(stopped_at__isnull=False, stopped_why="gone", stopped_by__isnull=True),
                name="outbox_stopped_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.stopped_at is None


class Event(AreaRow):
    """Something that an agency may look up is new. It holds which thing, and nothing of it."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case_id",
        OFFENDER_IDENTITY: "agency person responsible_id",
        NOTHING_PERSONAL: "kind subject_id happened_at",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    case_id = models.UUIDField()  # with the agency: what is told in order
    responsible_id = models.UUIDField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    subject_id = models.UUIDField()  # of the request, the report, the thing agreed or the responsible person
    happened_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "agency", "happened_at"], name="outbox_of_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Place(AreaRow):
    """Where an event stands among all of its area: in the order in which their transactions were committed. The
    database gives it, when it commits; nobody else can."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "event position"}

    event = models.OneToOneField(Event, models.PROTECT, related_name="place")
    position = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return str(self.position)


class Delivery(AreaRow):
    """One event on its way to one endpoint. Who claims it has it for a while: whoever dies holding it loses it."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "endpoint event state why tries next_at claimed_by claimed_until tried_at status resent_by",
        PROOF: "settled_at",
    }

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # begun, also those that we did not live to see the end of
    next_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last answer, without its body
    settled_at = models.DateTimeField(null=True, blank=True)
    resent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="outbox_once_for_each"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, settled_at__isnull=True)
                | (~Q(state__in=WAITING) & Q(settled_at__isnull=False, claimed_by__isnull=True)),
                name="outbox_settled_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state__in=WAITING), name="outbox_waiting"),
            models.Index(fields=["endpoint", "-tried_at"], name="outbox_last_tried"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def waits(self) -> bool:
        return self.state in WAITING


class Touched(AreaRow):
    """There was an act on this case since somebody looked at what agencies may see of it."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "case_id", NOTHING_PERSONAL: "at"}

    case_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class LastSeen(SealedRow):
    """What an agency could see of one offender when it was last told that something had changed: digests, by thing."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case_id",
        OFFENDER_IDENTITY: "agency person responsible_id facts",
        NOTHING_PERSONAL: "at",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    responsible_id = models.UUIDField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    facts = EncryptedJSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "responsible_id"], name="outbox_seen_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["case_id"], name="outbox_seen_of_case")]

    def __str__(self) -> str:
        return str(self.responsible_id)
