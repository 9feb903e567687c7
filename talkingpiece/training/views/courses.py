"""Courses: arranged by whoever answers for training, taught and assessed by a trainer of just these modules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, get_area, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import pdf_response
from talkingpiece.protection.classes import Side
from talkingpiece.training import services
from talkingpiece.training.access import (
    get_assessed,
    get_course,
    get_course_to_run,
    get_learner_to_assess,
    get_passed,
    get_session,
    get_trainer,
    visible_courses,
)
from talkingpiece.training.exports import CERTIFICATE
from talkingpiece.training.forms import AssessForm, AttendanceForm, CourseForm, SessionForm, TrainerForm
from talkingpiece.training.gates import (
    blockers_to_arrange,
    blockers_to_assess,
    facts_for_arrange,
    facts_for_assess,
)
from talkingpiece.training.loading import library
from talkingpiece.training.papers import certificate_for
from talkingpiece.training.presenters.courses import (
    assessed_page,
    course_page,
    courses_page,
    people_who_learn,
    trainers_page,
)
from talkingpiece.training.queries import modules
from talkingpiece.training.queries import trainers as trainers_in
from talkingpiece.ui.forms import bind


@requires(Act.TRAINING_SEE)
@require_safe
def courses(request: StaffRequest) -> HttpResponse:
    return render(request, "training/courses/list.html", courses_page(visible_courses(request.user), request.user))


@requires(Act.TRAINING_ARRANGE)
def trainers(request: StaffRequest) -> HttpResponse:
    area, now = get_area(request.user, Act.TRAINING_ARRANGE), clock.now()
    people = people_who_learn(area.pk, now)
    form = bind(request, TrainerForm, people=people, modules=modules())
    if form.is_valid():
        user = next(one for one in people if str(one.pk) == form.cleaned_data["person"])
        services.name_trainer(area=area, user=user, modules=form.cleaned_data["modules"], by=request.user, at=now)
        messages.success(request, _("Saved. They can be chosen for courses."))
        return redirect("training:trainers")
    page = {"form": form, **trainers_page(trainers_in(area.pk))}
    return render(request, "training/courses/trainers.html", page)


@requires(Act.TRAINING_ARRANGE)
@require_POST
def end_trainer(request: StaffRequest, trainer_id: UUID) -> HttpResponse:
    row = get_trainer(request.user, trainer_id)
    services.end_trainer(trainer_id=row.pk, by=request.user, at=clock.now())
    messages.success(request, _("Ended. What they assessed stands."))
    return redirect("training:trainers")


@requires(Act.TRAINING_ARRANGE)
def arrange(request: StaffRequest) -> HttpResponse:
    area, now = get_area(request.user, Act.TRAINING_ARRANGE), clock.now()
    people = people_who_learn(area.pk, now)
    able = list({row.user_id: row.user for row in trainers_in(area.pk)}.values())
    form = bind(request, CourseForm, trainers=able, people=people, modules=modules())
    if form.is_valid():
        typed = form.cleaned_data
        trainer = next(one for one in able if str(one.pk) == typed["trainer"])
        taught = [library()[slug] for slug in typed["modules"]]
        verdict = blockers_to_arrange(facts_for_arrange(taught, trainer, area.pk))
        if not verdict.is_open:
            page = {"form": form, **gate_page(verdict, _("Arrange a course"))}
            return render(request, "training/courses/arrange.html", page)
        course = services.arrange_course(
            area=area,
            title=typed["title"],
            trainer=trainer,
            modules=typed["modules"],
            learners=[one for one in people if str(one.pk) in typed["learners"]],
            starts_at=typed["starts_at"],
            place=typed["place"],
            by=request.user,
            at=now,
        )
        messages.success(request, _("Arranged."))
        return redirect("training:course", course.pk)
    return render(request, "training/courses/arrange.html", {"form": form})


@requires(Act.TRAINING_SEE)
@require_safe
def course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    found = get_course(request.user, course_id)
    return render(request, "training/courses/course.html", course_page(found, request.user))


@requires(Act.TRAINING_SEE)
def add_session(request: StaffRequest, course_id: UUID) -> HttpResponse:
    found = get_course_to_run(request.user, course_id)
    form = bind(request, SessionForm)
    if form.is_valid():
        services.add_session(course=found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect("training:course", found.pk)
    return render(request, "training/courses/add_session.html", {"course": found, "form": form})


@requires(Act.TRAINING_SEE)
def attendance(request: StaffRequest, session_id: UUID) -> HttpResponse:
    session = get_session(request.user, session_id)
    rows = session.course.learners.select_related("user").order_by("user__name")
    learners = [(str(row.pk), row.user.name) for row in rows]
    known = [str(one) for one in session.attended.values_list("learner_id", flat=True)]
    form = bind(request, AttendanceForm, learners=learners, initial={"there": known})
    if form.is_valid():
        there = [UUID(one) for one in form.cleaned_data["there"]]
        services.record_attendance(session=session, learner_ids=there, by=request.user, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("training:course", session.course_id)
    page = {"session": session, "course": session.course, "form": form}
    return render(request, "training/courses/attendance.html", page)


@requires(Act.TRAINING_SEE)
def assess(request: StaffRequest, learner_id: UUID, module: str) -> HttpResponse:
    learner, taught = get_learner_to_assess(request.user, learner_id, module)
    verdict = blockers_to_assess(facts_for_assess(learner, taught.head.id, request.user))
    form = bind(request, AssessForm, rubric=taught.rubric)
    if verdict.is_open and form.is_valid():
        typed = dict(form.cleaned_data)
        words = typed.pop("words")
        row = services.assess(
            learner=learner, module=taught.slug, levels=typed, words=words, by=request.user, at=clock.now()
        )
        messages.success(request, _("Saved. The learner can read it."))
        return redirect("training:assessed", row.pk)
    heading = _("%(module)s: what can %(name)s do?") % {"module": taught.head.id, "name": learner.user.name}
    page = {"learner": learner, "module": taught, "form": form, **gate_page(verdict, heading)}
    return render(request, "training/courses/assess.html", page)


@requires(Act.TRAINING_SEE)
@require_safe
def assessed(request: StaffRequest, assessed_id: UUID) -> HttpResponse:
    row = get_assessed(request.user, assessed_id)
    return render(request, "training/courses/assessed.html", assessed_page(row, library()[row.module.lower()]))


@exports(CERTIFICATE)
@requires(Act.TRAINING_SEE)
@require_safe
def certificate(request: StaffRequest, assessed_id: UUID) -> HttpResponse:
    row = get_passed(request.user, assessed_id)
    paper = certificate_for(row, library()[row.module.lower()])
    return pdf_response(CERTIFICATE, paper, "certificate.pdf", by=request.user, about=row, side=Side.SERVICE)
