from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.gates import (
    blockers_to_correct,
    blockers_to_review,
    facts_for_correction,
    facts_for_review,
)
from talkingpiece.information_sharing.models import Consultation, Disclosure, DisclosureReview
from talkingpiece.information_sharing.payloads import told_to_correct, told_under_duty
from talkingpiece.information_sharing.services.disclosing import disclose
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold, Whom
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


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
    kind: str = "",
    agency: Agency | None = None,
) -> Disclosure:
    """The third ground: nothing can refuse this, neither a gate nor a state. Managers of the area see it at once.

    `kind`: what the recipient is, so that the page can say what such a one ordinarily gets.
    """
    return disclose(
        case=lock_case(case_id),
        agency=agency,
        recipient_words=to,
        recipient_kind=kind,
        purpose=Errand.DUTY_OR_HARM,
        categories=categories,
        ground=Ground.DUTY,
        duty=duty,
        sent=told_under_duty(to=to, told=told),
        person_told=person_told,
        not_told_why=not_told_why,
        side=Side.JOINT,
        by=by,
        at=at,
    )


@transaction.atomic
def review_disclosure(*, disclosure_id: UUID, words: str, by: User, at: datetime) -> DisclosureReview:
    """A second person has looked at what was told under the third ground. Twice is once.

    Raises Blocked for whoever told it, and IllegalTransition for one on another ground: that one had its gate.
    """
    case = lock_case(Disclosure.objects.values_list("case_id", flat=True).get(pk=disclosure_id))
    disclosure = Disclosure.objects.select_for_update(no_key=True).get(pk=disclosure_id)
    if disclosure.ground != Ground.DUTY:
        raise IllegalTransition(disclosure.ground, "reviewed")
    require_open(blockers_to_review(facts_for_review(disclosure, by)))
    done = DisclosureReview.objects.filter(disclosure=disclosure).first()
    if done is not None:
        return done
    review = DisclosureReview(**fact_columns(case, by=by, at=at), case=case, disclosure=disclosure, words=words)
    review.save()
    record("disclosure.reviewed", by=by, about=disclosure, at=at, side=Side.JOINT, case_id=case.pk)
    return review


@transaction.atomic
def correct_disclosure(*, disclosure_id: UUID, told: str, by: User, at: datetime) -> Disclosure:
    """What somebody was told was wrong: they are told what is right, in a disclosure of its own that names the first.

    On the ground of the first, if it still holds; else as a duty, to put right what we told them. Raises Blocked
    where the correction would say more than an agency may learn.
    """
    case = lock_case(Disclosure.objects.values_list("case_id", flat=True).get(pk=disclosure_id))
    before = (
        Disclosure.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency", "recipient")
        .get(pk=disclosure_id)
    )
    facts = facts_for_correction(before, told, at)
    require_open(blockers_to_correct(facts))
    return disclose(
        case=case,
        agency=before.agency,
        recipient=before.recipient,
        recipient_words=before.recipient_words,
        recipient_kind=before.recipient_kind,
        purpose=Errand(before.purpose),
        categories=before.categories,
        ground=Ground(facts.ground),
        agreement_id=before.agreement_id,
        consent_id=before.consent_id,
        duty=str(_("To put right what we told them on %(date)s.") % {"date": short_date(before.happened_at)})
        if facts.ground == Ground.DUTY
        else "",
        sent=told_to_correct(of=before.happened_at, told=told),
        person_told=before.person_told,
        not_told_why=before.not_told_why,
        side=Side.JOINT,
        corrects=before,
        by=by,
        at=at,
    )


@transaction.atomic
def record_person_told(*, disclosure_id: UUID, by: User, at: datetime) -> Disclosure:
    """Somebody who was still to be told what we disclosed about them has been told. Twice is once."""
    case = lock_case(Disclosure.objects.values_list("case_id", flat=True).get(pk=disclosure_id))
    disclosure = Disclosure.objects.select_for_update(no_key=True).get(pk=disclosure_id)
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
