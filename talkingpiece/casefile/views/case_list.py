"""The list of cases as a file: asked for, made by a job, taken once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from talkingpiece.accounts.access import StaffRequest, areas_with, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile import services
from talkingpiece.casefile.exports import CASE_LIST
from talkingpiece.casefile.forms import CaseListForm
from talkingpiece.casefile.presenters.case_list import columns, file_page, file_rows
from talkingpiece.core import clock
from talkingpiece.documents.access import get_file, visible_files
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import TYPES, attachment
from talkingpiece.documents.services import take_file
from talkingpiece.documents.sheets import Format
from talkingpiece.ui.forms import bind


@requires(Act.CASE_EXPORT, fresh=True)
def case_list(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    form = bind(request, CaseListForm, areas=areas_with(request.user, Act.CASE_EXPORT))
    if form.is_valid():
        row = services.ask_for_case_list(area=form.area, by=request.user, at=now)
        return redirect("casefile:case_list_file", row.pk)
    asked = visible_files(request.user, CASE_LIST, now).order_by("-asked_at")[:5]
    page = {"form": form, "columns": columns(), "asked": file_rows(asked, now)}
    return render(request, "casefile/case_list.html", page)


@requires(Act.CASE_EXPORT, fresh=True)
@exports(CASE_LIST)
def case_list_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Looked at as often as somebody likes; taken once, by whoever asked, while they may have it."""
    now = clock.now()
    row = get_file(request.user, CASE_LIST, file_id, now)
    if request.method == "POST":
        taken, content = take_file(file_id=row.pk, by=request.user, at=now)
        return attachment(content, TYPES[Format.XLSX], taken.file_name)
    return render(request, "casefile/case_list_file.html", {"file": file_page(row, now)})
