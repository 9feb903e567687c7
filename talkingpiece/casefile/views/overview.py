from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile.presenters.overview import overview_page
from talkingpiece.casefile.queries.overview import AGES, SORTS, Chosen
from talkingpiece.cases.states import Holder
from talkingpiece.core import clock


@requires(Act.WORK_OVERSEE)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() else 1
    context = overview_page(request.user, _chosen(request.GET), number, clock.now())
    return render(request, "casefile/overview.html", context)


def _chosen(asked: QueryDict) -> Chosen:
    """What nobody could have chosen is not chosen."""
    holder, sort = asked.get("holder", ""), asked.get("sort", "")
    return Chosen(
        stage=_number(asked.get("stage", ""), 8),
        age=_number(asked.get("age", ""), len(AGES) - 1),
        holder=holder if holder in Holder.values else "",
        owner=_id(asked.get("owner", "")),
        late=asked.get("late") == "1",
        sort=sort if sort in SORTS else "age",
    )


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 and int(text) <= most else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
