from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, get_change, get_responsible, may
from talkingpiece.cases.forms.changes import ChangeForm
from talkingpiece.cases.pages.changes import change_list
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import responsibles
from talkingpiece.cases.services import note_change, record_change
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def changes(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    record_reading("change.read", by=request.user, about=opened.case, side=Side.OFFENDER, case_id=opened.case.pk)
    adds = responsibles(opened.case.pk) if may(opened, Act.RESTRICTION_RECORD) else []
    page = case_page(opened, rows=change_list(opened), adds=adds, corrects=may(opened, Act.FACT_CORRECT))
    return render(request, "cases/changes.html", page)


@requires(Act.RESTRICTION_RECORD, fresh=True)
def change_add(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RESTRICTION_RECORD)
    shown = get_responsible(opened, responsible_id)
    form = bind(request, ChangeForm, area_id=opened.case.area_id)
    if form.is_valid():
        record_change(responsible_id=responsible_id, told=form.told(), by=request.user, at=clock.now())
        messages.success(request, _("Saved. What it touches is asked again; nobody outside was told."))
        return redirect("cases:changes", reference)
    return render(request, "cases/change_add.html", case_page(opened, responsible=shown, form=form))


@requires(Act.CASE_SEE)
@require_POST
def change_noted(request: StaffRequest, reference: str, change_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    if opened.relation.emergency:  # an emergency is for reading
        raise Http404
    note_change(change_id=get_change(opened, change_id).pk, by=request.user, at=clock.now())
    messages.success(request, _("Written down that you have read it."))
    return redirect("cases:changes", reference)
