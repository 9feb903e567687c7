"""Gates: conditions, the blockers that remain, and the refusal that carries them all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from django.utils.functional import Promise

from talkingpiece.protection.classes import Side

Text = str | Promise


@dataclass(frozen=True)
class Blocker:
    """One reason why an act may not go ahead yet.

    `door` is the name of a URL that takes the case's reference, where the remedy is done; empty where
    nobody in the service can do anything but wait. `who` says who can do it, in words. With `of_area` the door is a
    page of the area: it takes no reference.
    """

    code: str
    message: Text
    remedy: Text
    who: Text
    side: Side
    door: str = ""
    door_label: Text = ""
    door_args: tuple[str, ...] = ()  # after the case's reference
    why: Text = ""
    of_area: bool = False


@dataclass(frozen=True)
class Condition:
    """One thing that a gate asks: met (then `met` says so in words) or not (then `blocker` says why).

    `side`: whose the condition is, also when it is met; without it only a reader of both sides is told that it is.
    """

    met: Text
    blocker: Blocker | None = None
    side: Side | None = None

    @property
    def ok(self) -> bool:
        return self.blocker is None


@dataclass(frozen=True)
class Verdict:
    """What a gate answers: every condition, met or not, in the order in which a person would do them."""

    conditions: tuple[Condition, ...]

    @property
    def blockers(self) -> list[Blocker]:
        return [c.blocker for c in self.conditions if c.blocker is not None]

    @property
    def met(self) -> list[Text]:
        return [c.met for c in self.conditions if c.ok]

    @property
    def is_open(self) -> bool:
        return not self.blockers

    @property
    def codes(self) -> list[str]:
        return [b.code for b in self.blockers]


class Blocked(Exception):
    """Raised by an act whose gate is closed. Carries all reasons, never the first only."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(", ".join(verdict.codes))

    @property
    def blockers(self) -> list[Blocker]:
        return self.verdict.blockers


def verdict(conditions: Iterable[Condition]) -> Verdict:
    return Verdict(tuple(conditions))


def condition(ok: bool, met: Text, otherwise: Blocker) -> Condition:
    return Condition(met, None if ok else otherwise, otherwise.side)


def require_open(answer: Verdict) -> None:
    """Raises Blocked with every reason if the gate is closed."""
    if not answer.is_open:
        raise Blocked(answer)


def neutral_for(blockers: Iterable[Blocker], reader: frozenset[Side], neutral: Blocker) -> list[Blocker]:
    """What a reader may be told: those of their own sides; all others as one neutral line, whatever their number."""
    own = [b for b in blockers if b.side in reader]
    hidden = any(b.side not in reader for b in blockers)
    return [*own, neutral] if hidden else own


def as_told(
    answer: Verdict, reader: frozenset[Side], neutral: Blocker, known: Callable[[Condition], bool] = lambda _one: True
) -> Verdict:
    """The verdict as one reader may have it: the conditions of their own sides, and the neutral blocker for the rest.

    Pages count and list only what is in it, so that no figure, tick or heading tells what a line may not. `known`
    leaves out more: what belongs to a case that they do not work on.
    """
    own = [one for one in answer.conditions if _is_of(one, reader) and known(one)]
    hidden = any(not one.ok for one in answer.conditions if one not in own)
    return Verdict((*own, Condition("", neutral)) if hidden else tuple(own))


def _is_of(one: Condition, reader: frozenset[Side]) -> bool:
    side = one.side if one.blocker is None else one.blocker.side
    return side in reader if side is not None else reader >= {Side.VICTIM, Side.OFFENDER}


def digest(facts: Any) -> str:
    """A stable fingerprint of the facts on which a gate opened. `facts` is a dataclass of plain values."""
    plain = asdict(facts) if is_dataclass(facts) and not isinstance(facts, type) else facts
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=_in_order).encode()).hexdigest()


def _in_order(value: Any) -> Any:
    # A set has another order in every process; a fingerprint must not.
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
