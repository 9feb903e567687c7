from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.engagement.models import Approach, Contact
from talkingpiece.engagement.queries import engagement, last_approaches, person_in
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.states import Direction
from talkingpiece.engagement.turns import Talk, after_contact

MINUTE = timedelta(minutes=1)


@transaction.atomic
def record_contact(
    *,
    case_id: UUID,
    person_id: UUID,
    means: str,
    outcome: str,
    by: User,
    at: datetime,
    direction: str = Direction.OUT,
    note: str = "",
    next_at: datetime | None = None,
    next_words: str = "",
    told: bool = False,
    linked: Mapping[str, str] | None = None,
) -> Contact:
    """An attempt or a talk, always recordable. What was to be tried again before it counts as tried.

    `told`: the victim was told what the offender said. `linked`: ids for the trail. Raises Person.DoesNotExist for
    somebody not of the case.
    """
    case = lock_case(case_id)
    who = person_in(case, person_id)
    tried(case, person_id, at)
    contact = Contact(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=who.person,
        side=who.side,
        means=means,
        direction=direction,
        outcome=outcome,
        note=note,
        next_at=next_at,
        next_words=next_words,
    )
    contact.save()
    if who.is_victim:
        _pass(case, contact, told=told, by=by)
    record(
        "contact.recorded",
        by=by,
        about=contact,
        at=at,
        side=who.side,
        case_id=case.pk,
        detail={"means": means, "direction": direction, "outcome": outcome, "told": told, **(linked or {})},
    )
    return contact


def tried(case: Case, person_id: UUID, at: datetime) -> None:
    """Earlier promises to try this person again were kept by what happened at `at`."""
    waiting = Contact.objects.filter(
        case=case,
        person_id=person_id,
        next_at__isnull=False,
        next_done_at__isnull=True,
        happened_at__lt=at + MINUTE,  # people give minutes
    )
    waiting.update(next_done_at=at)


def not_tried(contact: Contact) -> None:
    """This was no contact with that person: what it seemed to keep waits again, unless another kept it since."""
    theirs = Contact.objects.standing().filter(case_id=contact.case_id, person_id=contact.person_id)
    others = theirs.exclude(pk=contact.pk)
    if not others.filter(happened_at__gte=contact.happened_at).exists():
        others.filter(next_done_at=contact.happened_at).update(next_done_at=None)


def _pass(case: Case, contact: Contact, *, told: bool, by: User) -> None:
    at = contact.happened_at
    answer = _tell(case, at) if told else None
    talk = Talk(
        outcome=contact.outcome,
        next_at=contact.next_at,
        listened=passing.heard(case.pk),
        told=told,
        reply=answer.reply if answer else "",
        ask_again_at=passing.morning_of(answer.ask_again_on) if answer else None,
    )
    about = passing.about(case)
    if about:
        dues = passing.dues(case, engagement(case), at)
        passing.pass_turn(case, after_contact(about, talk, dues), by=by, at=at)


def _tell(case: Case, at: datetime) -> Approach | None:
    """The victim knows now what was answered. Returns the newest answer."""
    answers = [row for row in last_approaches(r.pk for r in responsibles(case.pk)).values() if row.reply]
    for answer in answers:
        if answer.victim_told_at is None:
            answer.victim_told_at = at
            answer.save(update_fields=["victim_told_at"])
    return max(answers, key=lambda answer: answer.happened_at, default=None)
