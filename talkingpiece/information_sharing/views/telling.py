from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case, read_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import responsibles
from talkingpiece.core import clock
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.access import get_disclosure
from talkingpiece.information_sharing.forms.service import ConsultationForm, DiscloseForm
from talkingpiece.information_sharing.presenters.disclosures import disclosure_row
from talkingpiece.information_sharing.queries import consultations_of, disclosures_of
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)  # whoever may see the case may have to warn somebody: no further right is asked
def disclose(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    form = bind(request, DiscloseForm)
    if form.is_valid():
        services.disclose_under_duty(case_id=opened.case.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down. The case supervisors and coordinators see it from now."))
        return redirect("information_sharing:disclosures", reference)
    return render(request, "information_sharing/disclose.html", case_page(opened, form=form))


@requires(Act.CASE_SEE)
@require_safe
def disclosures(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "disclosures")
    rows = [disclosure_row(row) for row in disclosures_of(opened.case.pk)]
    return render(request, "information_sharing/disclosures.html", case_page(opened, rows=rows))


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
