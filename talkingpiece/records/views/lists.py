from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, areas_with, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.lists import mended as mending
from talkingpiece.documents.lists.reading import Unreadable
from talkingpiece.documents.responses import TYPES, attachment, table_response
from talkingpiece.documents.sheets import Format
from talkingpiece.protection.classes import Side
from talkingpiece.records import services
from talkingpiece.records import template as blank
from talkingpiece.records.access import get_list, visible_lists
from talkingpiece.records.columns import BY_KEY
from talkingpiece.records.exports import TEMPLATE, TO_MEND
from talkingpiece.records.forms import ColumnsForm, MendedForm, RowsForm, UploadForm
from talkingpiece.records.gates import blockers_to_bring, facts_for_bring
from talkingpiece.records.models import BroughtList
from talkingpiece.records.presenters.lists import asked_rows, brought_page, columns_page, list_page, lists_page
from talkingpiece.records.queries import open_list
from talkingpiece.records.states import ListFormat, ListState
from talkingpiece.ui.forms import bind


@requires(Act.LIST_BRING)
@require_safe
def lists(request: StaffRequest) -> HttpResponse:
    found = visible_lists(request.user).select_related("uploaded_by").order_by("-uploaded_at")[:50]
    return render(request, "records/lists.html", lists_page(list(found)))


@requires(Act.LIST_BRING)
@exports(TEMPLATE)
@require_safe
def template(request: StaffRequest) -> HttpResponse:
    format = Format.CSV if request.GET.get("as") == "csv" else Format.XLSX
    content = blank.as_csv() if format is Format.CSV else blank.as_xlsx()
    return attachment(content, TYPES[format], f"list-of-cases.{format.value}")


@requires(Act.LIST_BRING)
def bring(request: StaffRequest) -> HttpResponse:
    form = bind(request, UploadForm, areas=areas_with(request.user, Act.LIST_BRING))
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            row, new = services.keep_list(
                area=form.area, content=given.read(), name=given.name, by=request.user, at=clock.now()
            )
        except Unreadable as why:
            form.add_error("file", str(why))
        else:
            if not new:
                messages.info(request, _("This very file was brought before. Nothing was made again."))
            return redirect("records:columns" if new else "records:list", row.pk)
    return render(request, "records/bring.html", {"form": form})


@requires(Act.LIST_BRING)
def columns(request: StaffRequest, list_id: UUID) -> HttpResponse:
    row = get_list(request.user, list_id)
    if row.state != ListState.WAITING:
        return redirect("records:list", list_id)
    opened = open_list(row, by=request.user, at=clock.now())
    form = bind(request, ColumnsForm, opened=opened)
    form.version = row.version
    if form.is_valid():
        try:
            services.choose_columns(
                list_id=list_id,
                version=form.seen_version,
                sheet=form.sheet,
                mapping=form.mapping,
                by=request.user,
                at=clock.now(),
            )
        except Unreadable as why:
            form.add_error("sheet", str(why))
        except services.ListStale:
            return _changed_meanwhile(request, list_id)
        else:
            return redirect("records:columns" if form.sheet != opened.sheet else "records:list", list_id)
    record_reading("list.columns_read", by=request.user, about=row, side=Side.VICTIM)
    return render(request, "records/columns.html", columns_page(opened, form))


def _changed_meanwhile(request: StaffRequest, list_id: UUID) -> HttpResponse:
    messages.warning(request, _("Somebody changed this list since you opened it. Look at it again."))
    return redirect("records:list", list_id)


@requires(Act.LIST_BRING)
def one_list(request: StaffRequest, list_id: UUID) -> HttpResponse:
    row = get_list(request.user, list_id)
    record_reading("list.read", by=request.user, about=row, side=Side.VICTIM)
    if row.state != ListState.WAITING:
        return render(request, "records/brought.html", brought_page(row))
    opened = open_list(row, by=request.user, at=clock.now())
    if not opened.mapped or opened.missing:
        return redirect("records:columns", list_id)
    form = bind(request, RowsForm, rows=asked_rows(opened))
    form.version = row.version
    if form.is_valid():
        return _answered(request, row, form)
    verdict = blockers_to_bring(facts_for_bring(opened))
    return render(request, "records/list.html", list_page(opened, form, verdict))


def _answered(request: StaffRequest, row: BroughtList, form: RowsForm) -> HttpResponse:
    shown = {one.number for one in form.rows}
    try:
        services.answer_rows(
            list_id=row.pk,
            version=form.seen_version,
            left_out=(set(row.answers["left_out"]) - shown) | form.left_out,
            victims=form.said("victim"),
            offenders=form.said("offender"),
            by=request.user,
            at=clock.now(),
        )
    except services.ListStale:
        return _changed_meanwhile(request, row.pk)
    messages.success(request, _("Saved. Nothing is brought in yet."))
    return redirect("records:list", row.pk)


@requires(Act.LIST_BRING, fresh=True, file=True)
@exports(TO_MEND)
@require_safe
def to_mend(request: StaffRequest, list_id: UUID) -> HttpResponse:
    row = get_list(request.user, list_id)
    if row.state != ListState.WAITING:
        return redirect("records:list", list_id)
    opened = open_list(row, by=request.user, at=clock.now())
    heading, rows = mending.rows_to_mend(
        opened.rows, opened.mapping, [one for one in opened.checked if one.to_mend], BY_KEY
    )
    # CSV for whoever gave CSV, else Excel.
    return table_response(
        TO_MEND,
        mending.sheet_to_mend(heading, rows),
        Format.CSV if row.format == ListFormat.CSV else Format.XLSX,
        "rows-to-mend",
        by=request.user,
        area_id=row.area_id,
        side=Side.VICTIM,
        about=row,
    )


@requires(Act.LIST_BRING)
def mended(request: StaffRequest, list_id: UUID) -> HttpResponse:
    row = get_list(request.user, list_id)
    if row.state != ListState.WAITING:
        return redirect("records:list", list_id)
    form = bind(request, MendedForm)
    form.version = row.version
    if form.is_valid():
        try:
            count = services.take_mended(
                list_id=list_id,
                version=form.seen_version,
                content=form.cleaned_data["file"].read(),
                by=request.user,
                at=clock.now(),
            )
        except Unreadable as why:
            form.add_error("file", str(why))
        except services.ListStale:
            return _changed_meanwhile(request, list_id)
        else:
            words = ngettext("%(count)d row was put back.", "%(count)d rows were put back.", count)
            messages.success(request, words % {"count": count})
            return redirect("records:list", list_id)
    return render(request, "records/mended.html", {"form": form, "list": row})


@requires(Act.LIST_BRING)
@require_POST
def bring_in(request: StaffRequest, list_id: UUID) -> HttpResponse:
    get_list(request.user, list_id)
    posted = request.POST.get("version", "")
    version = int(posted) if posted.isdecimal() and len(posted) < 10 else -1
    try:
        made = services.bring_in(list_id=list_id, version=version, by=request.user, at=clock.now())
    except services.ListStale:
        return _changed_meanwhile(request, list_id)
    words = ngettext("%(count)d case was brought in.", "%(count)d cases were brought in.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect("records:list", list_id)


@requires(Act.LIST_BRING)
def discard(request: StaffRequest, list_id: UUID) -> HttpResponse:
    row = get_list(request.user, list_id)
    if row.state != ListState.WAITING:
        return redirect("records:list", list_id)
    if request.method == "POST":
        services.discard_list(list_id=list_id, by=request.user, at=clock.now())
        messages.success(request, _("The list is destroyed. Nothing of it was brought in."))
        return redirect("records:lists")
    return render(request, "records/discard.html", {"list": row})
