"""Whose turn it is after an act of this room. Pure: from the case's balls, the newest first, to the one to pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkingpiece.cases.balls import What
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.states import GOES_ON

_FLAG = frozenset({What.RED_FLAG, What.VICTIM_PAUSED})
_SIGNING = _FLAG | {What.SIGN_RISK, What.RISK_RETURNED}


@dataclass(frozen=True)
class Turn:
    """`again` is the index of an earlier ball that is passed as it was; else `what` goes to the owner of the case."""

    what: str = ""
    again: int | None = None


def waits_for(whats: Sequence[str]) -> str:
    """What the case waits for, seen through a pause that lies over it."""
    return next((what for what in whats if what != What.VICTIM_PAUSED), "")


def after_flag(whats: Sequence[str]) -> Turn:
    """Back to what was interrupted."""
    return _back(whats, _FLAG)


def after_signing(whats: Sequence[str], *, decision: str, approach: str) -> Turn:
    """What a signature was fetched for goes on. If the case waited for the assessment itself, its next step comes."""
    if decision not in GOES_ON:
        return Turn(What.NEXT_CONTACT)
    turn = _back(whats, _SIGNING)
    if turn.again is not None and whats[turn.again] == What.ASSESS_RISK:
        return Turn(What.APPROACH if approach == VICTIM_FIRST else What.PREPARE)
    return turn


def _back(whats: Sequence[str], over: frozenset[What]) -> Turn:
    for index, what in enumerate(whats):
        if what not in over:
            return Turn(again=index)
    return Turn(What.NEXT_CONTACT)
