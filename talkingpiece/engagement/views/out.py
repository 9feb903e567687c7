from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import SAFE_NOW
from talkingpiece.audit.services import record_reading, record_reveal
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_own_visit
from talkingpiece.engagement.forms import MoreTimeForm
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.presenters.out import place_rows, taps_of, visit_rows
from talkingpiece.engagement.queries import goes, is_expected
from talkingpiece.engagement.states import CheckIn, VisitState
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import bind

SAID = {
    CheckIn.ARRIVED: gettext_lazy("Written down: arrived."),
    CheckIn.LEFT: gettext_lazy("Written down: left. Say so when you are home."),
    CheckIn.HOME: gettext_lazy("Good that you are home. Write up the visit when you can."),
}


@requires(Act.CASE_WORK)
def check_in(request: StaffRequest, reference: str, visit_id: UUID) -> HttpResponse:
    """The page of a visit: where it is, arrived, left, home with one tap each, or more time."""
    visit = get_own_visit(request.user, reference, visit_id)
    if request.POST.get("what") in CheckIn.values:
        return _tap(request, reference, visit)
    form = MoreTimeForm() if "show" in request.POST else bind(request, MoreTimeForm)
    if form.is_valid():
        moved = services.need_more_time(visit_id=visit.pk, by=request.user, at=clock.now(), **form.columns())
        messages.success(request, _("You have until %(when)s.") % {"when": when(moved.home_by)})
        return redirect("engagement:check_in", reference, visit.pk)
    shown = request.POST.get("show") == "place" and is_expected(visit, request.user)
    _record(request, visit, shown=shown)
    planned = visit.state == VisitState.PLANNED
    works = visit.case.members.filter(user=request.user, ends_at__isnull=True).exists()
    place = place_rows(visit, request.user, on_the_case=works or not goes(visit, request.user), shown=shown)
    context = {
        "visit": visit,
        "reference": reference,
        "rows": visit_rows(visit, place),
        "taps": taps_of(reference, visit) if planned else None,
        "form": form,
        "may_write_up": planned and works,
    }
    return render(request, "engagement/check_in.html", context)


def _record(request: StaffRequest, visit: Visit, *, shown: bool) -> None:
    """Whoever goes there sees where it is in one tap, as of a number that is safe now."""
    about: dict[str, Any] = {"about": visit, "side": Side(visit.side), "case_id": visit.case_id}
    if shown:
        record_reveal("visit.revealed", by=request.user, purpose=SAFE_NOW, **about)
    else:
        record_reading("visit.read", by=request.user, **about)


def _tap(request: StaffRequest, reference: str, visit: Visit) -> HttpResponse:
    what = CheckIn(request.POST["what"])
    services.check_in(visit_id=visit.pk, what=what, by=request.user, at=clock.now())
    messages.success(request, SAID[what])
    if request.POST.get("back") == "work":
        return redirect("casefile:my_work")
    return redirect("engagement:check_in", reference, visit.pk)
