from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from talkingpiece.protection.classes import NOTHING_PERSONAL, PROOF, Tags
from talkingpiece.protection.rows import AreaRow


class Category(models.TextChoices):
    """What may be shared, in words that both sides of an agreement read alike."""

    IDENTITY = "identity", _("Who the offender is")
    SUITABILITY = "suitability", _("Whether the offender could be approached")
    RISK = "risk", _("Known risks and how they are managed")
    CONDITIONS = "conditions", _("Orders and licence conditions")
    DATES = "dates", _("Release, parole and transfer dates")
    LOCATION = "location", _("Where the offender is held")
    OUTCOME = "outcome", _("What came of it")


class Agreement(AreaRow):
    """An agreement with one agency. In force, once signed, from `starts_on` until the day before `ends_on` or until it
    was ended early: `queries.in_force` alone says when."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agency reference title purpose we_may_send they_may_send starts_on ends_on",
        PROOF: "signed_at ended_at owner",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    we_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    they_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # only when ended early: closed from that minute
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference"], name="agreements_reference"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="agreements_period"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(signed_at__lte=F("ended_at")),
                name="agreements_ended_after_signed",
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

    def __str__(self) -> str:
        return self.reference
