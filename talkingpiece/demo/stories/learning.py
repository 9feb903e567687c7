"""What the team learns and keeps up: a course of Siân's with a session held and one to come, and practice records."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story
from talkingpiece.staffing.models import Facilitator, PracticeKind
from talkingpiece.staffing.services.practice import record_practice
from talkingpiece.training import services as training
from talkingpiece.training.loading import library
from talkingpiece.training.models import Course

TITLE = "Starting with the victim"
_WATCHED = "A first talk. She waited, and did not fill the silence."
_TALKED = "Two cases, and one evening off."


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway

    # Sessions just long enough ago that the next one is due on the day that the register says.
    kept = [
        (340, ridgeway.ruth, PracticeKind.OBSERVED, _WATCHED),
        (200, ridgeway.amina, PracticeKind.OBSERVED, _WATCHED),
        (120, ridgeway.daniel, PracticeKind.OBSERVED, _WATCHED),
        (75, ridgeway.ruth, PracticeKind.SUPERVISION, _TALKED),
        (51, ridgeway.daniel, PracticeKind.SUPERVISION, _TALKED),
    ]
    for ago, user, kind, words in kept:
        yield days.work(ago, "15:00")
        _keeps(s, user, kind, words)
    yield days.work(40, "09:30")
    course = _arranged(s)
    yield days.work(37, "15:00")
    _keeps(s, ridgeway.amina, PracticeKind.SUPERVISION, _TALKED)
    yield days.work(24, "16:00")
    session = course.sessions.get()
    there = course.learners.filter(user__in=[ridgeway.daniel, ridgeway.ruth])
    training.record_attendance(session=session, learner_ids=[one.pk for one in there], by=ridgeway.sian, at=s.now)
    for user in (ridgeway.daniel, ridgeway.ruth):
        _keeps(s, user, PracticeKind.LEARNING, f"{TITLE}, first day.", hours=6)
    yield days.work(22, "10:15")
    _is_assessed(s, course, ridgeway.daniel, "secure", "You asked what she should never be asked, and waited.")
    yield days.work(21, "11:00")
    _is_assessed(s, course, ridgeway.ruth, "not_yet", "The sheet came before the listening. Once more, the other way.")
    training.add_session(
        course=course, starts_at=days.ahead(6, "10:00"), place="Library, room 2", by=ridgeway.sian, at=s.now
    )


def _arranged(s: Story) -> Course:
    ridgeway = s.ridgeway
    training.name_trainer(area=ridgeway.area, user=ridgeway.sian, modules=["m3", "m6"], by=ridgeway.ngozi, at=s.now)
    return training.arrange_course(
        area=ridgeway.area,
        title=TITLE,
        trainer=ridgeway.sian,
        modules=["m3", "m6"],
        learners=[ridgeway.daniel, ridgeway.ruth, ridgeway.amina],
        starts_at=s.now + timedelta(days=16),
        place="Library, room 2",
        by=ridgeway.ngozi,
        at=s.now,
    )


def _is_assessed(s: Story, course: Course, user: User, level: str, words: str) -> None:
    levels = {one.key: level for one in library()["m3"].rubric.criteria}
    learner = course.learners.get(user=user)
    training.assess(learner=learner, module="m3", levels=levels, words=words, by=s.ridgeway.sian, at=s.now)


def _keeps(s: Story, user: User, kind: PracticeKind, words: str, *, hours: float | None = None) -> None:
    record_practice(
        facilitator=Facilitator.objects.get(user=user, area=s.ridgeway.area),
        kind=kind,
        day=timezone.localdate(s.now),
        words=words,
        hours=hours,
        by=s.ridgeway.sian,
        at=s.now,
    )
