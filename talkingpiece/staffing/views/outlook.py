from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import may_in_area
from talkingpiece.core import clock
from talkingpiece.staffing.access import get_area
from talkingpiece.staffing.models import Outlook
from talkingpiece.staffing.presenters.outlook import outlook_page
from talkingpiece.staffing.services.outlook import GIVEN_UP_AFTER, ask_outlook


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.STEPS_SEE)
def outlook(request: StaffRequest) -> HttpResponse:
    """The newest that is ready; whoever answers for the service may have it played anew."""
    area = get_area(request.user, Act.STEPS_SEE)
    now = clock.now()
    may_ask = may_in_area(request.user, Act.CAPACITY_SET, area.pk, now)
    if request.method == "POST":
        if not may_ask:
            raise Http404
        ask_outlook(area=area, by=request.user, at=now)
        messages.success(request, _("It is being played through. Look again in a minute."))
        return redirect("staffing:outlook")
    found = Outlook.objects.filter(area=area)
    ready = found.filter(done_at__isnull=False).order_by("done_at").last()
    context = {
        "area": area,
        "may_ask": may_ask,
        "ready": ready,
        "page": outlook_page(ready) if ready else None,
        "running": found.filter(done_at__isnull=True, asked_at__gt=now - GIVEN_UP_AFTER).exists(),
    }
    return render(request, "staffing/outlook.html", context)
