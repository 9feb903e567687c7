from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.access import get_agreement, visible_agreements
from talkingpiece.agreements.exports import PAPER
from talkingpiece.agreements.forms import OnDayForm
from talkingpiece.agreements.papers import FILE_NAME, paper_for
from talkingpiece.agreements.presenters import groups, matrix, one_page
from talkingpiece.agreements.queries import paper_of
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import pdf_response
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.AGREEMENT_SEE)
@require_safe
def agreements(request: StaffRequest) -> HttpResponse:
    page = {
        "groups": groups(visible_agreements(request.user), clock.now()),
        "writes": may_somewhere(request.user, Act.AGREEMENT_WRITE),
        "lets_in": may_somewhere(request.user, Act.CLIENT_MANAGE),
    }
    return render(request, "agreements/list.html", page)


@requires(Act.AGREEMENT_SEE)
@require_safe
def agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    found = get_agreement(request.user, Act.AGREEMENT_SEE, agreement_id)
    return render(request, "agreements/agreement.html", one_page(found, request.user, clock.now()))


@requires(Act.AGREEMENT_SEE)
def who_may_send(request: StaffRequest) -> HttpResponse:
    """At this minute; for another day, at its noon. The day is posted, as all that somebody types is."""
    now, form = clock.now(), bind(request, OnDayForm)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate(now)
    today = day == timezone.localdate(now)
    at = now if today else timezone.make_aware(datetime.combine(day, time(12)))
    page = {"matrix": matrix(visible_agreements(request.user), at), "form": form, "at": at, "today": today}
    return render(request, "agreements/matrix.html", page)


@exports(PAPER)
@requires(Act.AGREEMENT_SEE)
@require_safe
def paper(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """As it lies before those who sign, byte for byte; before that, as it is written now."""
    found = get_agreement(request.user, Act.AGREEMENT_SEE, agreement_id)
    kept = paper_of(found)
    return pdf_response(
        PAPER,
        paper_for(found),
        FILE_NAME,
        by=request.user,
        about=found,
        side=Side.SERVICE,
        kept=bytes(kept.content) if kept else None,
    )
