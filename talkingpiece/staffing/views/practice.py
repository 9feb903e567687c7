from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record_reading
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.access import get_area, get_practice_record
from talkingpiece.staffing.forms.practice import CorrectForm, LearningForm, NoteForm, SuperviseForm
from talkingpiece.staffing.keeping import kept_up, records_of
from talkingpiece.staffing.models import PracticeKind, Reflection
from talkingpiece.staffing.practice import Practice
from talkingpiece.staffing.presenters.practice import record_rows, tray
from talkingpiece.staffing.queries import facilitator_of
from talkingpiece.staffing.services.practice import Refused, correct_practice, record_practice, write_reflection
from talkingpiece.ui.forms import bind


@requires(Act.PRACTICE_RECORD)
@require_safe
def supervision(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.PRACTICE_RECORD)
    rows = tray(kept_up(area.pk), current_section(area.pk, Practice), clock.today())
    return render(request, "staffing/supervision.html", {"rows": rows})


@requires(Act.PRACTICE_RECORD)
def supervise(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area = get_area(request.user, Act.PRACTICE_RECORD)
    facilitator = facilitator_of(user_id, area.pk)
    if facilitator is None:
        raise Http404
    form = bind(request, SuperviseForm)
    if form.is_valid():
        typed = {**form.cleaned_data, "kind": PracticeKind(form.cleaned_data["kind"])}
        try:
            record_practice(facilitator=facilitator, by=request.user, at=clock.now(), **typed)
        except Refused:
            form.add_error("kind", _("Somebody else writes down your own supervision and observed practice"))
        else:
            messages.success(request, _("Saved."))
            return redirect("staffing:supervision")
    found = records_of(facilitator)
    record_reading("practice.read", by=request.user, about=facilitator, side=Side.SERVICE)
    corrects = facilitator.user_id != request.user.pk
    context = {"form": form, "facilitator": facilitator, "records": record_rows(found), "corrects": corrects}
    return render(request, "staffing/supervise.html", context)


@requires(Act.PRACTICE_RECORD)
def correct(request: StaffRequest, record_id: UUID) -> HttpResponse:
    """It was entered in error: said with a reason, and nothing is deleted."""
    entry = get_practice_record(request.user, record_id)
    who = entry.facilitator
    form = bind(request, CorrectForm)
    if form.is_valid():
        correct_practice(entry=entry, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Marked as entered in error. If something else is true, write that down now."))
        return redirect("staffing:supervise", who.user_id)
    record_reading("practice.read", by=request.user, about=who, side=Side.SERVICE)
    (row,) = record_rows([entry])
    return render(request, "staffing/correct_practice.html", {"form": form, "facilitator": who, "row": row})


@requires(Act.CASE_WORK)
def own(request: StaffRequest) -> HttpResponse:
    """What one keeps up oneself."""
    area = get_area(request.user, Act.CASE_WORK)
    facilitator = facilitator_of(request.user.pk, area.pk)
    form = bind(request, LearningForm)
    if facilitator and form.is_valid():
        kind = PracticeKind.LEARNING
        record_practice(facilitator=facilitator, kind=kind, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("staffing:practice")
    mine = [one for one in kept_up(area.pk) if facilitator and one[0].pk == facilitator.pk]
    context = {
        "form": form,
        "facilitator": facilitator,
        "rows": tray(mine, current_section(area.pk, Practice), clock.today()),
        "records": record_rows(records_of(facilitator)) if facilitator else [],
    }
    return render(request, "staffing/practice.html", context)


@requires(Act.CASE_WORK)
def notes(request: StaffRequest) -> HttpResponse:
    """One's own notes: only ever those of whoever asks."""
    area = get_area(request.user, Act.CASE_WORK)
    form = bind(request, NoteForm)
    if form.is_valid():
        write_reflection(area=area, author=request.user, words=form.cleaned_data["words"], at=clock.now())
        messages.success(request, _("Saved, for you alone."))
        return redirect("staffing:notes")
    mine = Reflection.objects.filter(area=area, author=request.user).order_by("-written_at")
    return render(request, "staffing/notes.html", {"form": form, "notes": list(mine)})
