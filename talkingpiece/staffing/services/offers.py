from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases import services as cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, HandOver
from talkingpiece.cases.queries import open_ball, open_pause, promised
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import require_open
from talkingpiece.staffing.gates import blockers_to_offer, facts_for_offer
from talkingpiece.staffing.queries import staffing_of


@transaction.atomic
def offer_to_facilitator(
    *, case_id: UUID, to: User, words: str, by: User, at: datetime, role: str = MemberRole.OWNER
) -> HandOver:
    """Offer the case. Whoever has it keeps it until `to` accepts. Raises Blocked with every reason against."""
    case = cases.lock_case(case_id)
    facts = facts_for_offer(case, to, role, at)
    require_open(blockers_to_offer(facts, staffing_of(case)))
    due_at = promised(case, "hand_over_answer", at)
    offer = cases.offer_case(case_id=case.pk, to=to, words=words, by=by, at=at, due_at=due_at, role=role)
    cases.record_passing(case=case, gate="offer", facts=facts, by=by, at=at, subject_id=offer.pk)
    return offer


@transaction.atomic
def answer_offer(*, offer: HandOver, accepted: bool, words: str, by: User, at: datetime) -> HandOver:
    """Take the case, or not this one. What forbade the offer forbids taking it: raises Blocked, or IllegalTransition
    if it was answered or taken back in the meantime."""
    case = cases.lock_case(offer.case_id)
    if accepted:
        facts = facts_for_offer(case, by, offer.role, at)
        require_open(blockers_to_offer(facts, staffing_of(case)))
    answered = cases.answer_offer(offer_id=offer.pk, accepted=accepted, words=words, by=by, at=at)
    if accepted:
        cases.record_passing(case=case, gate="offer", facts=facts, by=by, at=at, subject_id=offer.pk)
    if answered.role == MemberRole.OWNER:
        _pass_on(case, answered, at)
    return answered


def _pass_on(case: Case, offer: HandOver, at: datetime) -> None:
    """A new owner makes themselves known first, but not into a pause."""
    if not offer.accepted:
        due_at = promised(case, "hand_over_answer", at)
        cases.pass_ball(case=case, holder=Holder.USER, user=offer.from_user, what=What.ALLOCATE, at=at, due_at=due_at)
        return
    due_at = promised(case, "first_contact", at)
    paused, waiting = open_pause(case.pk), open_ball(case.pk)
    if paused is not None and waiting is not None:
        at = max(at, waiting.since + timedelta(microseconds=1))  # balls follow each other, also within one moment
    cases.pass_ball(case=case, holder=Holder.USER, user=offer.to_user, what=What.FIRST_CONTACT, at=at, due_at=due_at)
    if paused is not None:
        # A moment later, so that `resume_case` finds under the pause the ball that ended when the pause began.
        later = at + timedelta(microseconds=1)
        cases.pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_PAUSED, at=later)
