from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, may
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services
from talkingpiece.risk.access import get_flag
from talkingpiece.risk.forms import FlagAnswerForm, FlagForm
from talkingpiece.risk.presenters import flag_state
from talkingpiece.risk.states import FlagAnswer
from talkingpiece.ui.components import Tag
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)  # whoever sees something that stops the work may say so
def flag(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference)
    form = bind(request, FlagForm)
    if form.is_valid():
        typed = form.cleaned_data
        services.raise_flag(
            case_id=opened.case.pk,
            kind=typed["kind"],
            side=Side(typed["side"]),
            words=typed["words"],
            by=request.user,
            at=typed["happened_at"],
        )
        messages.success(request, _("A case supervisor has it now. Until they answer, nothing else goes ahead."))
        return redirect("risk:assess", reference)
    return render(request, "risk/flag.html", case_page(opened, form=form))


@requires(Act.CASE_SEE)  # everybody on the case may read it; only Act.RISK_SIGN answers
def answer_flag(request: StaffRequest, reference: str, flag_id: UUID) -> HttpResponse:
    act = Act.RISK_SIGN if request.method == "POST" else Act.CASE_SEE
    opened = get_case(request.user, reference, act=act)
    shown = get_flag(opened, flag_id)
    form = bind(request, FlagAnswerForm)
    if form.is_valid():
        services.answer_flag(flag_id=flag_id, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Answered. Everybody on the case can read it."))
        return redirect("risk:assess", reference)
    record_reading("red_flag.read", by=request.user, about=shown, side=Side(shown.side), case_id=opened.case.pk)
    words, state = flag_state(shown)
    waits = shown.error_at is None and shown.answer != FlagAnswer.MITIGATED
    answers = waits and may(opened, Act.RISK_SIGN)
    context = case_page(opened, form=form, flag=shown, tag=Tag(words, state), waits=waits, answers=answers)
    return render(request, "risk/answer_flag.html", context)
