"""Every open case of an area by where it stands, for those who answer for the work. Whom it is about is not asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.casefile.progress import current_step
from talkingpiece.casefile.queries.progress import progress_of
from talkingpiece.casefile.queries.promises import Promised, owed, replies_owed
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.states import Holder
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import ReferralState

# Days since the case was opened, without the days of its pauses: each band begins where the one before ends.
AGES: tuple[int, ...] = (0, 30, 90, 180)
SORTS = ("age", "stage", "holder", "owner", "since")
PAUSED = 0  # the stage of a case that the victim paused


@dataclass(frozen=True)
class Line:
    case: Case
    stage: int
    age: int
    ball: Ball | None
    owner: User | None
    next: Promised | None
    missed: bool

    @property
    def band(self) -> int:
        return max(number for number, least in enumerate(AGES) if self.age >= least)

    @property
    def paused(self) -> bool:
        return self.stage == PAUSED

    @property
    def holder(self) -> str:
        return self.ball.holder if self.ball else ""


@dataclass(frozen=True)
class Chosen:
    """What the reader narrowed the list to; None or empty: everything."""

    stage: int | None = None
    age: int | None = None
    holder: str = ""
    owner: UUID | None = None
    late: bool = False
    sort: str = "age"

    def takes(self, line: Line) -> bool:
        return (
            self.stage in {None, line.stage}
            and self.age in {None, line.band}
            and self.holder in {"", line.holder}
            and (self.owner is None or (line.owner is not None and line.owner.pk == self.owner))
            and (line.missed or not self.late)
        )


class Overview:
    """The number of queries does not grow with the cases."""

    def __init__(self, user: User, at: datetime) -> None:
        held = [h for h in holdings(user, at) if Act.WORK_OVERSEE in ROLES[Role(h.role)].acts]
        self.places = {h.area_id: h.area.jurisdiction for h in held}
        self.user, self.at = user, at

    @cached_property
    def shelf(self) -> Shelf:
        found = Case.objects.filter(area_id__in=self.places, ended_at__isnull=True)
        found = found.exclude(pk__in=closed_to(self.user))
        return Shelf(list(found.select_related("victim", "area").order_by("opened_at")), self.at)

    @cached_property
    def replies(self) -> list[Promised]:
        """To whoever came to us and has no answer yet."""
        new = Referral.objects.filter(area_id__in=self.places, state=ReferralState.NEW)
        return replies_owed(new, self.places, self.at)

    @cached_property
    def promises(self) -> list[Promised]:
        return owed(self.shelf)

    @property
    def missed(self) -> list[Promised]:
        return sorted([one for one in [*self.replies, *self.promises] if one.state == "missed"], key=_due)

    @cached_property
    def lines(self) -> list[Line]:
        steps = progress_of(self.shelf)
        first: dict[UUID, Promised] = {}
        missed = {one.case.pk for one in self.promises if one.case and one.state == "missed"}
        for one in self.promises:
            if one.case:
                first.setdefault(one.case.pk, one)
        return [
            Line(
                case=case,
                stage=current_step(steps[case.pk]) or PAUSED,
                age=self._age(case),
                ball=self.shelf.balls.get(case.pk),
                owner=owner.user if (owner := self.shelf.owner(case)) else None,
                next=first.get(case.pk),
                missed=case.pk in missed or self._late(case),
            )
            for case in self.shelf.cases
        ]

    def _age(self, case: Case) -> int:
        """Whole days, without those of pauses: a pause never counts against anybody."""
        pauses = self.shelf.pauses[case.pk]
        paused = sum(((pause.ended_at or self.at) - pause.happened_at).total_seconds() for pause in pauses)
        return max(0, int(((self.at - case.opened_at).total_seconds() - paused) // 86_400))

    def _late(self, case: Case) -> bool:
        ball = self.shelf.balls.get(case.pk)
        due = ball.due_at if ball and ball.holder != Holder.VICTIM and not self.shelf.paused(case) else None
        return due is not None and due < self.at

    @property
    def owners(self) -> list[User]:
        found = {line.owner.pk: line.owner for line in self.lines if line.owner}
        return sorted(found.values(), key=lambda user: user.name)

    def counts(self) -> Counter[tuple[int, int]]:
        """By stage and age."""
        return Counter((line.stage, line.band) for line in self.lines)

    def chosen(self, wanted: Chosen) -> list[Line]:
        return sorted((line for line in self.lines if wanted.takes(line)), key=_ORDERS[wanted.sort])


def _due(one: Promised) -> datetime:
    return one.due


def _since(line: Line) -> Any:
    return line.ball.since if line.ball else line.case.opened_at


_ORDERS: dict[str, Callable[[Line], Any]] = {
    "age": lambda line: (-line.age, line.case.reference),
    "stage": lambda line: (line.stage, -line.age),
    "holder": lambda line: (line.holder, _since(line)),
    "owner": lambda line: (line.owner.name if line.owner else "", -line.age),
    "since": _since,
}


def ages() -> Sequence[tuple[int, int | None]]:
    """Each band: from so many days, to fewer than so many."""
    return [(least, AGES[number + 1] if number + 1 < len(AGES) else None) for number, least in enumerate(AGES)]
