from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.engagement.models import Preparation
from talkingpiece.engagement.profile import Audience
from talkingpiece.engagement.queries import engagement, last_approaches, person_in, prepared_many
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.states import Reply
from talkingpiece.engagement.turns import Turn


@transaction.atomic
def record_preparation(
    *,
    case_id: UUID,
    person_id: UUID,
    approach: str,
    covered: Iterable[str],
    ready: bool,
    by: User,
    at: datetime,
    supporter: str = "",
    note: str = "",
) -> Preparation:
    """One session. `covered`: what was gone through in it. Raises ValueError for what is not on their list."""
    case = lock_case(case_id)
    who, policy = person_in(case, person_id), engagement(case)
    on_list = [item.key for item in policy.items(who.audience, approach)]
    gone_through = set(covered)
    if not gone_through <= set(on_list):
        raise ValueError("not on the list")
    session = Preparation(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=who.person,
        side=who.side,
        approach=approach,
        covered=[key for key in on_list if key in gone_through],
        ready=ready,
        supporter=supporter,
        note=note,
    )
    session.save()
    if passing.about(case) == What.PREPARE and _everybody_prepared(case, approach):
        dues = passing.dues(case, policy, at)
        passing.pass_turn(case, Turn(What.PLAN_MEETING, due_at=dues.next_step), by=by, at=at)
    record(
        "preparation.recorded",
        by=by,
        about=session,
        at=at,
        side=who.side,
        case_id=case.pk,
        detail={"approach": approach, "covered": len(session.covered), "ready": ready},
    )
    return session


def _everybody_prepared(case: Case, approach: str) -> bool:
    """The victim and every offender who said yes; there is at least one."""
    offenders = {found.pk: found.person_id for found in responsibles(case.pk)}
    said_yes = [pk for pk, row in last_approaches(offenders).items() if row.reply == Reply.YES]
    people: dict[UUID, Audience] = {case.victim_id: "victim"}
    people |= {offenders[pk]: "offender" for pk in said_yes}
    return bool(said_yes) and all(found.enough for found in prepared_many(case, people, approach).values())
