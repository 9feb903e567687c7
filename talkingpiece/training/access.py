"""Which modules and adaptations somebody may open: the pack is everybody's of the service, what is added the area's."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.training.loading import Module
from talkingpiece.training.models import Assessed, Course, Learner, ModuleAdapted, Session, TrainerOf
from talkingpiece.training.queries import adaptations, courses_in, module_named
from talkingpiece.training.states import Part

T = TypeVar("T")


def get_module(slug: str) -> Module:
    module = module_named(slug)
    if module is None:
        raise Refused("scope")
    return module


def get_part(slug: str, part: str) -> tuple[Module, Part]:
    module = get_module(slug)
    if part not in Part.values:
        raise Refused("scope")
    return module, Part(part)


def own_area(user: User) -> Area:
    """In which somebody learns, whatever their role."""
    held = holdings(user, clock.now())
    if not held:
        raise Refused("role")
    return held[0].area


def adaptations_for(user: User, module: Module | None = None) -> list[ModuleAdapted]:
    return adaptations([area.pk for area in areas_with(user, Act.TRAINING_SEE)], module)


def get_adaptation(user: User, adapted_id: UUID) -> ModuleAdapted:
    found = ModuleAdapted.objects.filter(
        pk=adapted_id, area__in=areas_with(user, Act.TRAINING_ADAPT), ended_at__isnull=True
    )
    row = found.select_related("area", "made_by").first()
    if row is None:
        raise Refused("scope")
    return row


def visible_courses(user: User) -> list[Course]:
    """Those that they train or learn in; of an area in which they arrange courses, all."""
    arranges = {area.pk for area in areas_with(user, Act.TRAINING_ARRANGE)}
    found = courses_in(area.pk for area in areas_with(user, Act.TRAINING_SEE))
    return [one for one in found if one.area_id in arranges or one.trainer_id == user.pk or _learns(one, user)]


def get_course(user: User, course_id: UUID) -> Course:
    return _or_refused(next((one for one in visible_courses(user) if one.pk == course_id), None))


def get_course_to_run(user: User, course_id: UUID) -> Course:
    """Of whoever trains it, or arranges courses in its area."""
    course = get_course(user, course_id)
    if not runs(course, user):
        raise Refused("scope")
    return course


def runs(course: Course, user: User) -> bool:
    arranges = {area.pk for area in areas_with(user, Act.TRAINING_ARRANGE)}
    return course.trainer_id == user.pk or course.area_id in arranges


def get_session(user: User, session_id: UUID) -> Session:
    found = Session.objects.filter(pk=session_id).first()
    session = _or_refused(found)
    get_course_to_run(user, session.course_id)
    return session


def get_learner_to_assess(user: User, learner_id: UUID, slug: str) -> tuple[Learner, Module]:
    """Only the trainer of the course comes this far."""
    module = get_module(slug)
    found = Learner.objects.filter(pk=learner_id, course__trainer=user, course__modules__module=module.head.id)
    learner = _or_refused(found.select_related("course", "user").first())
    get_course(user, learner.course_id)
    return learner, module


def get_assessed(user: User, assessed_id: UUID) -> Assessed:
    """For the learner, and the trainer of the course."""
    found = Assessed.objects.filter(pk=assessed_id).select_related("learner__course", "learner__user", "assessed_by")
    row = _or_refused(found.first())
    if user.pk not in {row.learner.user_id, row.learner.course.trainer_id}:
        raise Refused("scope")
    get_course(user, row.learner.course_id)
    return row


def get_passed(user: User, assessed_id: UUID) -> Assessed:
    """A certificate is also for whoever arranges courses; that it is passed, and nothing of how."""
    found = Assessed.objects.filter(pk=assessed_id, passed=True)
    row = _or_refused(found.select_related("learner__course", "learner__user", "assessed_by", "area").first())
    course = get_course(user, row.learner.course_id)
    if row.learner.user_id != user.pk and not runs(course, user):
        raise Refused("scope")
    return row


def get_trainer(user: User, trainer_id: UUID) -> TrainerOf:
    found = TrainerOf.objects.filter(
        pk=trainer_id, area__in=areas_with(user, Act.TRAINING_ARRANGE), ended_at__isnull=True
    )
    return _or_refused(found.first())


def _learns(course: Course, user: User) -> bool:
    return any(learner.user_id == user.pk for learner in course.learners.all())


def _or_refused(found: T | None) -> T:
    if found is None:
        raise Refused("scope")
    return found
