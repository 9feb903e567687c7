"""What changed for offenders, brought in as a file by whoever looks after the area."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.access import StaffRequest, areas_with, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.core import clock
from talkingpiece.offender_management.change_files import COLUMNS, Refused, RowError, bring_changes
from talkingpiece.offender_management.forms import ChangesForm
from talkingpiece.ui.forms import bind

SHOWN = 100  # rows that are wrong; whoever has more mends these first


@requires(Act.LIST_BRING, fresh=True)
def changes_file(request: StaffRequest) -> HttpResponse:
    form = bind(request, ChangesForm, areas=areas_with(request.user, Act.LIST_BRING))
    wrong: list[RowError] = []
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            count = bring_changes(content, area_id=form.area.pk, by=request.user, at=clock.now())
        except Refused as refused:
            wrong = refused.errors
            form.add_error("file", _("Nothing was taken in. The rows below are wrong"))
        else:
            words = ngettext("One row was read.", "%(count)d rows were read.", count) % {"count": count}
            found = _("Whoever works with one of these people finds it on My work.")
            messages.success(request, f"{words} {found}")
            return redirect("offender_management:changes_file")
    context = {"form": form, "wrong": wrong[:SHOWN], "more": max(0, len(wrong) - SHOWN), "columns": COLUMNS}
    return render(request, "offender_management/changes_file.html", context)
