"""The invented colleagues of an area of practice: who did what was done before the group took the case up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.agreements.services import enter_agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency, AgencyKind, Area
from talkingpiece.areas.services import practice_agency, write_opening
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.services import put_on_duty, register_facilitator

# Nobody signs in by such an address: it has no password, is invited by nobody and reaches nobody.
_HOST = "practice.invalid"
_COORDINATOR, _FACILITATOR, _CO_FACILITATOR = "coordinator", "facilitator", "co-facilitator"
_SUPERVISOR, _MANAGER = "supervisor", "offender-manager"
_PEOPLE = {
    _COORDINATOR: ("Alex Rowan (invented)", Role.COORDINATOR),
    _FACILITATOR: ("Chris Fenn (invented)", Role.FACILITATOR),
    _CO_FACILITATOR: ("Noor Castle (invented)", Role.FACILITATOR),
    _SUPERVISOR: ("Morgan Hythe (invented)", Role.CASE_SUPERVISOR),
    _MANAGER: ("Lee Garside (invented)", Role.OFFENDER_MANAGER),
}
_AHEAD = timedelta(days=1200)  # for longer than any course is practised


def is_invented(user: User) -> bool:
    return user.email.endswith(f"@{_HOST}")


def settle(area: Area, *, by: User, at: datetime) -> Ridgeway:
    """Whoever and whatever a case needs around it, in an area of practice that is in sight."""
    probation = practice_agency(name="Probation (invented)", kind=AgencyKind.PROBATION)
    for name, (_called, role) in _PEOPLE.items():
        give_role(user=_somebody(name, probation, at), area=area, role=role, by=by, at=at)
    cast = cast_of(area)
    put_on_duty(area=area, user=cast.priya, by=None, at=at)
    write_opening(area=area, words="For practice.", by_id=by.pk, at=at)
    for user in (cast.daniel, cast.ruth):
        enlist(area, user, by=by, at=at)
    day = timezone.localdate(at)
    enter_agreement(
        area=area,
        agency=probation,
        reference=f"{area.code}-1",
        title="Sharing with probation, for practice",
        purpose="To know whether somebody could be approached, and how",
        purposes=[one.value for one in Purpose],
        we_may_send=[one.value for one in Category],
        they_may_send=[one.value for one in Category],
        starts_on=day - _AHEAD,
        ends_on=day + _AHEAD,
        signed_on=day - _AHEAD,
        owner=cast.priya,
        by=cast.priya,
        at=at,
    )
    return cast


def enlist(area: Area, user: User, *, by: User, at: datetime) -> None:
    """They may take any case here, so that the group meets the gates of the case and not those of the register."""
    ahead = timezone.localdate(at) + _AHEAD
    register_facilitator(
        area=area,
        user=user,
        level=Level.ADVANCED,
        capacity=40,
        competences=[one.key for one in Staffing().competences],
        supervision_due_on=ahead,
        vetting_until=ahead,
        by=by,
        at=at,
    )


def cast_of(area: Area) -> Ridgeway:
    """As the verbs of stories know them. What no story of practice asks of is somebody else's part too."""
    people = {one.email.split("@")[0]: one for one in User.objects.filter(email__endswith=f"@{_HOST}")}
    alex, manager = people[_COORDINATOR], people[_MANAGER]
    probation = manager.agency
    assert probation is not None  # made with them
    return Ridgeway(
        area=area,
        priya=alex,
        daniel=people[_FACILITATOR],
        ruth=people[_CO_FACILITATOR],
        amina=people[_CO_FACILITATOR],
        owen=alex,
        sian=people[_SUPERVISOR],
        tom=manager,
        leila=manager,
        hanna=alex,
        graham=alex,
        ngozi=alex,
        isla=alex,
        marit=alex,
        probation=probation,
        foxcombe=probation,
        liaison=probation,
        victim_support=probation,
        police=probation,
    )


def _somebody(name: str, agency: Agency, at: datetime) -> User:
    called, role = _PEOPLE[name]
    found = User.objects.filter(email=f"{name}@{_HOST}").first()
    if found is not None:
        return found
    works_for = agency if role == Role.OFFENDER_MANAGER else None
    return add_user(email=f"{name}@{_HOST}", name=called, job="Invented, for practice", agency=works_for, at=at)
