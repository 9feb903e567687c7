from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case, get_responsible, may
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked, Verdict
from talkingpiece.engagement import services
from talkingpiece.engagement.access import read, require
from talkingpiece.engagement.forms import ApproachForm, ReplyForm, StanceForm
from talkingpiece.engagement.gates import blockers_to_approach, facts_for_approach
from talkingpiece.engagement.presenters.offender import Words, open_heading, tellers, words_to_say
from talkingpiece.engagement.queries import engagement, last_approach, stance_of
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def approach(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """The gate before the offender hears anything. Open, it is the form that records that they were told."""
    opened = get_case(request.user, reference)
    responsible = get_responsible(opened, responsible_id)
    now = clock.now()
    words = words_to_say(opened.case, responsible, now)
    form = _approach_form(request, opened, responsible, words)
    if request.method == "POST":
        require(opened, Act.OFFENDER_APPROACH)
        if form is None:
            raise Blocked(_verdict(opened, responsible))
        if form.is_valid():
            return _approached(request, opened, responsible, form)
    read(opened, request.user, "engagement_approach", Side.JOINT)
    return render(request, "engagement/approach.html", _approach_page(opened, responsible, words, form))


def _approach_form(
    request: StaffRequest, opened: Opened, responsible: Responsible, words: Words
) -> ApproachForm | None:
    """None where nobody agreed to any words: then there is nothing to say."""
    if words.agreed_at is None:
        return None
    who = tellers(opened.case, responsible, request.user)
    initial = {"told_by": str(request.user.pk)}
    return bind(request, ApproachForm, tellers=who, agreed_at=words.agreed_at, initial=initial)


def _verdict(opened: Opened, responsible: Responsible) -> Verdict:
    facts = facts_for_approach(opened.case, responsible, clock.now())
    return blockers_to_approach(facts, engagement(opened.case))


def _approach_page(opened: Opened, responsible: Responsible, words: Words, form: ApproachForm | None) -> dict[str, Any]:
    name = {"name": responsible.person.called}
    return gate_page(
        opened,
        _verdict(opened, responsible),
        heading_closed=_("approaching %(name)s") % name,
        heading_open=open_heading(responsible.person.called, words),
        form=form,
        words=words,
        responsible=responsible,
        may_approach=may(opened, Act.OFFENDER_APPROACH),
    )


def _approached(request: StaffRequest, opened: Opened, responsible: Responsible, form: ApproachForm) -> HttpResponse:
    services.approach_offender(
        responsible_id=responsible.pk,
        means=form.cleaned_data["means"],
        told_by=form.teller,
        told_at=form.cleaned_data["told_at"],
        by=request.user,
        at=clock.now(),
    )
    name = {"name": responsible.person.called}
    messages.success(request, _("The approach is recorded. Now %(name)s thinks it over.") % name)
    return redirect("casefile:case", opened.case.reference)


@requires(Act.OFFENDER_APPROACH)
def reply(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.OFFENDER_APPROACH)
    responsible = get_responsible(opened, responsible_id)
    earlier = last_approach(responsible.pk)
    if earlier is None:
        return redirect("engagement:approach", reference, responsible_id)
    form = bind(request, ReplyForm)
    if form.is_valid():
        said = form.cleaned_data
        services.record_reply(
            responsible_id=responsible.pk,
            reply=said["reply"],
            voluntary=said["voluntary"],
            words=said["words"],
            ask_again_on=said["ask_again_on"],
            by=request.user,
            at=said["replied_at"],
        )
        messages.success(request, _("The answer of %(name)s is recorded.") % {"name": responsible.person.called})
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_approach", Side.OFFENDER)
    context = case_page(opened, responsible=responsible, approach=earlier, form=form)
    return render(request, "engagement/reply.html", context)


@requires(Act.OFFENDER_APPROACH)
def stance(request: StaffRequest, reference: str, responsible_id: UUID) -> HttpResponse:
    """What they say of their part."""
    opened = get_case(request.user, reference, act=Act.OFFENDER_APPROACH)
    responsible = get_responsible(opened, responsible_id)
    form = bind(request, StanceForm)
    if form.is_valid():
        said = form.cleaned_data
        services.record_stance(
            responsible_id=responsible.pk,
            stance=said["stance"],
            words=said["words"],
            by=request.user,
            at=said["taken_at"],
        )
        name = {"name": responsible.person.called}
        messages.success(request, _("What %(name)s says of their part is recorded.") % name)
        return redirect("casefile:case", reference)
    read(opened, request.user, "engagement_stance", Side.OFFENDER)
    context = case_page(opened, responsible=responsible, earlier=stance_of(responsible.pk), form=form)
    return render(request, "engagement/stance.html", context)
