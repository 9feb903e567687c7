from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, get_responsible
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_asked_of, get_legal_visit, read
from talkingpiece.engagement.forms import LegalVisitAnswerForm, LegalVisitForm
from talkingpiece.engagement.gates import blockers_to_ask_visit, facts_for_legal_visit
from talkingpiece.engagement.queries import asked_of, barred, legal_visits_of, moved_since
from talkingpiece.engagement.states import AskedBy
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.OFFENDER_APPROACH)
def legal_visit(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """The gate before a prison is asked for a visit. Open, it is the form that asks."""
    opened = get_case(request.user, reference, act=Act.OFFENDER_APPROACH)
    responsible, now = get_responsible(opened, responsible_id), clock.now()
    form = bind(request, LegalVisitForm, area_id=opened.case.area_id, worker=request.user)
    needs = form.cleaned_data["needs"] if form.is_valid() else ""
    verdict = blockers_to_ask_visit(facts_for_legal_visit(opened.case, responsible, now, needs=needs))
    if form.is_valid() and (verdict.is_open or "leak" not in verdict.codes):
        asked = services.ask_legal_visit(responsible_id=responsible.pk, by=request.user, at=now, **form.columns())
        messages.success(request, _("%(agency)s is asked. The victim is not in it.") % {"agency": asked.agency.name})
        return redirect("engagement:legal_visit_asked", reference, asked.pk)
    if form.is_valid():
        form.add_error("needs", str(verdict.blockers[-1].message))
        verdict = blockers_to_ask_visit(facts_for_legal_visit(opened.case, responsible, now))
    read(opened, request.user, "engagement_legal_visit", Side.OFFENDER)
    name = {"name": responsible.person.called}
    context = gate_page(
        opened,
        verdict,
        heading_closed=_("asking for a legal visit to %(name)s") % name,
        heading_open=_("Ask for a legal visit to %(name)s") % name,
        form=form,
        responsible=responsible,
        earlier=[row for row in legal_visits_of(opened.case.pk) if row.responsible_id == responsible.pk],
    )
    return render(request, "engagement/legal_visit.html", context)


@requires(Act.OFFENDER_APPROACH)
def legal_visit_asked(request: StaffRequest, reference: str, ask_id: UUID) -> HttpResponse:
    """What was asked, and what came of it. An answer by telephone or email is written down here."""
    opened = get_case(request.user, reference, act=Act.OFFENDER_APPROACH)
    asked = get_legal_visit(opened, ask_id)
    if "chase" in request.POST:
        services.chase_legal_visit(ask_id=asked.pk, by=request.user, at=clock.now())
        messages.success(request, _("Written down that they were asked again."))
        return redirect("engagement:legal_visit_asked", reference, asked.pk)
    if "withdraw" in request.POST:
        services.withdraw_legal_visit(ask_id=asked.pk, by=request.user, at=clock.now())
        messages.success(request, _("Taken back. They see it no more."))
        return redirect("casefile:case", reference)
    form = bind(request, LegalVisitAnswerForm) if asked.waits and asked.asked_by != AskedBy.SYSTEM else None
    if form is not None and form.is_valid():
        services.answer_legal_visit(ask_id=asked.pk, by=request.user, at=clock.now(), **form.columns())
        messages.success(request, _("Written down."))
        return redirect("engagement:legal_visit_asked", reference, asked.pk)
    read(opened, request.user, "engagement_legal_visit", Side.OFFENDER)
    late = asked.waits and asked.due_at < clock.now()
    forbidden = asked.waits and bool(barred([asked], clock.now()))
    page = case_page(opened, asked=asked, form=form, late=late, moved=bool(moved_since([asked])), forbidden=forbidden)
    return render(request, "engagement/legal_visit_asked.html", page)


@requires(Act.VISIT_ANSWER)
@require_safe
def legal_visits(request: StaffRequest) -> HttpResponse:
    """The list of somebody in a prison: what they were asked, and nothing besides."""
    asked = asked_of(request.user, clock.now())
    context = {
        "owed": [row for row in asked if row.answered_at is None],
        "answered": [row for row in asked if row.answered_at is not None],
        "now": clock.now(),
    }
    return render(request, "engagement/legal_visits.html", context)


@requires(Act.VISIT_ANSWER)
def legal_visit_answer(request: StaffRequest, ask_id: UUID) -> HttpResponse:
    asked = get_asked_of(request.user, ask_id)
    form = bind(request, LegalVisitAnswerForm) if asked.answered_at is None else None
    if form is not None and form.is_valid():
        services.answer_legal_visit(ask_id=asked.pk, by=request.user, at=clock.now(), **form.columns())
        messages.success(request, _("Sent. Thank you."))
        return redirect("engagement:legal_visit_answer", asked.pk)
    record_reading("legal_visit.opened", by=request.user, about=asked, side=Side.OFFENDER)
    context = {"form": form, "asked": asked, "sent": asked.disclosure.sent, "wished": asked.wished}
    return render(request, "engagement/legal_visit_answer.html", context)
