from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases import services
from talkingpiece.cases.access import get_case, get_responsible, get_restriction, may
from talkingpiece.cases.forms.legal import LegalCheckForm, LiftForm, RestrictionForm
from talkingpiece.cases.pages.legal import legal_page, order_row
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.states import LegalResult
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def legal_check(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    act = Act.RESTRICTION_RECORD if request.method == "POST" else Act.CASE_SEE
    opened = get_case(request.user, reference, act=act)
    shown = get_responsible(opened, responsible_id)
    form = bind(request, LegalCheckForm)
    if form.is_valid():
        typed = form.cleaned_data
        services.record_legal_check(responsible_id=responsible_id, by=request.user, **typed)
        messages.success(request, _("Saved."))
        restricted = typed["result"] == LegalResult.RESTRICTED
        return redirect("cases:restriction" if restricted else "cases:legal_check", reference, responsible_id)
    record_reading("legal_contact.read", by=request.user, about=shown, side=Side.SERVICE, case_id=opened.case.pk)
    page = legal_page(shown, on=clock.today(), at=clock.now())
    may_record = may(opened, Act.RESTRICTION_RECORD)
    context = case_page(opened, responsible=shown, form=form, page=page, may_record=may_record)
    return render(request, "cases/legal_check.html", context)


@requires(Act.RESTRICTION_RECORD, fresh=True)
def restriction(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RESTRICTION_RECORD)
    shown = get_responsible(opened, responsible_id)
    form = bind(request, RestrictionForm)
    if form.is_valid():
        at = form.cleaned_data["at"]
        services.record_restriction(responsible_id=responsible_id, by=request.user, at=at, **form.columns())
        messages.success(request, _("Saved. What it forbids is closed from now on."))
        return redirect("cases:legal_check", reference, responsible_id)
    return render(request, "cases/restriction.html", case_page(opened, responsible=shown, form=form))


@requires(Act.RESTRICTION_RECORD, fresh=True)
def lift(request: StaffRequest, reference: str, restriction_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RESTRICTION_RECORD)
    order = get_restriction(opened, restriction_id)
    form = bind(request, LiftForm)
    if form.is_valid():
        services.lift_restriction(restriction_id=restriction_id, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. The order stays in the history."))
        return redirect("cases:legal_check", reference, order.responsible_id)
    context = case_page(opened, responsible=order.responsible, form=form, order=order_row(order, clock.today()))
    return render(request, "cases/lift.html", context)
