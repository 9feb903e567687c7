from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.training.gates import (
    blockers_to_arrange,
    blockers_to_assess,
    facts_for_arrange,
    facts_for_assess,
)
from talkingpiece.training.loading import library
from talkingpiece.training.models import Assessed, Attended, Course, CourseModule, Learner, Session, TrainerOf
from talkingpiece.training.queries import valid_until
from talkingpiece.training.states import Level


@transaction.atomic
def name_trainer(*, area: Area, user: User, modules: Iterable[str], by: User, at: datetime) -> None:
    """Somebody trains these modules from now on, beside those that they train already."""
    for slug in modules:
        module = library()[slug].head.id
        row, is_new = TrainerOf.objects.get_or_create(
            area=area, user=user, module=module, ended_at=None, defaults={"since": at, "by": by}
        )
        if is_new:
            record("trainer.named", by=by, about=row, at=at, side=Side.SERVICE, detail={"module": module})


@transaction.atomic
def end_trainer(*, trainer_id: UUID, by: User, at: datetime) -> None:
    """They train this module no more. What they assessed stands. Twice is once."""
    row = TrainerOf.objects.select_for_update(no_key=True).get(pk=trainer_id)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        record("trainer.ended", by=by, about=row, at=at, side=Side.SERVICE, detail={"module": row.module})


@transaction.atomic
def arrange_course(
    *,
    area: Area,
    title: str,
    trainer: User,
    modules: Iterable[str],
    learners: Iterable[User],
    starts_at: datetime,
    place: str,
    by: User,
    at: datetime,
) -> Course:
    """With its first session. Raises Blocked for a draft, but in the practice service, and for a trainer who does not
    train one of the modules."""
    taught = [library()[slug] for slug in modules]
    require_open(blockers_to_arrange(facts_for_arrange(taught, trainer, area.pk)))
    course = Course.objects.create(area=area, title=title, trainer=trainer, arranged_at=at, arranged_by=by)
    for module in taught:
        CourseModule.objects.create(area=area, course=course, module=module.head.id, version=module.head.version)
    for user in learners:
        Learner.objects.create(area=area, course=course, user=user)
    Session.objects.create(area=area, course=course, starts_at=starts_at, place=place)
    detail = {"modules": [f"{one.head.id} {one.head.version}" for one in taught]}
    record("course.arranged", by=by, about=course, at=at, side=Side.SERVICE, detail=detail)
    return course


@transaction.atomic
def add_session(*, course: Course, starts_at: datetime, place: str, by: User, at: datetime) -> Session:
    session = Session.objects.create(area_id=course.area_id, course=course, starts_at=starts_at, place=place)
    record("course.session_added", by=by, about=course, at=at, side=Side.SERVICE)
    return session


@transaction.atomic
def record_attendance(*, session: Session, learner_ids: Iterable[UUID], by: User, at: datetime) -> None:
    """These were there, and no others: what was recorded before is put right."""
    there = set(Learner.objects.filter(course_id=session.course_id, pk__in=list(learner_ids)))
    known = {row.learner_id: row for row in Attended.objects.filter(session=session)}
    for learner in there:
        if learner.pk not in known:
            Attended.objects.create(
                area_id=session.area_id, session=session, learner=learner, recorded_at=at, recorded_by=by
            )
    for learner_id, row in known.items():
        if learner_id not in {learner.pk for learner in there}:
            row.delete()
    record("course.attendance_recorded", by=by, about=session, at=at, side=Side.SERVICE)


@transaction.atomic
def assess(*, learner: Learner, module: str, levels: Mapping[str, str], words: str, by: User, at: datetime) -> Assessed:
    """Whether it is passed follows from the rubric alone. Raises Blocked; ValueError for another rubric's levels."""
    taught = library()[module]
    require_open(blockers_to_assess(facts_for_assess(learner, taught.head.id, by)))
    if set(levels) != {one.key for one in taught.rubric.criteria} or not set(levels.values()) <= set(Level.values):
        raise ValueError("These are not the criteria of this module.")
    version = CourseModule.objects.get(course_id=learner.course_id, module=taught.head.id).version
    passed = taught.rubric.passes(levels)
    row = Assessed(
        area_id=learner.area_id,
        key=make_data_key(learner.area_id),
        learner=learner,
        module=taught.head.id,
        version=version,
        levels=dict(levels),
        words=words,
        passed=passed,
        valid_until=valid_until(taught, timezone.localdate(at)) if passed else None,
        assessed_at=at,
        assessed_by=by,
    )
    row.save()
    detail = {"module": row.module, "version": version, "passed": passed}
    record("learner.assessed", by=by, about=row, at=at, side=Side.SERVICE, detail=detail)
    return row
