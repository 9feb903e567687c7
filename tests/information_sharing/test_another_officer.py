"""Somebody else supervises the offender: what the one before was asked is closed to them, and is asked again."""

from datetime import timedelta

import pytest

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import OffenderChange
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import Told, name_supervisor, record_change
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.access import visible_requests
from talkingpiece.information_sharing.queries import consultation, open_requests
from talkingpiece.information_sharing.services import chase_request, record_consultation
from talkingpiece.information_sharing.states import Whom
from tests.information_sharing.conftest import Setting

HOUR = timedelta(hours=1)


def state(setting: Setting) -> str:
    return consultation(setting.case.pk, setting.responsible.pk, Whom.OFFENDER_MANAGER, at=setting.at)


def changes_hands(setting: Setting, at=None) -> OffenderChange:
    world = setting.world
    nadia = add_user(email="nadia@example.org", name="Nadia Brook", at=setting.at, agency=world.probation)
    give_role(user=nadia, area=world.area, role=Role.OFFENDER_MANAGER, by=None, at=setting.at)
    at = at or setting.at + HOUR
    return record_change(
        responsible_id=setting.responsible.pk, told=Told("officer", at, officer=nadia), by=world.coordinator, at=at
    )


def test_a_request_that_waits_is_closed_to_the_one_before_and_asked_anew(setting: Setting) -> None:
    request = setting.ask()
    assert state(setting) == "asked"
    assert visible_requests(setting.world.offender_manager) == [request]
    changes_hands(setting)
    assert state(setting) == "not_asked"
    assert visible_requests(setting.world.offender_manager) == []
    assert open_requests(setting.case.pk) == []
    with pytest.raises(IllegalTransition):
        setting.answer(request)
    with pytest.raises(IllegalTransition):
        chase_request(request_id=request.pk, by=setting.world.facilitator, at=setting.at + HOUR)
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.what, ball.user) == (What.ASK_MANAGER, setting.world.facilitator)
    setting.responsible.refresh_from_db()
    again = setting.ask(at=setting.at + 2 * HOUR)
    assert again.addressed_to.name == "Nadia Brook"
    assert state(setting) == "asked"


def test_what_the_one_before_said_is_asked_of_the_next(setting: Setting) -> None:
    setting.answer(setting.ask())
    assert state(setting) == "consulted"
    changes_hands(setting)
    assert state(setting) == "not_asked"
    record_consultation(
        case_id=setting.case.pk,
        responsible_id=setting.responsible.pk,
        whom=Whom.OFFENDER_MANAGER,
        outcome="consulted",
        words="By telephone.",
        by=setting.world.facilitator,
        at=setting.at + 2 * HOUR,
    )
    assert state(setting) == "consulted"


def test_another_name_on_the_page_is_the_same_change(setting: Setting) -> None:
    request = setting.ask()
    setting.responsible.refresh_from_db()
    name_supervisor(
        responsible_id=setting.responsible.pk,
        version=setting.responsible.version,
        agency=setting.world.probation,
        offender_manager=None,
        without_manager=False,
        held_at="",
        by=setting.world.facilitator,
        at=setting.at + HOUR,
    )
    assert [row.kind for row in OffenderChange.objects.all()] == ["officer"]
    assert state(setting) == "not_asked"
    assert open_requests(setting.case.pk) == []
    assert request.stands
