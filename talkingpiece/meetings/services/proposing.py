"""Open seats: a worker proposes the victim of their own case, and whoever leads keeps a seat for them, or not.

Neither side learns of the other's people before that: the one sees a date and who leads, the other that somebody asks.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import lock_case
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.conditions import blockers_to_propose
from talkingpiece.meetings.models import Meeting, Part, Proposal, ProposalAnswer
from talkingpiece.meetings.queries import Place, facts_for_proposal
from talkingpiece.meetings.services.locking import enter, lock_meeting
from talkingpiece.meetings.services.planning import ask_again, give_seat
from talkingpiece.protection.classes import Side


@transaction.atomic
def propose_seat(*, meeting_id: UUID, case_id: UUID, words: str, by: User, at: datetime) -> Proposal:
    """Asks for a seat for the victim of this case. Raises Blocked with every reason; asked twice is asked once."""
    case = lock_case(case_id)
    meeting = Meeting.objects.get(pk=meeting_id, area_id=case.area_id)
    earlier = Proposal.objects.filter(meeting=meeting, person=case.victim, answer="").first()
    if earlier is not None:
        return earlier
    require_open(blockers_to_propose(facts_for_proposal(meeting, case, at)))
    proposal = Proposal(
        area_id=case.area_id,
        key_id=case.key_id,
        meeting=meeting,
        case=case,
        person=case.victim,
        words=words,
        asked_by=by,
        asked_at=at,
    )
    proposal.save()
    record("proposal.made", by=by, about=proposal, at=at, side=Side.VICTIM, case_id=case.pk)
    return proposal


@transaction.atomic
def accept_proposal(*, proposal_id: UUID, by: User, at: datetime) -> Proposal:
    """A seat is kept for them. Somebody more sits there: everybody is asked again. Raises Blocked if they no longer
    want it or no seat is left, IllegalTransition if it was answered before."""
    asked = Proposal.objects.get(pk=proposal_id)
    locked = lock_meeting(asked.meeting_id, with_cases=[asked.case_id])
    proposal, meeting = _open(proposal_id), locked.meeting
    require_open(blockers_to_propose(facts_for_proposal(meeting, proposal.case, at)))
    give_seat(meeting, Place(proposal.person, Part.VICTIM, Side.VICTIM, proposal.case), at=at)
    meeting.seats_offered -= 1
    ask_again(locked, at=at)
    meeting.version += 1
    meeting.save()
    _answer(proposal, ProposalAnswer.ACCEPTED, by=by, at=at)
    enter("proposal.accepted", locked, about=proposal, by=by, at=at, side=Side.VICTIM)
    return proposal


@transaction.atomic
def decline_proposal(*, proposal_id: UUID, by: User, at: datetime) -> Proposal:
    """Not this time. Nothing is written down of why: the circle is for those who sit in it."""
    return _end(proposal_id, ProposalAnswer.DECLINED, by=by, at=at)


@transaction.atomic
def take_back_proposal(*, proposal_id: UUID, by: User, at: datetime) -> Proposal:
    """They do not want the seat any more. Nothing refuses this before it is answered."""
    return _end(proposal_id, ProposalAnswer.TAKEN_BACK, by=by, at=at)


def _end(proposal_id: UUID, answer: ProposalAnswer, *, by: User, at: datetime) -> Proposal:
    lock_case(Proposal.objects.values_list("case_id", flat=True).get(pk=proposal_id))
    proposal = _open(proposal_id)
    _answer(proposal, answer, by=by, at=at)
    record(f"proposal.{answer}", by=by, about=proposal, at=at, side=Side.VICTIM, case_id=proposal.case_id)
    return proposal


def _open(proposal_id: UUID) -> Proposal:
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("case__victim", "person")
    proposal = rows.get(pk=proposal_id)
    if proposal.answer:
        raise IllegalTransition(proposal.answer, "answered")
    return proposal


def _answer(proposal: Proposal, answer: ProposalAnswer, *, by: User, at: datetime) -> None:
    proposal.answer, proposal.answered_by, proposal.answered_at = answer, by, at
    proposal.save(update_fields=["answer", "answered_by", "answered_at"])
