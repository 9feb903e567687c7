from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case, get_companion, get_person, visible_cases
from talkingpiece.cases.forms.companions import (
    CompanionForm,
    EndForm,
    PartForm,
    SafeguardForm,
    VictimAsForm,
    part_initial,
    parts_for,
)
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.cases.models import Companion
from talkingpiece.cases.pages.companions import clash_of, companion_page
from talkingpiece.cases.pages.known import known_panel
from talkingpiece.cases.pages.people import Difference
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import safeguards
from talkingpiece.cases.services import (
    AlreadyThere,
    StaleCompanion,
    add_companion,
    change_companion,
    describe_victim,
    end_companion,
    record_safeguard,
)
from talkingpiece.cases.states import VictimAs
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import create_person
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def companion_add(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    area_id = opened.case.area_id
    find = partial(known_person, request.user, area_id, part=As.BESIDE)
    form = bind(request, CompanionForm, case=opened.case, seen=visible_cases(request.user), find=find)
    if form.is_valid():
        try:
            companion = _add(request, opened, form)
        except AlreadyThere:
            form.add_error(None if form.person else "known", _("They have a part in this case already"))
        else:
            messages.success(request, _("Saved. Nobody was asked and nobody was told."))
            return redirect("cases:companion", reference, companion.pk)
    fields = ("called", "full_name")
    looks = known_panel(request.user, area_id, As.BESIDE, request.POST, fields=fields, looks=form.unfinished)
    return render(request, "cases/companion_add.html", case_page(opened, form=form, looks=looks))


def _add(request: StaffRequest, opened: Opened, form: CompanionForm) -> Companion:
    at, by, where = clock.now(), request.user, form.where()
    person = form.companion or _new_person(request, opened, form, where["side"])
    known = form.person is not None
    return add_companion(case_id=opened.case.pk, person=person, by=by, at=at, known=known, **where, **form.columns())


def _new_person(request: StaffRequest, opened: Opened, form: CompanionForm, side: Side) -> Person:
    typed = {name: form.cleaned_data[name] for name in ("called", "full_name", "language")}
    return create_person(area_id=opened.case.area_id, by=request.user, at=clock.now(), side=side, **typed)


@requires(Act.CASE_WORK)
def companion(request: StaffRequest, reference: str, companion_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    shown = get_companion(opened, companion_id)
    form = bind(request, PartForm, parts=parts_for(opened.case, has=shown.part), initial=part_initial(shown))
    form.version, clash = shown.version, list[Difference]()
    if form.is_valid():
        by, at, seen = request.user, clock.now(), form.seen_version
        try:
            change_companion(companion_id=shown.pk, version=seen, by=by, at=at, **form.columns())
        except StaleCompanion as stale:
            form.renew_version(stale.current.version)
            written = form.columns()
            labels = {name: form.fields[name].label or "" for name in written}
            clash = clash_of(written, labels, stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:companion", reference, shown.pk)
    side = Side(shown.side)
    record_reading("companion.read", by=request.user, about=shown, side=side, case_id=opened.case.pk)
    page = companion_page(opened, shown, clock.today())
    return render(request, "cases/companion.html", case_page(opened, page=page, form=form, clash=clash))


@requires(Act.CASE_WORK)
def companion_end(request: StaffRequest, reference: str, companion_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    shown = get_companion(opened, companion_id)
    form = bind(request, EndForm)
    if form.is_valid():
        end_companion(companion_id=shown.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("They take no part from now on. What was written stays."))
        return redirect("casefile:case", reference)
    return render(request, "cases/companion_end.html", case_page(opened, companion=shown, form=form))


@requires(Act.CASE_WORK)
def victim_as(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    form = bind(request, VictimAsForm, initial={"victim_as": opened.case.victim_as})
    if form.is_valid():
        chosen = form.cleaned_data["victim_as"]
        describe_victim(case_id=opened.case.pk, victim_as=chosen, by=request.user, at=clock.now())
        messages.success(request, _("Saved."))
        if chosen == VictimAs.ORGANISATION:
            messages.warning(request, _("Now name who speaks for the organisation."))
            return redirect("cases:companion_add", reference)
        return redirect("casefile:case", reference)
    return render(request, "cases/victim_as.html", case_page(opened, form=form))


@requires(Act.CASE_WORK)
def safeguard(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """A child takes part: who answers for that."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    person, side = get_person(opened, person_id)
    form = bind(request, SafeguardForm, case=opened.case)
    if form.is_valid():
        record_safeguard(case_id=opened.case.pk, person=person, side=side, by=request.user, **form.columns())
        messages.success(request, _("Saved."))
        return redirect("casefile:case", reference)
    record_reading("safeguard.read", by=request.user, about=person, side=side, case_id=opened.case.pk)
    known = safeguards(opened.case.pk).get(person.pk)
    return render(request, "cases/safeguard.html", case_page(opened, person=person, form=form, known=known))
