"""What a draft would change over running cases: as counts, with nobody named, and nothing of a closed case in them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Category, Part
from talkingpiece.information_sharing.changing import change_by
from talkingpiece.information_sharing.queries import with_ground
from talkingpiece.people.services import declare_conflict
from tests.agreements.given import DAY, draft, over, signed, write
from tests.information_sharing.conftest import Setting

ALL = [one.value for one in Category]


def draft_with_probation(setting: Setting, **sent: Any) -> Agreement:
    made = draft(setting.world, agency=setting.world.probation)
    return write(setting.world, made, Part.SENT, **({"we_may_send": ALL, "they_may_send": ALL} | sent))


def test_a_request_that_is_closed_would_open(setting: Setting) -> None:
    asked = setting.ask()
    over(setting.world.agreement)
    made = draft_with_probation(setting)
    change = change_by(made, setting.world.scheme_manager, setting.at)
    assert (change.cases, change.offenders, change.waiting, change.opens, change.shuts) == (1, 1, 1, 1, 0)
    assert change.we_more == tuple(ALL)
    assert with_ground([asked], at=setting.at) == set()


def test_one_that_they_can_open_would_close(setting: Setting) -> None:
    setting.ask()
    made = draft_with_probation(setting, they_may_send=[Category.DATES])
    Agreement.objects.filter(pk=made.pk).update(
        starts_on=setting.world.agreement.ends_on, ends_on=setting.world.agreement.ends_on + 9 * DAY
    )
    made.refresh_from_db()
    change = change_by(made, setting.world.scheme_manager, setting.at)
    assert (change.opens, change.shuts) == (0, 1)
    assert "suitable" in change.questions_less


def test_what_is_closed_to_the_reader_is_not_counted(setting: Setting) -> None:
    setting.ask()
    made = draft_with_probation(setting)
    coordinator = setting.world.coordinator
    assert change_by(made, coordinator, setting.at).cases == 1
    declare_conflict(
        user=coordinator, person=setting.case.victim, words="My cousin.", by=setting.world.supervisor, at=setting.at
    )
    assert change_by(made, coordinator, setting.at + timedelta(seconds=1)).cases == 0


@pytest.mark.parametrize(
    ("who", "code"), [("scheme_manager", 200), ("supervisor", 200), ("facilitator", 404), ("offender_manager", 404)]
)
def test_the_page_names_nobody(setting: Setting, who: str, code: int) -> None:
    setting.ask()
    over(setting.world.agreement)
    made = draft_with_probation(setting)
    address = reverse("information_sharing:agreement_change", args=[made.pk])
    answer = setting.world.client(getattr(setting.world, who)).get(address)
    assert answer.status_code == code
    if code == 200:
        page = answer.content.decode()
        assert "1 request that is closed to them now would open." in page
        for hidden in (setting.case.reference, setting.case.victim.called, setting.responsible.person.called):
            assert hidden not in page


def test_once_signed_it_changes_nothing_more(setting: Setting) -> None:
    made = signed(setting.world)
    address = reverse("information_sharing:agreement_change", args=[made.pk])
    assert setting.world.client(setting.world.scheme_manager).get(address).status_code == 404
