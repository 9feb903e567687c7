from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.casefile.gates import blockers_to_move, facts_for_move
from talkingpiece.cases.services import lock_cases
from talkingpiece.core.blockers import require_open
from talkingpiece.engagement.queries import person_in
from talkingpiece.engagement.services import Told, record_anew
from talkingpiece.protection.classes import Side


@transaction.atomic
def move_fact(
    *, case_id: UUID, fact: Told, side: Side, why: str, to_case_id: UUID, person_id: UUID, by: User, at: datetime
) -> Told | None:
    """Mark a fact of this case as entered in error, and write the same down about whom it is about.

    `to_case_id` is this case or another. None if it was marked before: twice is once. Raises Blocked,
    Person.DoesNotExist for somebody not of that case, ValueError for the person whom the fact is about already or of
    whom such a thing is never asked.
    """
    cases = {case.pk: case for case in lock_cases({case_id, to_case_id})}
    found = type(fact)._default_manager.select_for_update(no_key=True).get(pk=fact.pk, case_id=case_id)
    if not found.stands:
        return None
    if (found.case_id, found.person_id) == (to_case_id, person_id):
        raise ValueError("theirs already")
    target = cases[to_case_id]
    require_open(blockers_to_move(facts_for_move(target, person_in(target, person_id), by)))
    moved = {"moved": str(uuid4())}
    enter_in_error(found, by=by, at=at, why=why, case_id=case_id, side=side, linked=moved)
    linked = {**moved, "instead_of": str(found.pk)}
    return record_anew(found, case_id=to_case_id, person_id=person_id, by=by, linked=linked)
