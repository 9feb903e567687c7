from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from talkingpiece.agreements.models import Agreement, Signature, SignedPaper
from talkingpiece.agreements.states import Stage

# How long before its end an agreement is worth renewing, and when whoever looks after it is warned again.
SOON = timedelta(days=30)
WARNINGS = (1, 7, 30)
REVIEW_SOON = timedelta(days=7)


def in_force(area_id: UUID, *, at: datetime) -> QuerySet[Agreement]:
    """Those that let something through at this moment: from local midnight of the first day until local midnight of
    `ends_on`, or until the minute in which one was ended early."""
    day = timezone.localdate(at)
    return Agreement.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at),
        area_id=area_id,
        signed_at__lte=at,
        starts_on__lte=day,
        ends_on__gt=day,
    ).select_related("agency")


def holds(agreement: Agreement, at: datetime) -> bool:
    """The same of one that was read before."""
    signed, ended, day = agreement.signed_at, agreement.ended_at, timezone.localdate(at)
    return (
        signed is not None
        and signed <= at
        and (ended is None or at < ended)
        and agreement.starts_on <= day < agreement.ends_on
    )


def is_over(agreement: Agreement, at: datetime) -> bool:
    return agreement.ended_at is not None or agreement.ends_on <= timezone.localdate(at)


def covering(
    area_id: UUID, agency_id: UUID, *, send: Iterable[str], receive: Iterable[str], at: datetime
) -> Agreement | None:
    """The agreement in force under which we may send these categories to the agency and it may answer with those, each
    for something that the agreement is for."""
    wanted, back = set(send), set(receive)
    found = in_force(area_id, at=at).filter(agency_id=agency_id)
    return next((one for one in found if wanted <= one.sends and back <= one.receives), None)


def of_area(area_id: UUID) -> QuerySet[Agreement]:
    """All but those that were given up before anybody signed."""
    return (
        Agreement.objects.filter(area_id=area_id)
        .exclude(stage=Stage.GIVEN_UP)
        .select_related("agency", "owner", "deputy")
        .order_by("agency__name", "-starts_on", "-version")
    )


def owned_still(area_id: UUID, user_id: UUID, on: date) -> QuerySet[Agreement]:
    """What somebody looks after that is not over: drafts too."""
    found = of_area(area_id).filter(owner_id=user_id, ended_at__isnull=True)
    return found.filter(Q(ends_on__gt=on) | Q(signed_at__isnull=True))


def overlapping(agreement: Agreement) -> list[Agreement]:
    """Signed ones with the same agency, not ended, that cover a day of this one."""
    found = Agreement.objects.filter(
        area_id=agreement.area_id,
        agency_id=agreement.agency_id,
        signed_at__isnull=False,
        ended_at__isnull=True,
        starts_on__lt=agreement.ends_on,
        ends_on__gt=agreement.starts_on,
    )
    return list(found.exclude(pk=agreement.pk).order_by("starts_on"))


def versions_of(agreement: Agreement) -> list[Agreement]:
    """Every version under its reference, the newest first."""
    found = Agreement.objects.filter(area_id=agreement.area_id, reference=agreement.reference)
    return list(found.order_by("-version"))


def later_version(agreement: Agreement) -> Agreement | None:
    """One that follows it and was not given up."""
    later = [row for row in versions_of(agreement) if row.version > agreement.version]
    return next((row for row in later if row.stage != Stage.GIVEN_UP), None)


def signatures_of(agreement: Agreement) -> list[Signature]:
    return list(agreement.signatures.order_by("-side"))


def paper_of(agreement: Agreement) -> SignedPaper | None:
    return SignedPaper.objects.filter(agreement=agreement).first()


def in_force_then(area_id: UUID, draft: Agreement, *, at: datetime) -> list[Agreement]:
    """What would be in force at that moment if this draft were signed by then: hypothetical, nothing is written."""
    day = timezone.localdate(at)
    found = list(in_force(area_id, at=at).exclude(pk=draft.pk))
    return [*found, draft] if draft.starts_on <= day < draft.ends_on else found


@dataclass(frozen=True)
class Warned:
    """`days` until it is over; `level`: which of the warnings it is, 30, 7 or 1 days before."""

    agreement: Agreement
    days: int
    level: int


def ending(area_ids: Iterable[UUID], at: datetime, *, user_id: UUID | None = None) -> list[Warned]:
    """Those in force that are over within 30 days and that nothing signed follows; of one owner or deputy, or all."""
    day, found = timezone.localdate(at), []
    for area_id in area_ids:
        rows = in_force(area_id, at=at).filter(ends_on__lte=day + SOON).select_related("area")
        if user_id is not None:
            rows = rows.filter(Q(owner_id=user_id) | Q(deputy_id=user_id))
        for row in rows.order_by("ends_on"):
            if not _is_followed(row):
                days = (row.ends_on - day).days
                found.append(Warned(row, days, next(level for level in WARNINGS if days <= level)))
    return found


def _is_followed(agreement: Agreement) -> bool:
    """Something signed with this agency is in force on the day on which it closes."""
    after = Agreement.objects.filter(
        area_id=agreement.area_id,
        agency_id=agreement.agency_id,
        signed_at__isnull=False,
        ended_at__isnull=True,
        starts_on__lte=agreement.ends_on,
        ends_on__gt=agreement.ends_on,
    )
    return after.exists()


def to_review(area_ids: Iterable[UUID], at: datetime, *, user_id: UUID | None = None) -> list[Agreement]:
    """Those in force whose day of review has come, or comes within a week."""
    day: date = timezone.localdate(at)
    found: list[Agreement] = []
    for area_id in area_ids:
        rows = in_force(area_id, at=at).filter(reviews_on__lte=day + REVIEW_SOON)
        if user_id is not None:
            rows = rows.filter(Q(owner_id=user_id) | Q(deputy_id=user_id))
        found += rows.order_by("reviews_on")
    return found


def to_read(area_ids: Iterable[UUID], user_id: UUID) -> list[Agreement]:
    """Drafts that wait for a second person, which this one may be: who wrote in one does not read it."""
    found = Agreement.objects.filter(area_id__in=list(area_ids), stage=Stage.REVIEW)
    return list(found.exclude(writers__contains=[user_id]).select_related("agency").order_by("sent_at"))
