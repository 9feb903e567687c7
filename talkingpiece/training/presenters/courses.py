from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_of_area
from talkingpiece.training.access import runs
from talkingpiece.training.loading import Module
from talkingpiece.training.models import Assessed, Course, Learner, Session, TrainerOf
from talkingpiece.training.queries import assessed_in, attendance_of
from talkingpiece.training.states import Level
from talkingpiece.ui.components import Link, Tag
from talkingpiece.ui.dates import long_date


@dataclass(frozen=True)
class SessionRow:
    session: Session
    there: int


@dataclass(frozen=True)
class ResultRow:
    module: str
    tag: Tag
    links: list[Link]


@dataclass(frozen=True)
class LearnerRow:
    name: str
    there: int
    results: list[ResultRow]


@dataclass(frozen=True)
class Seen:
    looks_at: str
    tag: Tag
    means: str


def people_who_learn(area_id: UUID, at: datetime) -> list[User]:
    """Our own people of the area. Somebody of an agency learns alone."""
    return [one for one in people_of_area(area_id, at) if one.agency_id is None]


def courses_page(courses: Iterable[Course], reader: User) -> dict[str, Any]:
    return {"courses": list(courses), "arranges": may_somewhere(reader, Act.TRAINING_ARRANGE)}


def trainers_page(rows: Iterable[TrainerOf]) -> dict[str, Any]:
    people: dict[str, list[TrainerOf]] = {}
    for row in rows:
        people.setdefault(row.user.name, []).append(row)
    return {"people": people.items()}


def course_page(course: Course, reader: User) -> dict[str, Any]:
    """A learner sees nobody else of the course but the trainer; how somebody did, only they and the trainer."""
    known, there, may_run = assessed_in(course), attendance_of(course), runs(course, reader)
    learners = [one for one in course.learners.all() if may_run or one.user_id == reader.pk]
    sessions = sorted(course.sessions.all(), key=lambda one: one.starts_at)
    modules = sorted(course.modules.all(), key=lambda one: int(one.module[1:]))
    return {
        "course": course,
        "runs": may_run,
        "trains": course.trainer_id == reader.pk,
        "modules": modules,
        "sessions": [SessionRow(one, sum(one.pk == session for session, _who in there)) for one in sessions],
        "learners": [
            LearnerRow(
                one.user.name,
                sum(one.pk == who for _session, who in there),
                [_result(course, one, row.module, known.get((one.pk, row.module)), reader) for row in modules],
            )
            for one in sorted(learners, key=lambda one: one.user.name)
        ],
    }


def _result(course: Course, learner: Learner, module: str, row: Assessed | None, reader: User) -> ResultRow:
    links = []
    if row is not None and reader.pk in {learner.user_id, course.trainer_id}:
        links.append(Link(_("What was seen"), reverse("training:assessed", args=[row.pk])))
    if row is not None and row.passed:
        links.append(Link(_("Certificate"), reverse("training:certificate", args=[row.pk])))
    if course.trainer_id == reader.pk:
        links.append(Link(_("Assess"), reverse("training:assess", args=[learner.pk, module.lower()])))
    return ResultRow(module, _tag(row), links)


def _tag(row: Assessed | None) -> Tag:
    if row is None:
        return Tag(_("Not assessed"))
    return Tag(_("Passed"), "done") if row.passed else Tag(_("Not passed yet"), "gate")


def assessed_page(row: Assessed, module: Module) -> dict[str, Any]:
    states = {Level.NOT_YET: "gate", Level.SECURE: "done", Level.STRONG: "done"}
    seen = [(one, Level(row.levels[one.key])) for one in module.rubric.criteria if one.key in row.levels]
    return {
        "row": row,
        "module": module,
        "course": row.learner.course,
        "tag": _tag(row),
        "day": long_date(timezone.localdate(row.assessed_at)),
        "until": long_date(row.valid_until),
        "seen": [Seen(one.looks_at, Tag(lvl.label, states[lvl]), getattr(one, lvl.value)) for one, lvl in seen],
    }
