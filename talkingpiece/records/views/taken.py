from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, read_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.records import services
from talkingpiece.records.access import get_taken_over
from talkingpiece.records.forms import SettleForm
from talkingpiece.records.presenters.taken import taken_page
from talkingpiece.records.states import TakenKind
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def taken_over(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "taken_over")
    return render(request, "records/taken_over.html", taken_page(opened))


@requires(Act.CASE_WORK)
def settle(request: StaffRequest, reference: str, taken_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    taken = get_taken_over(opened, taken_id)
    form = bind(request, SettleForm)
    if form.is_valid():
        services.settle_taken_over(taken_id=taken_id, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. It opens no gate by itself: the real act does."))
        return redirect("records:taken_over", reference)
    context = case_page(opened, taken=taken, kind=TakenKind(taken.kind).label, form=form)
    return render(request, "records/settle.html", context)
