"""Whose turn it is after an act of this room. Pure: the services pass the ball that these functions name.

Each answers None where the ball stays where it is: a call on the side does not take a turn from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from talkingpiece.cases.balls import What
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.states import Outcome, Reply, VisitState


@dataclass(frozen=True)
class Turn:
    """`holder` USER is the owner of the case, SUPERVISOR somebody who answers for it."""

    what: What
    holder: str = Holder.USER
    due_at: datetime | None = None
    supervisor: bool = False


@dataclass(frozen=True)
class Dues:
    """When each next act is owed if nobody named a time."""

    first_meeting: datetime
    update: datetime
    try_again: datetime
    write_up: datetime
    next_step: datetime
    tell_victim: datetime
    supervisor: datetime


REACHING = frozenset({What.FIRST_CONTACT, What.NEXT_CONTACT, What.CALL_BACK, What.CODE_MESSAGE})


@dataclass(frozen=True)
class Talk:
    """A contact with the victim, and what the case was waiting for."""

    outcome: str
    next_at: datetime | None
    listened: bool
    told: bool  # they were told what the offender said
    reply: str = ""
    ask_again_at: datetime | None = None


def after_contact(about: str, talk: Talk, dues: Dues) -> Turn | None:
    if about == What.TELL_VICTIM:
        return _after_telling(talk)
    if about == What.LISTEN:
        return Turn(What.LISTEN, due_at=talk.next_at) if talk.next_at else None
    if about not in REACHING:
        return None
    if talk.outcome != Outcome.SPOKE:
        return Turn(What.NEXT_CONTACT, due_at=talk.next_at or dues.try_again)
    if talk.listened:
        return Turn(What.NEXT_CONTACT, due_at=talk.next_at or dues.update)
    return Turn(What.LISTEN, due_at=talk.next_at or dues.first_meeting)


def _after_telling(talk: Talk) -> Turn | None:
    if not talk.told:
        return Turn(What.TELL_VICTIM, due_at=talk.next_at) if talk.next_at else None
    if talk.reply == Reply.NOT_NOW and talk.ask_again_at:
        return Turn(What.APPROACH, due_at=talk.ask_again_at)
    return Turn(What.VICTIM_DECIDES, Holder.VICTIM)


def after_visit(about: str, state: str, planned_at: datetime, *, listened: bool, dues: Dues) -> Turn | None:
    """After a visit to the victim was planned, held, or did not happen."""
    if about not in REACHING | {What.LISTEN}:
        return None
    if state == VisitState.NOT_HELD:
        return Turn(What.NEXT_CONTACT, due_at=dues.try_again)
    if state == VisitState.HELD:
        return None if listened else Turn(What.LISTEN, due_at=dues.write_up)
    return Turn(What.LISTEN, due_at=planned_at)


def after_listening(about: str, *, ready: bool, legal_clear: bool, dues: Dues) -> Turn | None:
    if about not in REACHING | {What.LISTEN} or not ready:
        return None
    return Turn(What.APPROACH if legal_clear else What.LEGAL_CHECK, due_at=dues.next_step)


@dataclass(frozen=True)
class Answer:
    """What the offender answered to an approach, and how they stand to what they did."""

    reply: str
    stance: str
    excepted: bool | None  # a supervisor's answer to the question whether they may take part all the same


def after_answer(answer: Answer, policy: Engagement, dues: Dues) -> Turn | None:
    """After a reply, a stance or a supervisor's exception. None while the offender is thinking it over."""
    if not answer.reply:
        return None
    if answer.reply != Reply.YES or policy.bars(answer.stance) or answer.excepted is False:
        return Turn(What.TELL_VICTIM, due_at=dues.tell_victim)
    if policy.excepts(answer.stance) and answer.excepted is None:
        return Turn(What.STANCE_EXCEPTION, due_at=dues.supervisor, supervisor=True)
    return Turn(What.PREPARE, due_at=dues.next_step)


def after_stance(about: str, answer: Answer, policy: Engagement, dues: Dues) -> Turn | None:
    """After a yes: a stance that stands in the way takes the turn; an exception gives it back."""
    if answer.reply != Reply.YES:
        return None
    turn = after_answer(answer, policy, dues)
    settled = turn is not None and turn.what is What.PREPARE
    return None if settled and about != What.STANCE_EXCEPTION else turn
