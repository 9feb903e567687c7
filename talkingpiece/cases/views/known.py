"""What a page asks while somebody types whom they are about to enter."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.knowing import As, areas_to_look_in
from talkingpiece.cases.pages.known import known_panel

# Under these names the pages post their answers.
NAMES = frozenset({"same_person", "known_victim", "known_offender"})


@require_POST
@requires(Act.CASE_WORK)
def known(request: StaffRequest, part: str) -> HttpResponse:
    areas = {str(pk): pk for pk in areas_to_look_in(request.user)}
    asked, name = request.POST.get("area", ""), request.POST.get("name", "")
    if part not in set(As) or (asked and asked not in areas):
        raise Http404
    panel = known_panel(
        request.user,
        areas[asked] if asked else next(iter(areas.values())),
        As(part),
        request.POST,
        fields=request.POST.get("fields", "").split()[:20],
        name=name if name in NAMES else "same_person",
        looks=True,
    )
    return render(request, "cases/parts/known_found.html", {"known": panel})
