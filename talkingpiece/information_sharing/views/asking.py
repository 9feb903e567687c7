from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case, get_responsible, may
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked, Verdict
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.access import get_request
from talkingpiece.information_sharing.forms.service import AskForm, CloseForm, LinkForm
from talkingpiece.information_sharing.gates import (
    blockers_to_ask,
    blockers_to_close,
    blockers_to_link,
    facts_for_ask,
    facts_for_close,
    facts_for_link,
    questions_with_ground,
)
from talkingpiece.information_sharing.presenters.request import born_in_words, request_page
from talkingpiece.information_sharing.queries import link_expires, open_link, sharing
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import Form, bind


@requires(Act.AGENCY_ASK)
def ask(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    responsible, now = get_responsible(opened, responsible_id), clock.now()
    covered = questions_with_ground(opened.case, responsible, now)
    usual = sharing(opened.case).questions
    questions = [question for question in usual if question in covered] or list(usual)
    form = bind(request, AskForm, covered=covered, initial={"questions": questions})
    verdict = blockers_to_ask(facts_for_ask(opened.case, responsible, questions=questions, at=now))
    if form.is_valid():
        typed = form.cleaned_data
        wanted = blockers_to_ask(facts_for_ask(opened.case, responsible, at=now, **typed))
        if wanted.is_open:
            sent = services.ask_agency(responsible_id=responsible_id, by=request.user, at=now, **typed)
            messages.success(request, _("Sent. They are told not to tell the offender."))
            return redirect("information_sharing:request", reference, sent.pk)
        form.show(wanted)
        verdict = verdict if form.only_fields(wanted) else wanted
    return render(request, "information_sharing/ask.html", _ask_page(opened, responsible, form, verdict))


def _ask_page(opened: Opened, responsible: Responsible, form: AskForm, verdict: Verdict) -> dict[str, object]:
    manager = responsible.offender_manager
    names = {"name": responsible.person.called, "manager": manager.name if manager else ""}
    return gate_page(
        opened,
        verdict,
        heading_closed=_("asking the offender manager of %(name)s") % names,
        heading_open=_("Ask %(manager)s about %(name)s") % names,
        responsible=responsible,
        manager=manager,
        born=born_in_words(responsible.person.birth_date),
        form=form,
    )


@requires(Act.CASE_SEE)
@require_safe
def show(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    asked = get_request(opened, request_id)
    record_reading("information_request.read", by=request.user, about=asked, side=Side.OFFENDER, case_id=opened.case.pk)
    context = case_page(
        opened,
        asked=asked,
        page=request_page(asked, clock.now()),
        may_ask=may(opened, Act.AGENCY_ASK),
        may_decide=may(opened, Act.APPROACH_SUPERVISE),
    )
    return render(request, "information_sharing/request.html", context)


@requires(Act.AGENCY_ASK)
def chase(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    asked, form = get_request(opened, request_id), bind(request, Form)
    if form.is_valid():
        services.chase_request(request_id=request_id, by=request.user, at=clock.now())
        messages.success(request, _("Reminded. The request stands first on their list."))
        return redirect("information_sharing:request", reference, request_id)
    context = case_page(opened, asked=asked, page=request_page(asked, clock.now()), form=form)
    return render(request, "information_sharing/chase.html", context)


@requires(Act.AGENCY_ASK)
@require_POST
def refer(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    asked = get_request(opened, request_id)
    services.refer_to_supervisor(request_id=asked.pk, by=request.user, at=clock.now())
    messages.success(request, _("A case supervisor has it now."))
    return redirect("information_sharing:request", reference, request_id)


@requires(Act.AGENCY_ASK)
@require_POST
def noted(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    asked = get_request(opened, request_id)
    services.note_answer_read(request_id=asked.pk, by=request.user, at=clock.now())
    messages.success(request, _("Read. The case goes on to what comes next."))
    return redirect("cases:legal_check", reference, asked.responsible_id)


@requires(Act.APPROACH_SUPERVISE)
def close(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.APPROACH_SUPERVISE)
    asked, now = get_request(opened, request_id), clock.now()
    verdict, form = blockers_to_close(facts_for_close(asked, now)), bind(request, CloseForm)
    if verdict.is_open and form.is_valid():
        services.close_request(request_id=request_id, why=form.cleaned_data["why"], by=request.user, at=now)
        messages.success(request, _("Decided. The case goes on without this answer."))
        return redirect("information_sharing:request", reference, request_id)
    context = gate_page(
        opened,
        verdict,
        heading_closed=_("deciding without an answer"),
        heading_open=_("Decide without %(name)s’s answer") % {"name": asked.addressed_to.name},
        asked=asked,
        form=form,
    )
    return render(request, "information_sharing/close.html", context)


@requires(Act.AGENCY_ASK)
def make_link(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    """The link stands in the answer itself, once: in no address, no session and no table."""
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    asked, now = get_request(opened, request_id), clock.now()
    form, made, address = bind(request, LinkForm), None, ""
    verdict = blockers_to_link(facts_for_link(asked, now))
    if verdict.is_open and form.is_valid():
        try:
            made, token = services.make_link(request_id=asked.pk, by=request.user, at=now, **form.cleaned_data)
            path = reverse("information_sharing:by_link", args=[opened.case.area.slug, token])
            address = request.build_absolute_uri(path)
        except Blocked as blocked:
            for one in blocked.blockers:
                form.add_error("email" if one.code == "not_a_work_address" else None, f"{one.message}. {one.why}")
    context = gate_page(
        opened,
        verdict,
        heading_closed=_("making a link"),
        heading_open=_("Let somebody answer by a link"),
        asked=asked,
        form=form,
        made=made,
        expires=link_expires(made) if made else None,
        address=address,
        before=None if made else open_link(asked),
        page=request_page(asked, now),
    )
    return render(request, "information_sharing/make_link.html", context)


@requires(Act.AGENCY_ASK)
@require_POST
def withdraw_link(request: StaffRequest, reference: str, request_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    asked = get_request(opened, request_id)
    services.withdraw_link(request_id=asked.pk, by=request.user, at=clock.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("information_sharing:request", reference, request_id)
