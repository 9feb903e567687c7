"""Lists of agencies: brought, looked through, mended, taken in, deleted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, areas_with, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.documents.exports import MOST_ROWS, exports
from talkingpiece.documents.lists import mended as mending
from talkingpiece.documents.lists.reading import FileKind, Unreadable
from talkingpiece.documents.responses import table_response
from talkingpiece.documents.sheets import Format
from talkingpiece.identification import services
from talkingpiece.identification.access import get_extract, may_in, visible_extracts, visible_rows
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.identification.exports import TO_MEND
from talkingpiece.identification.forms import BringForm, ColumnsForm, MendedForm
from talkingpiece.identification.gates import blockers_to_take, facts_for_take
from talkingpiece.identification.models import Extract
from talkingpiece.identification.presenters.extracts import columns_page, extract_page, extracts_page, waiting_page
from talkingpiece.identification.queries import OpenExtract, agencies_with_lists, on_the_work_list
from talkingpiece.identification.states import ExtractState
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.EXTRACT_SEE)
@require_safe
def extracts(request: StaffRequest) -> HttpResponse:
    page = extracts_page(visible_extracts(request.user)[:200], request.user)
    page["may_bring"] = may_somewhere(request.user, Act.EXTRACT_TAKE)
    page["may_screen"] = may_somewhere(request.user, Act.ROW_SCREEN)
    page["may_check"] = may_somewhere(request.user, Act.CONFLICT_CHECK)
    page["to_screen"] = on_the_work_list(visible_rows(request.user), clock.today()).count()
    return render(request, "identification/extracts.html", page)


@requires(Act.EXTRACT_TAKE)
def bring(request: StaffRequest) -> HttpResponse:
    areas = areas_with(request.user, Act.EXTRACT_TAKE)
    agencies = {one.pk: one for area in areas for one in agencies_with_lists(area.pk)}
    form = bind(request, BringForm, areas=areas, agencies=list(agencies.values()))
    shut = {}
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            found, new = services.keep_extract(
                area=form.area,
                agency=form.agency,
                content=given.read(),
                name=given.name,
                by=request.user,
                at=clock.now(),
            )
        except Unreadable as why:
            form.add_error("file", str(why))
        except Blocked as blocked:
            shut = gate_page(blocked.verdict, "")
        else:
            if not new:
                messages.info(request, _("This very file was brought before. Nothing was taken again."))
            return redirect("identification:columns" if new else "identification:extract", found.pk)
    return render(request, "identification/bring.html", {"form": form, **shut})


@requires(Act.EXTRACT_TAKE)
def columns(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    found = get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    if found.state != ExtractState.WAITING:
        return redirect("identification:extract", extract_id)
    opened = OpenExtract(found)
    form = bind(request, ColumnsForm, opened=opened)
    form.version = found.version
    if form.is_valid():
        try:
            services.choose_columns(
                extract_id=extract_id,
                version=form.seen_version,
                mapping=form.mapping,
                content=form.content,
                by=request.user,
                at=clock.now(),
            )
        except services.FileWanted as why:
            words = _("Choose the file once more: nothing of “%(names)s” was kept.")
            form.add_error("file", words % {"names": "”, “".join(why.headings)})
        except Unreadable as why:
            form.add_error("file", str(why))
        except services.ExtractStale:
            return _changed_meanwhile(request, extract_id)
        else:
            return redirect("identification:extract", extract_id)
    record_reading("extract.columns_read", by=request.user, about=found, side=Side.SERVICE)
    return render(request, "identification/columns.html", columns_page(opened, form))


def _changed_meanwhile(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    messages.warning(request, _("Somebody changed this list since you opened it. Look at it again."))
    return redirect("identification:extract", extract_id)


@requires(Act.EXTRACT_SEE)
@require_safe
def extract(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    """Whoever only looks after the lists sees when and how many; what stands in one is for whoever takes it in."""
    found = get_extract(request.user, extract_id)
    record_reading("extract.read", by=request.user, about=found, side=Side.SERVICE)
    if found.state != ExtractState.WAITING or not may_in(request.user, found.area_id, Act.EXTRACT_TAKE):
        return render(request, "identification/extract.html", extract_page(found, request.user))
    opened = OpenExtract(found)
    if not found.mapped or opened.missing:
        return redirect("identification:columns", extract_id)
    verdict = blockers_to_take(facts_for_take(opened, clock.now()))
    return render(request, "identification/waiting.html", waiting_page(opened, verdict))


@requires(Act.EXTRACT_TAKE, fresh=True, file=True)
@exports(TO_MEND)
@require_safe
def to_mend(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    found = get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    if found.state != ExtractState.WAITING:
        return redirect("identification:extract", extract_id)
    opened = OpenExtract(found)
    heading, rows = mending.rows_to_mend(opened.rows, opened.kept_mapping, opened.to_mend[:MOST_ROWS], BY_KEY)
    # CSV for whoever gave CSV, else Excel.
    return table_response(
        TO_MEND,
        mending.sheet_to_mend(heading, rows),
        Format.CSV if found.format == FileKind.CSV else Format.XLSX,
        "rows-to-mend",
        by=request.user,
        area_id=found.area_id,
        side=Side.VICTIM,
        about=found,
    )


@requires(Act.EXTRACT_TAKE)
def mended(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    found = get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    if found.state != ExtractState.WAITING:
        return redirect("identification:extract", extract_id)
    form = bind(request, MendedForm)
    form.version = found.version
    if form.is_valid():
        try:
            count = services.take_mended(
                extract_id=extract_id,
                version=form.seen_version,
                content=form.cleaned_data["file"].read(),
                by=request.user,
                at=clock.now(),
            )
        except Unreadable as why:
            form.add_error("file", str(why))
        except services.ExtractStale:
            return _changed_meanwhile(request, extract_id)
        else:
            words = ngettext("%(count)d row was put back.", "%(count)d rows were put back.", count)
            messages.success(request, words % {"count": count})
            return redirect("identification:extract", extract_id)
    return render(request, "identification/mended.html", {"form": form, "extract": found})


@requires(Act.EXTRACT_TAKE)
@require_POST
def take_in(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    posted = request.POST.get("version", "")
    version = int(posted) if posted.isdecimal() and len(posted) < 10 else -1
    try:
        found = services.take_in(extract_id=extract_id, version=version, by=request.user, at=clock.now())
    except services.ExtractStale:
        return _changed_meanwhile(request, extract_id)
    words = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", found.rows)
    messages.success(request, words % {"count": found.rows})
    return redirect("identification:extract", extract_id)


@requires(Act.EXTRACT_TAKE)
def discard(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    found = get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    if found.state != ExtractState.WAITING:
        return redirect("identification:extract", extract_id)
    if request.method == "POST":
        services.discard_extract(extract_id=extract_id, by=request.user, at=clock.now())
        messages.success(request, _("The list is destroyed. Nothing of it was taken in."))
        return redirect("identification:extracts")
    return _ask(request, found, _("Destroy this list?"), _("Nothing of it is taken in. What it holds is destroyed."))


@requires(Act.EXTRACT_TAKE, fresh=True)
def delete(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    found = get_extract(request.user, extract_id, Act.EXTRACT_TAKE)
    if found.state != ExtractState.TAKEN:
        return redirect("identification:extract", extract_id)
    if request.method == "POST":
        services.delete_rows(extract_id=extract_id, by=request.user, at=clock.now())
        messages.success(request, _("Its rows are deleted. What proves it stays on this page."))
        return redirect("identification:extract", extract_id)
    words = _("All of them go at once, in every backup too, and cannot be had back. What became a referral stays.")
    return _ask(request, found, _("Delete its rows before their time?"), words)


def _ask(request: StaffRequest, found: Extract, heading: str, words: str) -> HttpResponse:
    page = {"extract": found, "heading": heading, "words": words}
    return render(request, "identification/ask.html", page)
