from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import may_in_area
from talkingpiece.areas.queries import current_section
from talkingpiece.core import clock
from talkingpiece.staffing.access import get_area
from talkingpiece.staffing.capacity.profile import Capacity, Wrong
from talkingpiece.staffing.forms.capacity import FigureForm, initial
from talkingpiece.staffing.presenters.capacity import model_words, need_page
from talkingpiece.staffing.services.capacity import set_figure
from talkingpiece.ui.forms import bind


@requires(Act.STEPS_SEE)
@require_safe
def capacity(request: StaffRequest) -> HttpResponse:
    area = get_area(request.user, Act.STEPS_SEE)
    context = {
        "area": area,
        "page": need_page(current_section(area.pk, Capacity)),
        "may_set": may_in_area(request.user, Act.CAPACITY_SET, area.pk, clock.now()),
    }
    return render(request, "staffing/capacity.html", context)


@requires(Act.CAPACITY_SET)
def capacity_figure(request: StaffRequest, key: str) -> HttpResponse:
    area = get_area(request.user, Act.CAPACITY_SET)
    section = current_section(area.pk, Capacity)
    figure = next((one for one in section.figures() if one.key == key), None)
    if figure is None:
        raise Http404
    own = section.own.get(key)
    form = bind(request, FigureForm, figure=figure, initial=initial(figure, own.source if own else ""))
    back_to_model = request.method == "POST" and "model" in request.POST
    if back_to_model or form.is_valid():
        try:
            set_figure(area=area, key=key, own=None if back_to_model else form.own, by=request.user, at=clock.now())
        except Wrong as wrong:
            form.refuse(wrong)
        else:
            messages.success(request, _("Saved. The page reckons with it from now on."))
            return redirect("staffing:capacity")
    context = {"form": form, "figure": figure, "own": own, "model": model_words(figure)}
    return render(request, "staffing/capacity_figure.html", context)
