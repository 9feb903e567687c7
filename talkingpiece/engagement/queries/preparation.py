from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from talkingpiece.cases.models import Case
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.profile import Audience
from talkingpiece.engagement.queries.people import engagement, somebody


@dataclass(frozen=True)
class Prepared:
    """How far somebody is prepared for one approach.

    `covered`: each item of the checklist gone through, and when last. `missing`: required ones not gone through.
    `ready`: what they said of themselves, the last time they were asked.
    """

    covered: dict[str, datetime] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    ready: bool = False
    supporter: str = ""

    @property
    def enough(self) -> bool:
        return self.ready and not self.missing


def preparations_of(case_id: UUID, person_id: UUID, approach: str) -> list[Preparation]:
    """Sessions, the newest first."""
    found = Preparation.objects.filter(case_id=case_id, person_id=person_id, approach=approach, error_at__isnull=True)
    return list(found.select_related("recorded_by").order_by("-happened_at", "-recorded_at"))


def prepared(case_id: UUID, person_id: UUID, approach: str) -> Prepared:
    """Somebody who is not of the case is prepared for nothing in it."""
    case = Case.objects.select_related("victim").get(pk=case_id)
    found = somebody(case, person_id)
    if found is None:
        return Prepared(missing=("not_of_this_case",))
    return prepared_many(case, {person_id: found.audience}, approach)[person_id]


def prepared_many(case: Case, people: dict[UUID, Audience], approach: str) -> dict[UUID, Prepared]:
    """The same for several people of one case, whose parts the caller knows. Two queries."""
    policy = engagement(case)
    sessions: dict[UUID, list[Preparation]] = {person_id: [] for person_id in people}
    rows = Preparation.objects.filter(case=case, person_id__in=list(people), approach=approach, error_at__isnull=True)
    for row in rows.order_by("happened_at", "recorded_at"):
        sessions[row.person_id].append(row)
    return {
        person_id: _prepared(sessions[person_id], [i.key for i in policy.items(audience, approach) if i.required])
        for person_id, audience in people.items()
    }


def _prepared(sessions: Iterable[Preparation], required: list[str]) -> Prepared:
    """`sessions`: the oldest first."""
    rows = list(sessions)
    covered = {key: row.happened_at for row in rows for key in row.covered}
    return Prepared(
        covered=covered,
        missing=tuple(key for key in required if key not in covered),
        ready=rows[-1].ready if rows else False,
        supporter=next((row.supporter for row in reversed(rows) if row.supporter), ""),
    )
