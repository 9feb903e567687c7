"""What would this agency see? Asked before anything leaves, and before an agreement is signed."""

from __future__ import annotations

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
from talkingpiece.offender_management.forms import AsSeenForm
from talkingpiece.ui.forms import bind


@requires(Act.WORK_OVERSEE)
def agency_view(request: StaffRequest, reference: str) -> HttpResponse:
    """The day is posted, as all that somebody types is."""
    opened, now = read_case(request.user, reference, "agency_view"), clock.now()
    form = bind(request, AsSeenForm, trials=seeing.trials(opened.case))
    chosen = form.cleaned_data if form.is_valid() else {}
    tried = next((one for one in visible_agreements(request.user) if str(one.pk) == chosen.get("as_if")), None)
    then = seeing.moment(chosen.get("on"), now)
    rows = seeing.seen_of_case(opened.case, now=now, then=then, tried=tried)
    context = case_page(opened, rows=rows, form=form, tried=tried, then=then)
    return render(request, "offender_management/agency_view.html", context)


@requires(Act.WORK_OVERSEE)
@require_safe
def agreement_view(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """In figures, with nobody behind them: for whoever signs it."""
    agreement = get_agreement(request.user, Act.AGREEMENT_SEE, agreement_id)
    rows = seeing.counts(agreement, clock.now())
    context = {"agreement": agreement, "rows": rows, "change": seeing.change_in_words(rows)}
    return render(request, "offender_management/agreement_view.html", context)
