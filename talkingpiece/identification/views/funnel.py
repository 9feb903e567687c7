from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, areas_with, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.core import clock
from talkingpiece.identification.access import visible_rows
from talkingpiece.identification.presenters.funnel import funnel_page, owed_page
from talkingpiece.identification.queries import entries_of, never_asked
from talkingpiece.identification.queries import owed as owed_rows


@requires(Act.EXTRACT_SEE)
@require_safe
def funnel(request: StaffRequest) -> HttpResponse:
    """Numbers only: small ones are shown to those alone who may open what stands behind them."""
    areas = areas_with(request.user, Act.EXTRACT_SEE)
    opened = may_somewhere(request.user, Act.FIGURES_OPEN)
    page = funnel_page(entries_of(area.pk for area in areas), [area.pk for area in areas], opened=opened)
    page["may_screen"] = may_somewhere(request.user, Act.ROW_SCREEN)
    return render(request, "identification/funnel.html", page)


@requires(Act.ROW_SCREEN)
@require_safe
def owed(request: StaffRequest) -> HttpResponse:
    at, rows = clock.now(), visible_rows(request.user)
    areas = areas_with(request.user, Act.ROW_SCREEN)
    late = [row for area in areas for row in owed_rows(rows, area.pk, at)[:100]]
    waiting = [one for area in areas for one in never_asked(area.pk, at)[:100]]
    return render(request, "identification/owed.html", owed_page(late, waiting, at))
