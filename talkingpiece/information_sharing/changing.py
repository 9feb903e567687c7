"""What an agreement would change over the cases that run: counted, with nobody named, before anybody signs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force, in_force_then
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.information_sharing.queries import open_requests_in, questions_covered, with_ground


@dataclass(frozen=True)
class Change:
    """`opens` and `shuts`: requests that wait for an answer, and could or could not be opened then."""

    at: datetime  # the moment that is compared with now
    cases: int
    offenders: int
    waiting: int
    opens: int
    shuts: int
    purposes_more: tuple[str, ...]
    purposes_less: tuple[str, ...]
    questions_more: tuple[str, ...]
    questions_less: tuple[str, ...]
    we_more: tuple[str, ...]
    we_less: tuple[str, ...]
    they_more: tuple[str, ...]
    they_less: tuple[str, ...]


def change_by(draft: Agreement, reader: User, at: datetime) -> Change:
    """Over the open cases of the area with somebody whom its agency supervises or holds; none of the cases that are
    closed to the reader is counted."""
    first = timezone.make_aware(datetime.combine(draft.starts_on, time.min))
    then = max(at, first)
    before, after = list(in_force(draft.area_id, at=at)), in_force_then(draft.area_id, draft, at=then)
    cases = Case.objects.filter(area_id=draft.area_id, ended_at__isnull=True).exclude(pk__in=closed_to(reader))
    theirs = Q(offender_manager__agency_id=draft.agency_id) | Q(
        offender_manager__agency__isnull=True, agency_id=draft.agency_id
    )
    rows = Responsible.objects.filter(theirs, case__in=cases)
    case_ids = set(rows.values_list("case_id", flat=True))
    asked = [row for row in open_requests_in(case_ids) if row.agency_id == draft.agency_id]
    now, later = with_ground(asked, at=at, agreements=before), with_ground(asked, at=then, agreements=after)
    questions = (
        questions_covered(before, draft.agency_id),
        questions_covered(after, draft.agency_id),
    )
    purposes, we, they = (
        (_values(kind, before, draft, field), _values(kind, after, draft, field))
        for kind, field in ((Purpose, "purposes"), (Category, "we_may_send"), (Category, "they_may_send"))
    )
    return Change(
        at=then,
        cases=len(case_ids),
        offenders=rows.values("person_id").distinct().count(),
        waiting=len(asked),
        opens=len(later - now),
        shuts=len(now - later),
        purposes_more=_only(purposes[1], purposes[0]),
        purposes_less=_only(purposes[0], purposes[1]),
        questions_more=_only(questions[1], questions[0]),
        questions_less=_only(questions[0], questions[1]),
        we_more=_only(we[1], we[0]),
        we_less=_only(we[0], we[1]),
        they_more=_only(they[1], they[0]),
        they_less=_only(they[0], they[1]),
    )


def _values(
    kind: type[Category] | type[Purpose], agreements: list[Agreement], draft: Agreement, field: str
) -> list[str]:
    found = {one for row in agreements if row.agency_id == draft.agency_id for one in getattr(row, field)}
    return [one for one in kind.values if one in found]


def _only(these: list[str], those: list[str]) -> tuple[str, ...]:
    return tuple(one for one in these if one not in those)
