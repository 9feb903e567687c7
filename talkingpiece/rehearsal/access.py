from __future__ import annotations

from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import practice_areas_of
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.rehearsal.models import Opened
from talkingpiece.rehearsal.queries import trainers_in
from talkingpiece.training.access import get_session as get_training_session
from talkingpiece.training.models import Session


def get_session(user: User, session_id: UUID) -> Session:
    """One of a course that they train."""
    session = get_training_session(user, session_id)
    if session.course.trainer_id != user.pk:
        raise Refused("scope")
    return session


def get_ground(user: User) -> Area:
    """The area of practice in which they are now."""
    ground = Area.objects.filter(pk=user.practising_in, practice=True).first() if user.practising_in else None
    if ground is None:
        raise Refused("scope")
    return ground


def get_ground_to_run(user: User) -> Area:
    ground = get_ground(user)
    if not runs(user, ground):
        raise Refused("role")
    return ground


def runs(user: User, ground: Area) -> bool:
    return user in trainers_in(ground.pk, clock.now())


def get_ground_to_enter(user: User, ground_id: str) -> Area:
    found = next((one for one in practice_areas_of(user, clock.now()) if str(one.pk) == ground_id), None)
    if found is None:
        raise Refused("scope")
    return found


def get_opened(user: User, opened_id: UUID) -> Opened:
    """One that was opened where they train, also if it is over."""
    ground = get_ground_to_run(user)
    found = Opened.objects.filter(pk=opened_id, area=ground).select_related("case", "lead", "area").first()
    if found is None:
        raise Refused("scope")
    return found
