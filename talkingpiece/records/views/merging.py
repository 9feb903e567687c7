from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, get_person
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.people.queries import merges_of
from talkingpiece.people.services import undo_merge
from talkingpiece.records import services
from talkingpiece.records.forms import MergeForm, UndoForm
from talkingpiece.records.gates import blockers_to_merge, facts_for_merge
from talkingpiece.records.presenters.merging import alike_page, merge_page
from talkingpiece.records.queries import alike_to
from talkingpiece.ui.forms import bind


@requires(Act.PEOPLE_MERGE)
@require_safe
def alike(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.PEOPLE_MERGE)
    person, side = get_person(opened, person_id)
    record_reading("people_alike.read", by=request.user, about=person, side=side, case_id=opened.case.pk)
    return render(request, "records/alike.html", alike_page(opened, person))


@requires(Act.PEOPLE_MERGE)
def merge(request: StaffRequest, reference: str, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Only with somebody who is shown as alike: of anybody else this page does not even say that they exist."""
    opened = get_case(request.user, reference, act=Act.PEOPLE_MERGE)
    person, side = get_person(opened, person_id)
    other = next((one.person for one in alike_to(person) if one.person.pk == other_id), None)
    if other is None:
        raise Http404
    form = bind(request, MergeForm, people=(person, other))
    if form.is_valid():
        kept_id = UUID(form.cleaned_data["kept"])
        services.merge_people(
            kept_id=kept_id,
            merged_id=other.pk if kept_id == person.pk else person.pk,
            words=form.cleaned_data["words"],
            side=side,
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("The two records are read as one person. Nothing was rewritten."))
        return redirect("records:alike", reference, person_id)
    record_reading("people_compared.read", by=request.user, about=other, side=side, case_id=opened.case.pk)
    verdict = blockers_to_merge(facts_for_merge(person, other, by=request.user))
    return render(request, "records/merge.html", merge_page(opened, person, other, form, verdict))


@requires(Act.PEOPLE_MERGE)
def merge_undo(request: StaffRequest, reference: str, person_id: UUID, merge_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.PEOPLE_MERGE)
    person, side = get_person(opened, person_id)
    found = next((one for one in merges_of(person.pk) if one.pk == merge_id), None)
    if found is None:
        raise Http404
    form = bind(request, UndoForm)
    if form.is_valid():
        undo_merge(merge_id=merge_id, why=form.cleaned_data["why"], side=side, by=request.user, at=clock.now())
        messages.success(request, _("They are two people again, each with what was theirs."))
        return redirect("records:alike", reference, person_id)
    return render(request, "records/merge_undo.html", case_page(opened, person=person, merge=found, form=form))
