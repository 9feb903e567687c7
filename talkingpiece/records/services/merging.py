from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import require_open
from talkingpiece.people.models import Merge
from talkingpiece.people.services import lock_people, write_merge
from talkingpiece.protection.classes import Side
from talkingpiece.records.gates import blockers_to_merge, facts_for_merge
from talkingpiece.records.queries import read_as


@transaction.atomic
def merge_people(*, kept_id: UUID, merged_id: UUID, words: str, side: Side, by: User, at: datetime) -> Merge:
    """Two records are one person from now on. Raises Blocked with every reason.

    Whoever was merged into somebody before is joined through that somebody.
    """
    ends = {kept_id: read_as(kept_id), merged_id: read_as(merged_id)}
    people = {person.pk: person for person in lock_people([*ends, *ends.values()])}
    require_open(blockers_to_merge(facts_for_merge(people[kept_id], people[merged_id], by=by)))
    return write_merge(kept=people[ends[kept_id]], merged=people[ends[merged_id]], words=words, side=side, by=by, at=at)
