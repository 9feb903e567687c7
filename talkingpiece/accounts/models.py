from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.roles import Role
from talkingpiece.protection.classes import KEYS, NOTHING_PERSONAL, VICTIM_ACCOUNT, Tags
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow


class User(AbstractBaseUser):
    """Somebody who signs in: in the service, or in an agency. A machine is one that never does: it has one agency, no
    password and no second factor, and comes by tokens alone (clients)."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "id email name job phone agency is_active machine joined_at left_at last_login",
        KEYS: "password session_round",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    machine = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    session_round = models.PositiveIntegerField(default=0)  # one more, and every session of the account is over

    # The area of practice in which they are in this session, if any; then they are in no other.
    practising_in: uuid.UUID | None = None

    USERNAME_FIELD = "email"
    objects = BaseUserManager["User"]()

    class Meta:
        constraints: ClassVar = [
            # "!" begins what no password matches.
            models.CheckConstraint(
                condition=Q(machine=False) | Q(password__startswith="!", agency__isnull=False),
                name="accounts_machine_never_signs_in",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """The seal that each session carries. A new password, or a new round, and none of the old ones fits."""
        return salted_hmac("tp.session", f"{self.password}|{self.session_round}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the keys of before, while the service's own key is changed."""
        for key in settings.SECRET_KEY_FALLBACKS:
            told = f"{self.password}|{self.session_round}"
            yield salted_hmac("tp.session", told, secret=key, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2]).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""


class RoleHolding(models.Model):
    """A user's role in an area, from a day to a day (exclusive)."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id user area role starts_at ends_at"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "area", "role"],
                condition=Q(ends_at__isnull=True),
                name="accounts_one_open_holding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Leave(AreaRow):
    """Somebody is away, and who stands in: they see and do what the other could, and own nothing of it."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user stand_in starts_on ends_on arranged_at arranged_by ended_at"}

    user = models.ForeignKey(User, models.PROTECT, related_name="leaves")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day back
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # back before then, or never went

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="accounts_leave_period"),
            models.CheckConstraint(condition=~Q(user=F("stand_in")), name="accounts_leave_somebody_else"),
            ExclusionConstraint(
                name="accounts_leave_once",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stand_in", "starts_on"], name="accounts_leave_stand_in")]

    def __str__(self) -> str:
        return f"{self.user_id} away"


class KeptForm(models.Model):
    """What somebody had typed when their session ran out. Sealed by the root key; gone once given back, or in a day."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id user path kept_at", VICTIM_ACCOUNT: "sealed"}
    SEALED_BY_ROOT: ClassVar[str] = "sealed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class Submission(models.Model):
    """A form that was sent. The same form sent again (a double click, a lost answer) leads to the first result."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id token who outcome made_at"}

    id = models.BigAutoField(primary_key=True)
    token = models.UUIDField()
    who = models.CharField(max_length=80)
    outcome = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "who"], name="accounts_submission_once")]

    def __str__(self) -> str:
        return str(self.token)


class Invitation(models.Model):
    """A link for one person, used once: they choose a password, and a second factor. Only its digest is stored.

    It is looked up by somebody who has not signed in, so it has no area in sight.
    """

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "id user area made_at made_by ends_at used_at", KEYS: "digest"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: whoever runs the host
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} invited"


class AccountChange(SealedRow):
    """What one person proposed about an account, and another agreed to or refused. Nothing happens before that."""

    class Kind(models.TextChoices):
        ROLE = "role", _("a role")
        RESET = "reset", _("a new way to sign in")

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "user kind role why proposed_at proposed_by decided_at decided_by agreed"}

    user = models.ForeignKey(User, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    why = EncryptedTextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, agreed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                name="accounts_change_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("user")) & ~Q(proposed_by=F("user")),
                name="accounts_change_two_people",
            ),
            models.CheckConstraint(
                condition=Q(kind="role") & ~Q(role="") | Q(kind="reset", role=""), name="accounts_change_of_what"
            ),
            models.UniqueConstraint(
                fields=["area", "user", "kind", "role"],
                condition=Q(decided_at__isnull=True),
                name="accounts_change_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"
