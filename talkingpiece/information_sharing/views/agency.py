"""The desk of somebody in an agency: what they were asked, and nothing besides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.information_sharing.access import get_addressed, visible_requests
from talkingpiece.information_sharing.forms.agency import AnswerForm
from talkingpiece.information_sharing.presenters.request import desk_page, desk_row
from talkingpiece.information_sharing.queries import sharing
from talkingpiece.information_sharing.services import answer_request, keep_draft
from talkingpiece.information_sharing.states import Rest
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.REQUEST_ANSWER)
@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    asked, now = visible_requests(request.user), clock.now()
    context = {
        "owed": [desk_row(one, now) for one in asked if one.answered_at is None],
        "answered": [desk_row(one, now) for one in asked if one.answered_at is not None],
    }
    return render(request, "information_sharing/requests.html", context)


@requires(Act.REQUEST_ANSWER)
def answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    addressed = get_addressed(request.user, request_id)
    asked = addressed.request
    if not addressed.may_open:
        record_reading("information_request.found_closed", by=request.user, about=asked, side=Side.OFFENDER)
        return render(request, "information_sharing/closed.html")
    days = sharing(asked.case).more_time_days
    form = bind(request, AnswerForm, asked=asked, days=days) if not asked.is_settled else None
    if form is not None and "later" in request.POST:
        keep_draft(request_id=request_id, draft=form.draft(), by=request.user, at=clock.now())
        messages.success(request, _("What you wrote is kept for you. Nobody else can read it, and nothing was sent."))
        return redirect("information_sharing:requests")
    if form is not None and form.is_valid():
        answer_request(request_id=request_id, by=request.user, at=clock.now(), **form.answer())
        open_still = form.cleaned_data["rest"] == Rest.MORE_TIME
        messages.success(request, _("Sent. The rest stays open.") if open_still else _("Sent. Thank you."))
        if form.cleaned_data["rest"] == Rest.REFUSED:
            return redirect("information_sharing:requests")
        return redirect("information_sharing:answer", request_id)
    record_reading("information_request.opened", by=request.user, about=asked, side=Side.OFFENDER)
    return render(request, "information_sharing/answer.html", {"form": form, "page": desk_page(asked)})
