from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q

from talkingpiece.agreements.states import RECEIVED_FOR, SENT_FOR, Category, Controller, Purpose, Signer, Stage
from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.rows import AreaRow


class Agreement(AreaRow):
    """One version of an agreement with one agency. In force, once signed, from `starts_on` until the day before
    `ends_on` or until it was ended early: `queries.in_force` alone says when.

    From the second reader's yes on, its words stand still; once it is signed the database refuses to change them.
    """

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agency reference version title purpose purposes we_may_send they_may_send our_role "
        "their_role terms starts_on reviews_on ends_on stage sent_back_words",
        PROOF: "signed_at ended_at ended_by ended_why owner deputy writers sent_by sent_at read_by read_at "
        "given_up_at given_up_by given_up_why",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    purposes = ArrayField(models.CharField(max_length=12, choices=Purpose), default=list, blank=True)
    we_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    they_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    our_role = models.CharField(max_length=10, choices=Controller, blank=True)
    their_role = models.CharField(max_length=10, choices=Controller, blank=True)
    terms = models.JSONField(default=dict, blank=True)  # the words of each states.Term
    starts_on = models.DateField()
    reviews_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField()
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    stage = models.CharField(max_length=8, choices=Stage, default=Stage.DRAFT)
    writers = ArrayField(models.UUIDField(), default=list, blank=True)  # everybody who wrote in this version
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_back_words = models.CharField(max_length=1000, blank=True)
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)  # the minute in which the second of two had signed
    ended_at = models.DateTimeField(null=True, blank=True)  # only when ended early: closed from that minute
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    given_up_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference", "version"], name="agreements_reference"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="agreements_period"),
            models.CheckConstraint(
                condition=Q(stage=Stage.SIGNED, signed_at__isnull=False)
                | ~Q(stage=Stage.SIGNED) & Q(signed_at__isnull=True),
                name="agreements_signed_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(signed_at__lte=F("ended_at")),
                name="agreements_ended_after_signed",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.GIVEN_UP, given_up_at__isnull=False)
                | ~Q(stage=Stage.GIVEN_UP) & Q(given_up_at__isnull=True),
                name="agreements_given_up_when",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("owner")), name="agreements_deputy_is_another"
            ),
            # Days that overlap are no overlap if one was ended before the other was signed.
            ExclusionConstraint(
                name="agreements_do_not_overlap",
                condition=Q(signed_at__isnull=False),
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
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
                    (
                        Func(F("signed_at"), F("ended_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def sends(self) -> frozenset[str]:
        """What we may send under it: what it names, and something that it is for needs."""
        return _needed(self.we_may_send, SENT_FOR, self.purposes)

    @property
    def receives(self) -> frozenset[str]:
        return _needed(self.they_may_send, RECEIVED_FOR, self.purposes)

    def __str__(self) -> str:
        return self.reference


def _needed(
    named: Iterable[str], needed_for: Mapping[str, frozenset[Purpose]], purposes: Iterable[str]
) -> frozenset[str]:
    given = set(purposes)
    return frozenset(category for category in named if needed_for[category] & given)


class SignedPaper(AreaRow):
    """The document as it lies before those who sign, byte for byte. Made when the second reader said yes; taken away
    with that yes; never changed."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "agreement content", PROOF: "digest mark made_at"}

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="paper")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # of the file
    mark = models.CharField(max_length=14)  # printed at its foot: of its words
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark


class Signature(AreaRow):
    """Somebody signed this very document for one of the two parties."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agreement side",
        PROOF: "name job signed_on digest entered_by entered_at",
    }

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=4, choices=Signer)
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120)
    signed_on = models.DateField()
    digest = models.CharField(max_length=64)  # of the file that was signed
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "side"], name="agreements_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side}"
