"""A course that was held, in the practice service, where drafts may be taught."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import override_settings

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.training import services
from talkingpiece.training.loading import library
from talkingpiece.training.models import Assessed, Course, Learner, TrainerOf
from tests.world import World

WORDS = "She asked what she should never do, and waited."


def levels(module: str = "m3", **other: str) -> dict[str, str]:
    return {one.key: other.get(one.key, "secure") for one in library()[module].rubric.criteria}


def arranged(world: World, *learners: User, modules: tuple[str, ...] = ("m3",), **more: Any) -> Course:
    """Sian trains it. Tests of drafts set the mode themselves: here it is the practice service's."""
    services.name_trainer(
        area=world.area, user=world.supervisor, modules=modules, by=world.scheme_manager, at=clock.now()
    )
    given: dict[str, Any] = {
        "area": world.area,
        "title": "Facilitators, spring",
        "trainer": world.supervisor,
        "modules": modules,
        "learners": learners,
        "starts_at": clock.now() - timedelta(days=2),
        "place": "The library",
        "by": world.scheme_manager,
        "at": clock.now(),
    }
    with override_settings(TP_MODE="demo"):
        return services.arrange_course(**(given | more))


def was_there(course: Course, user: User) -> Learner:
    learner = course.learners.get(user=user)
    services.record_attendance(
        session=course.sessions.get(), learner_ids=[learner.pk], by=course.trainer, at=clock.now()
    )
    return learner


def passed_by(world: World, user: User) -> tuple[Course, Learner, Assessed, TrainerOf]:
    course = arranged(world, user)
    learner = was_there(course, user)
    row = services.assess(learner=learner, module="m3", levels=levels(), words=WORDS, by=course.trainer, at=clock.now())
    return course, learner, row, TrainerOf.objects.get(user=course.trainer, module="M3")
