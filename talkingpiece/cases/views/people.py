from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, require_fresh, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, get_person, may
from talkingpiece.cases.forms.people import EndWayForm, PersonForm, WayForm, initial_of
from talkingpiece.cases.pages.people import Difference, differences, way_row
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import contact_hold, ways_of
from talkingpiece.people.services import Stale, add_way, describe_person, end_way, lift_hold
from talkingpiece.people.states import Channel
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def ways(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK if request.method == "POST" else Act.CASE_SEE)
    person, side = get_person(opened, person_id)
    form, now = bind(request, WayForm), clock.now()
    if form.is_valid():
        if form.cleaned_data["channel"] == Channel.POST:  # a letter in wrong hands tells all
            require_fresh(request)
        add_way(person=person, way=form.way(), by=request.user, at=now, side=side)
        messages.success(request, _("Saved. Everybody who works on the case sees this way and its rule."))
        return redirect("cases:ways", reference, person_id)
    record_reading("ways.read", by=request.user, about=person, side=side, case_id=opened.case.pk)
    ended = ContactPoint.objects.filter(person=person, ended_at__isnull=False).order_by("-ended_at")
    context = case_page(
        opened,
        person=person,
        form=form,
        ways=[way_row(point, person, now) for point in ways_of(person.pk)],
        ended=[way_row(point, person, now) for point in ended],
        held=contact_hold(person.pk),
        may_change=may(opened, Act.CASE_WORK),
    )
    return render(request, "cases/ways.html", context)


@require_POST
@requires(Act.CASE_WORK)
def ways_confirmed(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """They were asked, in the way that was safe before: what the record says is right, and we may write again."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    person, _side = get_person(opened, person_id)
    lift_hold(person=person, by=request.user, at=clock.now())
    messages.success(request, _("Written down. What is sent goes to the ways below again."))
    return redirect("cases:ways", reference, person_id)


@requires(Act.CASE_WORK)
def way_end(request: StaffRequest, reference: str, person_id: UUID, point_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    person, side = get_person(opened, person_id)
    point = ContactPoint.objects.filter(pk=point_id, person=person).first()
    if point is None:
        raise Http404
    form = bind(request, EndWayForm)
    if form.is_valid():
        end_way(point_id=point_id, why=form.reason(), by=request.user, at=clock.now(), side=side)
        messages.success(request, _("Nobody is offered this way any more. It stays known as one never to use."))
        return redirect("cases:ways", reference, person_id)
    context = case_page(opened, person=person, form=form, way=way_row(point, person, clock.now()))
    return render(request, "cases/way_end.html", context)


@requires(Act.CASE_WORK)
def person(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    shown, side = get_person(opened, person_id)
    form, clash = bind(request, PersonForm, initial=initial_of(shown)), list[Difference]()
    form.version = shown.version
    if form.is_valid():
        try:
            describe_person(
                person_id=person_id,
                version=form.seen_version,
                changes=form.changes(),
                by=request.user,
                at=clock.now(),
                side=side,
            )
        except Stale as stale:
            form.renew_version(stale.current.version)
            clash = _clash(form, stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("casefile:case", reference)
    record_reading("person.read", by=request.user, about=shown, side=side, case_id=opened.case.pk)
    may_merge = may(opened, Act.PEOPLE_MERGE)
    context = case_page(opened, person=shown, form=form, clash=clash, may_merge=may_merge)
    return render(request, "cases/person.html", context)


def _clash(form: PersonForm, current: Person) -> list[Difference]:
    written = form.changes()
    return differences((form.fields[name].label or "", getattr(current, name), written[name]) for name in written)
