from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
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
    """An agreement with one agency. In force from `starts_on` until the day before `ends_on`, once signed."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agency reference title purpose we_may_send they_may_send starts_on ends_on",
        PROOF: "signed_on owner",
    }

    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    we_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    they_may_send = ArrayField(models.CharField(max_length=20, choices=Category))
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference"], name="agreements_reference"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="agreements_period"),
            ExclusionConstraint(
                name="agreements_do_not_overlap",
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
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.reference
