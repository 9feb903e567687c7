"""What was written down about the wrong person is written down about the right one, by the act that writes such things.

Marking the first one as entered in error is the caller's, in the same transaction and before this.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.engagement.models import Contact, InformationGiven, Need, Voice
from talkingpiece.engagement.queries import engagement
from talkingpiece.engagement.services.contacts import not_tried, record_contact
from talkingpiece.engagement.services.listening import NeedSaid, give_information, record_need, record_voice

Told = Contact | Need | Voice | InformationGiven


@transaction.atomic
def record_anew(fact: Told, *, case_id: UUID, person_id: UUID, by: User, linked: Mapping[str, str]) -> Told:
    """The same content, said when it was said, about this person of this case. `linked`: ids for the trail.

    Of an information sheet the newest one that is written for this person counts as given. Raises Person.DoesNotExist
    for somebody not of the case, ValueError for a need of somebody who is not asked for any.
    """
    row = _recorded(fact, case_id, person_id, by, linked)
    if row.happened_vaguely != fact.happened_vaguely:
        row.happened_vaguely = fact.happened_vaguely
        row.save(update_fields=["happened_vaguely"])
    return row


def _recorded(fact: Told, case_id: UUID, person_id: UUID, by: User, linked: Mapping[str, str]) -> Told:
    at = fact.happened_at
    if isinstance(fact, Contact):
        return _contact(fact, case_id, person_id, by, linked)
    if isinstance(fact, Need):
        said = NeedSaid(words=fact.words, rank=fact.rank, code=_code(fact, case_id))
        return record_need(case_id=case_id, person_id=person_id, need=said, by=by, at=at, linked=linked)
    if isinstance(fact, Voice):
        return record_voice(
            case_id=case_id, person_id=person_id, kind=fact.kind, words=fact.words, by=by, at=at, linked=linked
        )
    return give_information(
        case_id=case_id,
        person_id=person_id,
        means=fact.means,
        language=fact.language,
        by=by,
        at=at,
        linked=linked,
    )


def _contact(fact: Contact, case_id: UUID, person_id: UUID, by: User, linked: Mapping[str, str]) -> Contact:
    """A promise to try again goes with it, unless it was kept already; what it seemed to keep waits again."""
    not_tried(fact)
    return record_contact(
        case_id=case_id,
        person_id=person_id,
        means=fact.means,
        outcome=fact.outcome,
        direction=fact.direction,
        note=fact.note,
        next_at=None if fact.next_done_at else fact.next_at,
        next_words="" if fact.next_done_at else fact.next_words,
        by=by,
        at=fact.happened_at,
        linked=linked,
    )


def _code(need: Need, case_id: UUID) -> str:
    """Another area may sort needs by other codes."""
    known = {kind.code for kind in engagement(Case.objects.get(pk=case_id)).need_kinds}
    return need.code if need.code in known else ""
