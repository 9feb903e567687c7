from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import asked_as, words
from talkingpiece.consents.states import Answer
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side


class NobodySpoke(ValueError):
    """An organisation says nothing by itself: who answered in its name is part of the answer."""


@transaction.atomic
def record_consent(
    *,
    case_id: UUID,
    person: Person,
    side: Side,
    item: str,
    answer: str,
    wording: str,
    method: str,
    by: User | None,
    at: datetime,
    target: str = "",
    language: str = "English",
    witness: str = "",
    capacity_considered: bool = False,
) -> Consent:
    """One answer to one question, in the exact words that were put. A new answer ends the live one, if there is one.

    Raises NobodySpoke if an organisation is to have answered and no `witness` says who spoke for it.
    """
    case = lock_case(case_id)
    if person.kind == PersonKind.ORGANISATION and not witness.strip():
        raise NobodySpoke
    section = words(case)
    earlier = Consent.objects.standing().filter(
        case=case, person=person, item=item, target=target, answer=Answer.GIVEN, withdrawn_at__isnull=True
    )
    for old in earlier:
        _withdraw(old, how=method, words="", by=by, at=at)
    consent = Consent(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=person,
        side=side,
        item=item,
        target=target,
        answer=answer,
        wording=wording,
        wording_version=section.wording(item, asked_as(case.pk, person.pk, side)).version,
        language=language,
        method=method,
        witness=witness,
        capacity_considered=capacity_considered,
        review_by=timezone.localdate(at) + timedelta(days=section.review_after_days),
    )
    consent.save()
    record(
        f"consent.{answer}",
        by=by,
        about=consent,
        at=at,
        side=side,
        case_id=case.pk,
        detail={"item": item, "target": target, "version": consent.wording_version},
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent_id: UUID, how: str, by: User | None, at: datetime, words_said: str = "") -> Consent:
    """Take a consent back. Nothing can refuse this: no gate, no state, no second question. Twice is once.

    `at` is when they said so, also if that is written down later; it counts from the moment of writing it down.
    """
    case_id = Consent.objects.values_list("case_id", flat=True).get(pk=consent_id)
    lock_case(case_id)
    consent = Consent.objects.select_for_update(no_key=True).get(pk=consent_id)
    if consent.answer == Answer.GIVEN and consent.withdrawn_at is None:
        _withdraw(consent, how=how, words=words_said, by=by, at=at)
    return consent


def _withdraw(consent: Consent, *, how: str, words: str, by: User | None, at: datetime) -> None:
    consent.withdrawn_at, consent.withdrawn_recorded_at = at, clock.now()
    consent.withdrawn_by, consent.withdrawn_how, consent.withdrawn_words = by, how, words
    consent.save()
    record(
        "consent.withdrawn",
        by=by,
        about=consent,
        at=at,
        side=Side(consent.side),
        case_id=consent.case_id,
        detail={"item": consent.item, "target": consent.target},
    )
