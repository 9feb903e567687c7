from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.cases.queries import approaches
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_somebody, read
from talkingpiece.engagement.forms import PreparationForm
from talkingpiece.engagement.presenters.preparation import prepared_page
from talkingpiece.engagement.queries import Prepared, Somebody, engagement, prepared
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def prepare(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """One session of preparing somebody for one way of communicating: the first of the area, or `?approach=`."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who, way = get_somebody(opened, person_id), _way(request, opened)
    before = prepared(opened.case.pk, person_id, way.key)
    form = _form(request, opened, who, way, before)
    if form.is_valid():
        services.record_preparation(
            case_id=opened.case.pk, person_id=person_id, approach=way.key, by=request.user, **form.columns()
        )
        messages.success(request, _("The preparation of %(name)s is recorded.") % {"name": who.name})
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_preparation", who.side)
    context: dict[str, Any] = case_page(opened, who=who, form=form, way=way, ways=approaches(opened.case).approaches)
    return render(request, "engagement/prepare.html", context | prepared_page(opened.case, who, way, before))


def _form(request: StaffRequest, opened: Opened, who: Somebody, way: ApproachDef, before: Prepared) -> PreparationForm:
    items = engagement(opened.case).items(who.audience, way.key)
    initial = {"supporter": before.supporter}
    return bind(request, PreparationForm, items=items, covered=before.covered, initial=initial)


def _way(request: StaffRequest, opened: Opened) -> ApproachDef:
    offered = approaches(opened.case)
    try:
        return offered.approach(request.GET.get("approach") or offered.approaches[0].key)
    except (KeyError, IndexError):
        raise Http404 from None
