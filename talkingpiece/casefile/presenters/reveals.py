from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_section
from talkingpiece.casefile.access.reveals import areas_answered_for
from talkingpiece.cases.budget import Budget, budget_of, uncovered_today
from talkingpiece.cases.forms.reveal import MoreForm
from talkingpiece.cases.profile import Reveals


@dataclass(frozen=True)
class Uncovered:
    name: str
    area: str
    budget: Budget
    url: str  # empty for oneself: somebody else answers for that


def reveals_page(user: User, at: datetime) -> dict[str, Any]:
    areas = areas_answered_for(user)
    rows = [_row(user, area, worker, budget) for area in areas for worker, budget in uncovered_today(area.pk, at)]
    return {"rows": rows, "many_areas": len(areas) > 1, "a_day": current_section(areas[0].pk, Reveals).a_day}


def _row(user: User, area: Area, worker: User, budget: Budget) -> Uncovered:
    url = reverse("casefile:more_reveals", args=[worker.pk]) if worker.pk != user.pk else ""
    return Uncovered(worker.name, area.name, budget, url)


def more_page(area: Area, worker: User, form: MoreForm, at: datetime) -> dict[str, Any]:
    budget = budget_of(worker.pk, area.pk, at)
    return {"worker": worker, "form": form, "budget": budget, "more": current_section(area.pk, Reveals).more}


def spent(user: User, at: datetime) -> list[Uncovered]:
    """For the overview: who has nothing left today."""
    found = [(area, one) for area in areas_answered_for(user) for one in uncovered_today(area.pk, at)]
    return [_row(user, area, worker, budget) for area, (worker, budget) in found if not budget.left]
