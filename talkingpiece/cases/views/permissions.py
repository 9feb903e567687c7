from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases import services
from talkingpiece.cases.access import get_case, get_permission, get_responsible, may
from talkingpiece.cases.changes import NONE
from talkingpiece.cases.forms.permissions import (
    ConfirmedForm,
    EndedForm,
    GrantedForm,
    PermissionForm,
    RefusedForm,
    SeenForm,
)
from talkingpiece.cases.legal_queries import changes_of, permissions_of, restriction_facts, restrictions_of
from talkingpiece.cases.models import Permission
from talkingpiece.cases.pages.permissions import permission_row, permission_rows
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import papers_of
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import Form, bind


@requires(Act.CASE_SEE)
@require_safe
def permissions(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    shown = get_responsible(opened, responsible_id)
    record_reading("permission.read", by=request.user, about=shown, side=Side.SERVICE, case_id=opened.case.pk)
    rows = permission_rows(permissions_of(shown.pk), changes_of(shown.pk), clock.today())
    page = case_page(opened, responsible=shown, rows=rows, may_record=may(opened, Act.RESTRICTION_RECORD))
    return render(request, "cases/permissions.html", page)


@requires(Act.RESTRICTION_RECORD, fresh=True)
def permission_add(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RESTRICTION_RECORD)
    shown, today = get_responsible(opened, responsible_id), clock.today()
    orders = [row for row in restrictions_of(shown.pk) if not restriction_facts(row, (), NONE).is_over(today)]
    form = bind(request, PermissionForm, orders=orders)
    if form.is_valid():
        made = services.request_permission(responsible_id=shown.pk, by=request.user, **form.columns())
        messages.success(request, _("Saved. It opens nothing until it was granted in writing."))
        return redirect("cases:permission", reference, made.pk)
    return render(request, "cases/permission_add.html", case_page(opened, responsible=shown, form=form))


@requires(Act.CASE_SEE)
@require_safe
def permission(request: StaffRequest, reference: str, permission_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    row = get_permission(opened, permission_id)
    record_reading("permission.read", by=request.user, about=row, side=Side.SERVICE, case_id=opened.case.pk)
    shown = permission_row(row, changes_of(row.responsible_id), clock.today())
    may_record = may(opened, Act.RESTRICTION_RECORD)
    page = case_page(opened, responsible=row.responsible, row=shown, label=row._meta.label, may_record=may_record)
    return render(request, "cases/permission.html", page)


@requires(Act.RESTRICTION_RECORD, fresh=True)
def permission_step(request: StaffRequest, reference: str, permission_id: UUID, step: str) -> HttpResponse:
    """What happened next with it: seen, granted, confirmed, refused, ended. What cannot happen now is not there."""
    opened = get_case(request.user, reference, act=Act.RESTRICTION_RECORD)
    row = get_permission(opened, permission_id)
    shown = permission_row(row, changes_of(row.responsible_id), clock.today())
    heading = dict(shown.steps).get(step)
    if heading is None:
        raise Http404
    form = _form(request, row, step)
    if form.is_valid():
        _act(row, form, by=request, step=step)
        messages.success(request, _("Saved."))
        return redirect("cases:permission", reference, row.pk)
    page = case_page(opened, responsible=row.responsible, row=shown, form=form, heading=heading)
    return render(request, "cases/permission_step.html", page)


_SEEN: dict[str, type[SeenForm]] = {"seen": SeenForm, "granted": GrantedForm, "confirmed": ConfirmedForm}
_SAID: dict[str, type[Form]] = {"refused": RefusedForm, "ended": EndedForm}


def _form(request: StaffRequest, row: Permission, step: str) -> Form:
    if step in _SAID:
        return bind(request, _SAID[step])
    papers = [paper for paper in papers_of(row.responsible.case_id) if paper.stands and paper.stored]
    return bind(request, _SEEN[step], permission=row, papers=papers)


def _act(row: Permission, form: Form, *, by: StaffRequest, step: str) -> None:
    common: dict[str, Any] = {"permission_id": row.pk, "by": by.user, "at": clock.now()}
    if isinstance(form, GrantedForm):
        services.grant_permission(**common, **form.columns(), seen=form.seen())
    elif isinstance(form, ConfirmedForm):
        services.confirm_permission(**common, **form.seen())
    elif isinstance(form, SeenForm):
        services.evidence_permission(**common, **form.seen())
    elif step == "refused":
        services.refuse_permission(**common, **form.cleaned_data)
    else:
        services.end_permission(**common, **form.cleaned_data)
