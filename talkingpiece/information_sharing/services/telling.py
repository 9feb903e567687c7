from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core import clock
from talkingpiece.core.blockers import digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import Consultation, Disclosure
from talkingpiece.information_sharing.payloads import told_under_duty
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold, Whom
from talkingpiece.protection.classes import Side


@transaction.atomic
def disclose_under_duty(
    *,
    case_id: UUID,
    to: str,
    categories: Iterable[str],
    told: str,
    duty: str,
    person_told: str,
    by: User,
    at: datetime,
    not_told_why: str = "",
    agency: Agency | None = None,
) -> Disclosure:
    """The third ground: nothing can refuse this, neither a gate nor a state. Managers of the area see it at once."""
    case = lock_case(case_id)
    sent = told_under_duty(to=to, told=told)
    disclosure = Disclosure(
        **fact_columns(case, by=by, at=at),
        case=case,
        agency=agency,
        recipient_words=to,
        purpose=Errand.DUTY_OR_HARM,
        categories=list(categories),
        ground=Ground.DUTY,
        duty=duty,
        sent=sent,
        sent_digest=digest(sent),
        person_told=person_told,
        not_told_why=not_told_why,
        manager_told_at=clock.now(),
    )
    disclosure.save()
    record(
        "disclosure.made",
        by=by,
        about=disclosure,
        at=at,
        side=Side.JOINT,
        case_id=case.pk,
        basis=Ground.DUTY,
        detail={"categories": sorted(disclosure.categories), "digest": disclosure.sent_digest},
    )
    return disclosure


@transaction.atomic
def record_person_told(*, disclosure_id: UUID, by: User, at: datetime) -> Disclosure:
    """Somebody who was still to be told what we disclosed about them has been told. Twice is once."""
    case = lock_case(Disclosure.objects.values_list("case_id", flat=True).get(pk=disclosure_id))
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure_id)
    if disclosure.person_told != PersonTold.TO_TELL:
        raise IllegalTransition(disclosure.person_told, PersonTold.TOLD)
    if disclosure.person_told_at is None:
        disclosure.person_told_at = at
        disclosure.save(update_fields=["person_told_at"])
        record("disclosure.person_told", by=by, about=disclosure, at=at, side=Side.JOINT, case_id=case.pk)
    return disclosure


@transaction.atomic
def record_consultation(
    *,
    case_id: UUID,
    whom: str,
    outcome: str,
    words: str,
    by: User,
    at: datetime,
    responsible_id: UUID | None = None,
) -> Consultation:
    """Somebody was consulted outside the system, or there is nobody. `responsible_id`: whose offender manager."""
    case = lock_case(case_id)
    consultation = Consultation(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible_id=responsible_id if whom == Whom.OFFENDER_MANAGER else None,
        whom=whom,
        outcome=outcome,
        words=words,
    )
    consultation.save()
    record(
        "consultation.recorded",
        by=by,
        about=consultation,
        at=at,
        side=Side.OFFENDER if whom == Whom.OFFENDER_MANAGER else Side.VICTIM,
        case_id=case.pk,
        detail={"whom": whom, "outcome": outcome},
    )
    return consultation
