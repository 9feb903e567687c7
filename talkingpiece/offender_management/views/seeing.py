"""What would this agency see? Asked before anything leaves, and before an agreement is signed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.access import get_agreement, visible_agreements
from talkingpiece.cases.access import read_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.offender_management import seeing


@requires(Act.WORK_OVERSEE)
@require_safe
def agency_view(request: StaffRequest, reference: str) -> HttpResponse:
    opened, now = read_case(request.user, reference, "agency_view"), clock.now()
    asked, wrong = _day(request.GET.get("on", ""))
    tried = next((one for one in visible_agreements(request.user) if str(one.pk) == request.GET.get("as", "")), None)
    then = seeing.moment(asked, now)
    context = case_page(
        opened,
        rows=seeing.seen_of_case(opened.case, now=now, then=then, tried=tried),
        trials=seeing.trials(opened.case, tried),
        on=asked,
        wrong=wrong,
        tried=tried,
        then=then,
    )
    return render(request, "offender_management/agency_view.html", context)


def _day(typed: str) -> tuple[date | None, bool]:
    """The day that was asked for, and whether what was typed is no day."""
    try:
        return (date.fromisoformat(typed), False) if typed else (None, False)
    except ValueError:
        return None, True


@requires(Act.WORK_OVERSEE)
@require_safe
def agreement_view(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """In figures, with nobody behind them: for whoever signs it."""
    agreement = get_agreement(request.user, Act.AGREEMENT_SEE, agreement_id)
    rows = seeing.counts(agreement, clock.now())
    context = {"agreement": agreement, "rows": rows, "change": seeing.change_in_words(rows)}
    return render(request, "offender_management/agreement_view.html", context)
