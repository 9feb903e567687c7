from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case
from talkingpiece.cases.presenters import gate_page
from talkingpiece.core import clock
from talkingpiece.engagement.queries import needs
from talkingpiece.evaluation.forms import AskForm
from talkingpiece.evaluation.gates import blockers_to_ask, facts_to_ask
from talkingpiece.evaluation.queries import answers_of, due_to_ask
from talkingpiece.evaluation.services import Answers, NeedAnswer, record_asking
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def ask(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    case, now = opened.case, clock.now()
    form = bind(request, AskForm, needs=needs(case.pk), initial={"happened_at": now})
    if form.is_valid():
        record_asking(
            case_id=case.pk,
            means=form.cleaned_data["means"],
            answers=_answers(form),
            by=request.user,
            at=form.cleaned_data["happened_at"],
        )
        messages.success(request, _("Written down. Thank them, and tell them what happens with it."))
        return redirect("casefile:case", case.reference)
    page = gate_page(
        opened,
        blockers_to_ask(facts_to_ask(case, now)),
        heading_closed=_("asking %(name)s how it was") % {"name": case.victim.called},
        heading_open=_("How far were %(name)s’s needs met?") % {"name": case.victim.called},
        form=form,
        due=due_to_ask(case, now),
        before=answers_of(case.pk),
        today=clock.today(),
    )
    return render(request, "evaluation/ask.html", page)


def _answers(form: AskForm) -> Answers | None:
    data = form.cleaned_data
    if data["answered"] == "no":
        return None
    said = [(need, data[f"met_{need.pk}"], data[f"words_{need.pk}"]) for need in form.needs]
    return Answers(
        needs=[NeedAnswer(need.pk, met, words) for need, met, words in said if met],
        felt_safe=data["felt_safe"],
        would_again=data["would_again"],
        words=data["words"],
    )
