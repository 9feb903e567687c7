from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import colleagues, names_of
from talkingpiece.cases.access import get_case, get_person, may, standing_in
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.states import MemberRole
from talkingpiece.core import clock
from talkingpiece.staffing import services
from talkingpiece.staffing.access import get_case_to_offer, get_offer, read_offer
from talkingpiece.staffing.forms import AnswerForm, ConflictForm, OfferForm
from talkingpiece.staffing.matching import pairs_for
from talkingpiece.staffing.presenters import allocation, offer_page, people_choices
from talkingpiece.staffing.presenters.matching import pair_rows
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)  # whoever allocates, or has the case: see access.get_case_to_offer
def allocate(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case_to_offer(request.user, reference)
    joins = request.GET.get("as") == MemberRole.CO_FACILITATOR
    role = MemberRole.CO_FACILITATOR if joins else MemberRole.OWNER
    page = allocation(opened.case, role, clock.now())
    form = bind(request, OfferForm, people=page.ready)
    if form.is_valid():
        to = get_object_or_404(User, pk=form.cleaned_data["to"])
        words = form.cleaned_data["words"]
        services.offer_to_facilitator(
            case_id=opened.case.pk, to=to, words=words, by=request.user, at=clock.now(), role=role
        )
        messages.success(request, _("Offered to %(name)s. It is theirs once they say yes.") % {"name": to.name})
        return redirect("casefile:case", reference)
    may_plan = may(opened, Act.CASE_ALLOCATE)
    shown: dict[str, Any] = {"pairs": [], "two": False, "may_plan": may_plan}
    if may_plan and not joins:
        found, pairs = pairs_for(opened.case, clock.now())
        shown |= {"pairs": pair_rows(found, pairs), "two": bool(found.problem.needs_two.any())}
    return render(request, "staffing/allocate.html", case_page(opened, page=page, form=form, **shown))


@requires(Act.WORK_SEE)  # whoever it is offered to, who is no member of the case yet: see access.get_offer
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    form = bind(request, AnswerForm)
    if form.is_valid():
        offer = get_offer(request.user, reference)
        services.answer_offer(offer=offer, accepted=form.accepted, words=form.words, by=request.user, at=clock.now())
        if form.accepted:
            messages.success(request, _("The case is yours. Here is what is known so far."))
            return redirect("casefile:case", reference)
        messages.success(request, _("It goes back to %(name)s, with your words.") % {"name": offer.from_user.name})
        return redirect("casefile:my_work")
    offer = read_offer(request.user, reference)
    return render(request, "staffing/answer.html", {"page": offer_page(offer), "form": form})


@requires(Act.CASE_SEE)
def conflict(request: StaffRequest, reference: str) -> HttpResponse:
    """Anybody who sees a case says that they know somebody in it; whoever sets exclusions says it of others too."""
    opened = get_case(request.user, reference)
    case, me = opened.case, request.user
    sets = may(opened, Act.EXCLUSION_SET)
    workers = {str(user.pk): user for user in (colleagues(case.area_id, clock.now()) if sets else [me])}
    names = [(pk, user.name) for pk, user in workers.items()]
    initial = {} if sets else {"user": str(me.pk)}
    form = bind(request, ConflictForm, workers=names, people=people_choices(case), initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        person, _side = get_person(opened, UUID(typed["person"]))
        user = workers[typed["user"]]
        stood_in = standing_in(user, case)
        services.exclude(user=user, person=person, words=typed["words"], by=me, at=clock.now())
        if user == me:
            messages.success(request, _("Saved. The case is closed to you from now on, and somebody else takes it."))
            return redirect("casefile:door")
        messages.success(request, _("Saved. The case is closed to %(name)s from now on.") % {"name": user.name})
        if stood_in is not None:
            values = {"name": user.name, "away": names_of({stood_in})[stood_in]}
            messages.warning(
                request,
                _("%(name)s stands in for %(away)s and no longer sees this case. Somebody else is to look after it.")
                % values,
            )
        return redirect("staffing:allocate", reference)
    return render(request, "staffing/conflict.html", case_page(opened, form=form, sets=sets))
