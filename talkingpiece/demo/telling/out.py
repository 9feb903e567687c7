"""On the way: a visit from which somebody is expected home, and a prison that is asked to let our workers in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from talkingpiece.accounts.models import User
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.engagement import services as engagement
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.states import CheckIn


class Out(Teller):
    def goes_out(self, planned_at: datetime, place: str, purpose: str, *, home_by: datetime, **out: Any) -> Visit:
        """Alone. `out`: how they get there, and who is rung if they do not come home."""
        return engagement.plan_visit(
            case_id=self.case.pk,
            person_id=self.victim.pk,
            purpose=purpose,
            planned_at=planned_at,
            place=place,
            home_by=home_by,
            worker=self.worker,
            by=self.worker,
            at=self.now,
            **out,
        )

    def arrived(self, visit: Visit) -> None:
        engagement.check_in(visit_id=visit.pk, what=CheckIn.ARRIVED, by=self.worker, at=self.now)

    def asks_prison(self, wished: Sequence[datetime], *, with_user: User | None = None, needs: str = "") -> None:
        engagement.ask_legal_visit(
            responsible_id=self.responsible.pk,
            wished=wished,
            with_user=with_user,
            needs=needs,
            by=self.worker,
            at=self.now,
        )
