from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile import services
from talkingpiece.casefile.access import get_fact
from talkingpiece.casefile.forms import ErrorForm
from talkingpiece.casefile.presenters.correction import correction_page, side_of
from talkingpiece.cases.access import get_case
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


@requires(Act.FACT_CORRECT)
def error(request: StaffRequest, reference: str, fact: str, fact_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.FACT_CORRECT)
    found = get_fact(opened, fact, fact_id)
    form = bind(request, ErrorForm)
    if found.stands and form.is_valid():
        services.correct_fact(
            case_id=opened.case.pk,
            fact=found,
            side=side_of(found),
            why=form.cleaned_data["why"],
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Marked as entered in error. It stays readable, and counts for nothing."))
        return redirect("casefile:case", reference)
    return render(request, "casefile/error.html", correction_page(opened, found, form))
