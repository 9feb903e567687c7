from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, may, read_case
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.cases.queries import responsibles
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.access import get_correctable, get_disclosure, get_duty_disclosure
from talkingpiece.information_sharing.forms.service import ConsultationForm, CorrectForm, DiscloseForm, ReviewForm
from talkingpiece.information_sharing.gates import blockers_to_review, facts_for_review
from talkingpiece.information_sharing.presenters.disclosures import disclosure_row, disclosure_rows
from talkingpiece.information_sharing.queries import consultations_of, disclosures_of, sharing
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)  # whoever may see the case may have to warn somebody: no further right is asked
def disclose(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    form = bind(request, DiscloseForm, ordinarily=sharing(opened.case).ordinarily)
    if form.is_valid():
        services.disclose_under_duty(case_id=opened.case.pk, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("Written down. The case supervisors and coordinators see it now, and one reviews it."),
        )
        return redirect("information_sharing:disclosures", reference)
    return render(request, "information_sharing/disclose.html", case_page(opened, form=form))


@requires(Act.CASE_SEE)
@require_safe
def disclosures(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "disclosures")
    rows = disclosure_rows(disclosures_of(opened.case.pk), sharing(opened.case).ordinarily)
    may_review = may(opened, Act.DISCLOSURE_REVIEW)
    page = case_page(
        opened,
        rows=rows,
        may_review=may_review,
        may_correct=may(opened, Act.AGENCY_ASK),
        may_print=may(opened, Act.LETTER_WRITE),
    )
    return render(request, "information_sharing/disclosures.html", page)


@requires(Act.DISCLOSURE_REVIEW)
def review(request: StaffRequest, reference: str, disclosure_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.DISCLOSURE_REVIEW)
    disclosure = get_duty_disclosure(opened, disclosure_id)
    verdict, form = blockers_to_review(facts_for_review(disclosure, request.user)), bind(request, ReviewForm)
    if verdict.is_open and form.is_valid():
        services.review_disclosure(
            disclosure_id=disclosure.pk, words=form.cleaned_data["words"], by=request.user, at=clock.now()
        )
        messages.success(request, _("Written down. It is off the list."))
        return redirect("information_sharing:disclosures", reference)
    context = gate_page(
        opened,
        verdict,
        heading_closed=_("looking at what was told"),
        heading_open=_("Look at what was told, as a second person"),
        row=disclosure_row(disclosure, ordinarily=sharing(opened.case).ordinarily),
        form=form,
    )
    return render(request, "information_sharing/review.html", context)


@requires(Act.AGENCY_ASK)
def correct(request: StaffRequest, reference: str, disclosure_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    disclosure, form = get_correctable(opened, disclosure_id), bind(request, CorrectForm)
    if form.is_valid():
        try:
            services.correct_disclosure(disclosure_id=disclosure.pk, by=request.user, **form.cleaned_data)
        except Blocked as blocked:
            for one in blocked.blockers:
                form.add_error("told", f"{one.message}. {one.why}")
        else:
            messages.success(request, _("Written down. What was told before stays beside it."))
            return redirect("information_sharing:disclosures", reference)
    context = case_page(opened, form=form, row=disclosure_row(disclosure))
    return render(request, "information_sharing/correct.html", context)


@requires(Act.CASE_SEE)
@require_POST
def told(request: StaffRequest, reference: str, disclosure_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    disclosure = get_disclosure(opened, disclosure_id)
    services.record_person_told(disclosure_id=disclosure.pk, by=request.user, at=clock.now())
    messages.success(request, _("Written down: they have been told."))
    return redirect("information_sharing:disclosures", reference)


@requires(Act.AGENCY_ASK)
def consultation(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.AGENCY_ASK)
    form = bind(request, ConsultationForm, responsibles=responsibles(opened.case.pk))
    if form.is_valid():
        services.record_consultation(case_id=opened.case.pk, by=request.user, **form.columns())
        messages.success(request, _("Saved."))
        return redirect("casefile:case", reference)
    context = case_page(opened, form=form, earlier=consultations_of(opened.case.pk))
    return render(request, "information_sharing/consultation.html", context)
