from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.agreements.states import Category
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.changes import Clearance
from talkingpiece.cases.legal_queries import changes_of_many, legal_facts_of_many
from talkingpiece.cases.models import Pause
from talkingpiece.cases.states import ContactScope
from talkingpiece.core import clock
from talkingpiece.engagement.models import LegalVisit
from talkingpiece.information_sharing.queries import still_grounded

# What an agreement must cover: whom we come to see goes out; when and where they can be seen comes back.
SEND, RECEIVE = (Category.IDENTITY,), (Category.LOCATION,)


def legal_visits_of(case_id: UUID) -> list[LegalVisit]:
    """The newest first."""
    found = LegalVisit.objects.standing().filter(case_id=case_id)
    found = found.select_related("responsible__person", "agency", "worker", "with_user", "answered_by", "visit")
    return list(found.order_by("-happened_at", "-recorded_at"))


def visits_to_chase(case_ids: Iterable[UUID], at: datetime) -> list[LegalVisit]:
    """What a prison was asked in these cases and has not answered by the day that was named; the longest due first.
    One query."""
    found = LegalVisit.objects.standing().filter(case_id__in=list(case_ids), due_at__lt=at)
    found = found.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    rows = list(found.select_related("responsible__person", "agency", "worker").order_by("due_at"))
    gone = moved_since(rows)
    return [row for row in rows if row.pk not in gone]


def moved_since(rows: Iterable[LegalVisit]) -> set[UUID]:
    """Ids of those of whom the prison that was asked holds the offender no longer, or not as it did."""
    asked = list(rows)
    changes = changes_of_many({row.responsible_id for row in asked})
    return {
        row.pk
        for row in asked
        if changes[row.responsible_id].reopened(Clearance.VISIT, row.answered_at or row.happened_at, row.recorded_at)
    }


def asked_of(user: User, at: datetime) -> list[LegalVisit]:
    """The only statement of which requests for a visit somebody in an agency sees: those that came to their agency
    through this system, while the ground on which they were sent still holds."""
    able = {h.area_id for h in holdings(user, clock.now()) if Act.VISIT_ANSWER in ROLES[Role(h.role)].acts}
    if user.agency_id is None or not able:
        return []
    found = LegalVisit.objects.standing().filter(agency_id=user.agency_id, area_id__in=able, asked_by="system")
    found = found.filter(withdrawn_at__isnull=True).exclude(case__in=closed_to(user))
    found = found.select_related("case", "disclosure", "area", "answered_by")
    rows = list(found.order_by("due_at"))
    shut = moved_since(rows) | barred((row for row in rows if row.answered_at is None), at)
    return [row for row in rows if row.pk not in shut and _is_asked(row) and _holds(row, at)]


def _is_asked(row: LegalVisit) -> bool:
    paused = Pause.objects.filter(case_id=row.case_id, ended_at__isnull=True, error_at__isnull=True)
    return row.answered_at is not None or (row.case.is_open and not paused.exists())


def visits_without_ground(case_ids: Iterable[UUID], at: datetime) -> list[LegalVisit]:
    """What a prison was asked, has not answered, and is closed to it, because the ground has gone."""
    rows = _unanswered(case_ids)
    holding = still_grounded({row.disclosure: RECEIVE for row in rows}, at=at)
    return [row for row in rows if row.disclosure_id not in holding]


def visits_barred(case_ids: Iterable[UUID], at: datetime) -> list[LegalVisit]:
    """What a prison was asked, has not answered, and is closed to it, because an order forbids the approach now."""
    rows = _unanswered(case_ids)
    shut = barred(rows, at)
    return [row for row in rows if row.pk in shut]


def barred(rows: Iterable[LegalVisit], at: datetime) -> set[UUID]:
    """Ids of those of whom an order, to which nobody made an exception, forbids us to come near at that moment."""
    asked, on = list(rows), timezone.localdate(at)
    facts = legal_facts_of_many({row.responsible_id for row in asked}) if asked else {}
    return {
        row.pk
        for row in asked
        if any(order.forbids_on(ContactScope.APPROACH, on) for order in facts[row.responsible_id].restrictions)
    }


def _unanswered(case_ids: Iterable[UUID]) -> list[LegalVisit]:
    found = LegalVisit.objects.standing().filter(
        case_id__in=list(case_ids), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    return list(found.select_related("case", "disclosure", "responsible__person", "agency").order_by("due_at"))


def _holds(row: LegalVisit, at: datetime) -> bool:
    return bool(still_grounded({row.disclosure: RECEIVE}, at=at))
