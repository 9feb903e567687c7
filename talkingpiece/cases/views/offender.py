from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, get_responsible
from talkingpiece.cases.forms.offender import ResponsibleForm, SentenceForm, SupervisorForm, supervisor_initial
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.cases.models import Responsible, Sentence
from talkingpiece.cases.pages.known import known_panel
from talkingpiece.cases.pages.people import Difference, differences
from talkingpiece.cases.pages.reveal import sealed
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import sentence_of
from talkingpiece.cases.services import Stale, add_responsible, name_supervisor, record_sentence
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import create_person, name_number
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Row
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def responsible_add(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    area_id = opened.case.area_id
    find = partial(known_person, request.user, area_id, part=As.RESPONSIBLE)
    form = bind(request, ResponsibleForm, area_id=area_id, case=opened.case, find=find)
    if form.is_valid():
        at, by = clock.now(), request.user
        person = form.person or _new_person(request, area_id, form)
        add_responsible(
            case_id=opened.case.pk, person=person, by=by, at=at, known=form.person is not None, **form.columns()
        )
        _name_numbers(person, form, by=by, at=at)
        messages.success(request, _("Saved. Nobody was told."))
        return redirect("casefile:case", reference)
    looks = known_panel(
        request.user,
        area_id,
        As.RESPONSIBLE,
        request.POST,
        fields=("called", "full_name", "birth_date", "prison_no", "crn"),
        looks=form.unfinished,
    )
    return render(request, "cases/responsible.html", case_page(opened, form=form, responsible=None, looks=looks))


def _new_person(request: StaffRequest, area_id: UUID, form: ResponsibleForm) -> Person:
    typed = {name: form.cleaned_data[name] for name in ("called", "full_name", "birth_date")}
    return create_person(area_id=area_id, by=request.user, at=clock.now(), side=Side.OFFENDER, **typed)


@requires(Act.CASE_WORK)
def responsible(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    shown = get_responsible(opened, responsible_id)
    initial, held = supervisor_initial(shown), bool(shown.held_at)
    form = bind(request, SupervisorForm, area_id=opened.case.area_id, initial=initial, held=held)
    form.version, clash = shown.version, list[Difference]()
    if form.is_valid():
        try:
            name_supervisor(
                responsible_id=responsible_id,
                version=form.seen_version,
                by=request.user,
                at=clock.now(),
                **form.columns(),
            )
        except Stale as stale:
            form.renew_version(stale.current.version)
            clash = _clash(form, stale.current)
        else:
            _name_numbers(shown.person, form, by=request.user, at=clock.now())
            messages.success(request, _("Saved. Nobody was told."))
            return redirect("casefile:case", reference)
    record_reading("responsible.read", by=request.user, about=shown, side=Side.OFFENDER, case_id=opened.case.pk)
    known = [_where(reference, shown)] if held else []
    context = case_page(opened, form=form, responsible=shown, clash=clash, known=known)
    return render(request, "cases/responsible.html", context)


def _where(reference: str, shown: Responsible) -> Row:
    where = _("where %(name)s is held") % {"name": shown.person.called}
    return Row(_("Where they are held"), sealed=sealed(reference, where, "whereabouts", shown.pk))


def _name_numbers(person: Person, form: SupervisorForm, *, by: User, at: datetime) -> None:
    for kind, value in form.numbers().items():
        name_number(person=person, kind=kind, value=value, by=by, at=at, side=Side.OFFENDER)


def _clash(form: SupervisorForm, current: Responsible) -> list[Difference]:
    written = form.columns()
    labels = {
        "offender_manager": _("Offender manager"),
        "agency": _("Agency"),
        "without_manager": _("Nobody supervises them"),
    }
    pairs = [(label, getattr(current, name), written[name]) for name, label in labels.items()]
    if written["held_at"] not in {None, current.held_at}:
        known = _("Recorded, and sealed") if current.held_at else ""
        pairs.append((_("Where they are held"), known, written["held_at"]))
    return differences(pairs)


@requires(Act.CASE_WORK)
def sentence(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    shown = get_responsible(opened, responsible_id)
    form = bind(request, SentenceForm, initial=_as_known(sentence_of(responsible_id)))
    if form.is_valid():
        at = form.cleaned_data["at"]
        record_sentence(responsible_id=responsible_id, by=request.user, at=at, **form.columns())
        messages.success(request, _("Saved. What was known before stays in the history."))
        return redirect("casefile:case", reference)
    record_reading("sentence.read", by=request.user, about=shown, side=Side.OFFENDER, case_id=opened.case.pk)
    earlier = shown.sentences.standing().select_related("recorded_by").order_by("-recorded_at")
    return render(request, "cases/sentence.html", case_page(opened, form=form, responsible=shown, earlier=earlier))


def _as_known(known: Sentence | None) -> dict[str, object]:
    """All but from whom: that is asked anew each time."""
    if known is None:
        return {}
    return {name: getattr(known, name) for name in ("kind", "length", *SentenceForm.DATES)}
