"""The short course that anybody signed in may take by themselves: read a page, go on, answer, read why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, signed_in
from talkingpiece.core import clock
from talkingpiece.training import services
from talkingpiece.training.access import own_area
from talkingpiece.training.forms import QuestionForm
from talkingpiece.training.gates import blockers_to_teach, facts_for_teach
from talkingpiece.training.loading import library
from talkingpiece.training.models import SelfStudy
from talkingpiece.training.presenters.alone import answered_page, reading_page, start_page, where_to
from talkingpiece.training.queries import studies_of
from talkingpiece.ui.forms import bind

AWARENESS = "m0"
_OWN = "What is learned alone: it shows a text that is everybody's, and one's own answers."


@signed_in(_OWN)
def awareness(request: StaffRequest) -> HttpResponse:
    module, area = library()[AWARENESS], own_area(request.user)
    verdict = blockers_to_teach(facts_for_teach([module]))
    if request.method == "POST" and verdict.is_open:
        row = services.begin_study(area=area, module=AWARENESS, by=request.user, at=clock.now())
        return redirect(*where_to(row))
    page = start_page(module, studies_of(request.user.pk, area.pk, module), verdict, clock.now())
    return render(request, "training/alone/start.html", page)


@signed_in(_OWN)
def awareness_page(request: StaffRequest, number: int) -> HttpResponse:
    module, row = library()[AWARENESS], _newest(request)
    if row is None or not 1 <= number <= len(module.steps):
        return redirect("training:awareness")
    if request.method == "POST":
        services.read_page(study_id=row.pk, page=number)
        if number < len(module.steps):
            return redirect("training:awareness_page", number + 1)
        return redirect("training:awareness_question", 1)
    return render(request, "training/alone/page.html", reading_page(module, number))


@signed_in(_OWN)
def awareness_question(request: StaffRequest, number: int) -> HttpResponse:
    """The question; once it is answered, why each answer is right or not."""
    module, row = library()[AWARENESS], _newest(request)
    quiz = module.quiz
    if row is None or quiz is None or not 1 <= number <= len(quiz.items):
        return redirect("training:awareness")
    if number <= len(row.answers):
        return render(request, "training/alone/answered.html", answered_page(module, row, number))
    if number > len(row.answers) + 1:
        return redirect("training:awareness_question", len(row.answers) + 1)
    form = bind(request, QuestionForm, item=quiz.items[number - 1])
    if form.is_valid():
        option = int(form.cleaned_data["answer"])
        services.answer_question(study_id=row.pk, number=number, option=option, by=request.user, at=clock.now())
        return redirect("training:awareness_question", number)
    caption = _("Question %(number)d of %(total)d") % {"number": number, "total": len(quiz.items)}
    page: dict[str, Any] = {"module": module, "form": form, "caption": caption}
    return render(request, "training/alone/question.html", page)


def _newest(request: StaffRequest) -> SelfStudy | None:
    rows = studies_of(request.user.pk, own_area(request.user).pk, library()[AWARENESS])
    return rows[0] if rows else None
