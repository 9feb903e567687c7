from __future__ import annotations

from datetime import date

from talkingpiece.areas.profile import Promises
from talkingpiece.casefile.promises import Heard, update_due
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.models import Case


def update_due_on(shelf: Shelf, case: Case) -> date | None:
    ended = [pause.ended_at for pause in shelf.pauses[case.pk] if pause.ended_at]
    heard = Heard(
        opened_at=case.opened_at,
        last_spoken_at=shelf.last_spoken.get(case.pk),
        went_on_at=max(ended, default=None),
        paused=shelf.paused(case),
        ended=case.ended_at is not None,
    )
    return update_due(heard, shelf.section(case, Promises).victim_update_days)
