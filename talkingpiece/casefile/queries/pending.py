"""What was begun and may not go on: since then a consent was taken back, an agreement ended, or an order was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from talkingpiece.engagement.models import LegalVisit
from talkingpiece.engagement.queries import visits_barred, visits_without_ground
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import packages_without_ground, requests_without_ground
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.queries import drafts_without_ground


class PendingKind(StrEnum):
    REQUEST = "request"
    VISIT = "visit"
    BARRED = "barred"  # a visit that an order forbids
    REPORT = "report"
    PACKAGE = "package"


@dataclass(frozen=True)
class Pending:
    """`row_id`: of the request, the visit asked for, the draft or the package; `responsible_id`: about whom, if one."""

    kind: PendingKind
    case_id: UUID
    row_id: UUID
    responsible_id: UUID | None
    name: str
    agency: str


def pending_without_ground(case_ids: Iterable[UUID], at: datetime) -> list[Pending]:
    """Everything of these cases that waits and is stopped at this moment, because nothing allows it any more, or
    because the law forbids it."""
    ids = list(case_ids)
    shut = visits_barred(ids, at)
    return [
        *(_of(PendingKind.REQUEST, row) for row in requests_without_ground(ids, at)),
        *(_of(PendingKind.BARRED, row) for row in shut),
        *(_of(PendingKind.VISIT, row) for row in visits_without_ground(ids, at) if row not in shut),
        *(_of(PendingKind.REPORT, row) for row in drafts_without_ground(ids, at)),
        *(
            Pending(PendingKind.PACKAGE, row.case_id, row.pk, None, row.case.victim.called, row.agency.name)
            for row in packages_without_ground(ids, at)
        ),
    ]


def _of(kind: PendingKind, row: InformationRequest | LegalVisit | OutcomeReport) -> Pending:
    on_paper = row.to_name if isinstance(row, OutcomeReport) else ""  # for somebody without an agency
    to_whom = row.agency.name if row.agency else on_paper
    return Pending(kind, row.case_id, row.pk, row.responsible_id, row.responsible.person.called, to_whom)
