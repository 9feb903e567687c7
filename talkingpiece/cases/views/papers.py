from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_export
from talkingpiece.cases.access import get_case, get_paper, get_person, may, read_case
from talkingpiece.cases.exports import PAPER
from talkingpiece.cases.forms.papers import PaperForm
from talkingpiece.cases.pages.papers import parties, piles
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.services import keep_paper, open_paper
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.reception import Refused
from talkingpiece.documents.reception.kinds import TYPES, FileKind
from talkingpiece.documents.render import fingerprint
from talkingpiece.documents.responses import attachment
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def papers(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "papers")
    page = case_page(opened, piles=piles(opened), adds=may(opened, Act.CASE_WORK))
    return render(request, "cases/papers.html", page)


@requires(Act.CASE_WORK)
def paper_add(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    form = bind(request, PaperForm, people=parties(opened))
    if form.is_valid():
        given, said = form.cleaned_data["file"], form.cleaned_data
        person, side = get_person(opened, UUID(said["person"]))
        try:
            keep_paper(
                case_id=opened.case.pk,
                person=person,
                side=side,
                kind=said["kind"],
                content=given.read(),
                name=given.name,
                words=said["words"],
                brought_by=said["brought_by"],
                happened_at=said["happened_at"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as why:
            form.add_error("file", str(why))
        else:
            messages.success(request, _("Kept. It can be opened once it was found harmless."))
            return redirect("cases:papers", reference)
    return render(request, "cases/paper_add.html", case_page(opened, form=form))


@requires(Act.CASE_SEE)
@exports(PAPER)
@require_safe
def paper(request: StaffRequest, reference: str, paper_id: UUID) -> HttpResponse:
    """Saved, never shown; a paper that was not found harmless is not there."""
    opened = get_case(request.user, reference)
    found = get_paper(opened, paper_id)
    try:
        content = open_paper(found)
    except PermissionError:
        raise Http404 from None
    record_export(
        PAPER.name,
        by=request.user,
        area_id=found.area_id,
        side=Side(found.side),
        sha256=fingerprint(content),
        rows=1,
        about=found,
        case_id=opened.case.pk,
    )
    kind = FileKind(found.file_kind)
    # The name that it came with may tell who brought it to whoever finds it among somebody's downloads.
    return attachment(content, TYPES[kind], f"paper.{kind.value}")
