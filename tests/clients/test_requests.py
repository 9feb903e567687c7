"""What an agency is asked, over its system: as on the page, and closed when the page is."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event, Kind
from talkingpiece.clients import services
from talkingpiece.core import clock
from talkingpiece.information_sharing.access import visible_requests
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.people.services import declare_conflict
from tests.agreements.given import over
from tests.clients.machine import Machine, covered, let_in
from tests.information_sharing.conftest import PLANTED, Setting, setting  # noqa: F401
from tests.world import World

WHOLE = {
    "rest": "whole",
    "view": "support",
    "answers": {"suitable": "Yes, at the office.", "conditions": "None that I know of."},
}


@pytest.fixture
def machine(world: World) -> Machine:
    return let_in(world, agreement=covered(world)).sign_in()


@pytest.fixture
def asked(setting: Setting, machine: Machine) -> InformationRequest:  # noqa: F811
    return setting.ask()


def test_what_the_page_shows_and_nothing_else(world: World, machine: Machine, asked: InformationRequest) -> None:
    listed = machine.get("requests").json()
    assert [one["id"] for one in listed["items"]] == [str(one.pk) for one in visible_requests(world.offender_manager)]
    answer = machine.get(f"requests/{asked.pk}")
    told = answer.json()
    assert told["do_not_tell"] is True
    assert [one["code"] for one in told["questions"]] == ["suitable", "conditions"]
    for planted in PLANTED:
        assert planted not in answer.content.decode()
    entries = Event.objects.filter(name="information_request.opened", actor_id=machine.client.user_id)
    assert entries.count() == 1


def test_answered_by_the_system_in_the_name_of_the_agency(machine: Machine, asked: InformationRequest) -> None:
    answer = machine.post(f"requests/{asked.pk}/answer", WHOLE)
    assert (answer.status_code, answer.json()) == (200, {"id": str(asked.pk), "settled": True})
    asked.refresh_from_db()
    assert asked.answered_by == machine.client.user
    assert asked.answers == WHOLE["answers"]
    assert machine.post(f"requests/{asked.pk}/answer", WHOLE).status_code == 409


def test_a_part_and_more_time(machine: Machine, asked: InformationRequest) -> None:
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    part = {"rest": "more_time", "answers": {"suitable": "Yes."}, "until": until}
    assert machine.post(f"requests/{asked.pk}/answer", part).json()["settled"] is False
    assert machine.get(f"requests/{asked.pk}").json()["answers"] == {"suitable": "Yes."}


def test_refused_with_a_reason(machine: Machine, asked: InformationRequest) -> None:
    no = {"rest": "refused", "words": "Not ours."}
    assert machine.post(f"requests/{asked.pk}/answer", no).json()["settled"] is True
    asked.refresh_from_db()
    assert (asked.reason, asked.refused_at is not None) == ("Not ours.", True)


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"rest": "whole", "view": "support", "answers": {"suitable": "Yes."}}, "/answers/conditions"),
        (WHOLE | {"view": None}, "/view"),
        (WHOLE | {"view": "object"}, "/reason"),
        ({"rest": "refused"}, "/words"),
        ({"rest": "more_time", "answers": {}}, "/until"),
        ({"rest": "more_time", "answers": {}, "until": "2026-02-31"}, "/until"),
        (WHOLE | {"strange": 1}, "/strange"),
        (WHOLE | {"answers": {"dates": "June."}}, "/answers/dates"),
        ({}, "/rest"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(machine: Machine, asked: InformationRequest, said, pointer: str) -> None:
    answer = machine.post(f"requests/{asked.pk}/answer", said)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [one.get("pointer") for one in answer.json()["errors"]]
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_the_last_minute_of_the_agreement_closes_everything(
    world: World, machine: Machine, asked: InformationRequest
) -> None:
    ends = clock.now() + timedelta(minutes=3)
    over(machine.client.agreement, at=ends)
    with clock.pretend(ends - timedelta(seconds=1)):
        assert machine.get("requests").status_code == 200
    with clock.pretend(ends):
        for answer in (
            machine.get("requests"),
            machine.get(f"requests/{asked.pk}"),
            machine.post(f"requests/{asked.pk}/answer", WHOLE),
            machine.get("reports"),
            machine.get("actions"),
            machine.get(f"offenders/{uuid4()}"),
        ):
            assert answer.status_code == 403
            assert answer.json()["code"] == "no_agreement"


def test_another_agency_gets_what_is_not_there(world: World, machine: Machine, asked: InformationRequest) -> None:
    other = let_in(world, agreement=covered(world, world.liaison)).sign_in()
    assert other.get("requests").json()["items"] == []
    missing, foreign = other.get(f"requests/{uuid4()}"), other.get(f"requests/{asked.pk}")
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert missing.content == foreign.content
    refused = Event.objects.filter(kind=Kind.REFUSAL, name="page.refused", actor_id=other.client.user_id)
    assert refused.count() == 2


def test_a_conflict_of_whom_it_is_addressed_to_closes_it_here_too(
    world: World,
    machine: Machine,
    asked: InformationRequest,
    setting: Setting,  # noqa: F811
) -> None:
    declare_conflict(
        user=world.offender_manager,
        person=setting.responsible.person,
        words="My brother.",
        by=world.supervisor,
        at=clock.now(),
    )
    assert machine.get("requests").json()["items"] == []
    assert machine.get(f"requests/{asked.pk}").status_code == 404


def test_a_system_without_the_purpose(world: World, machine: Machine, asked: InformationRequest) -> None:
    poor = let_in(world, agreement=machine.client.agreement, purposes=[]).sign_in()
    answer = poor.get("requests")
    assert (answer.status_code, answer.json()["code"]) == (403, "purpose")


def test_without_a_token_or_with_one_that_was_taken_back(world: World, machine: Machine) -> None:
    services.revoke_client(client_id=machine.client.pk, why="Gone.", by=world.scheme_manager, at=clock.now())
    answer = machine.get("requests")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_let_in")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    machine.token = ""
    assert machine.get("requests").status_code == 401


def test_a_signed_in_person_is_nobody_here(world: World) -> None:
    browser = world.client(world.offender_manager)
    answer = browser.get("/staff/api/v1/requests")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer


def test_the_same_key_acts_once_and_is_answered_as_before(machine: Machine, asked: InformationRequest) -> None:
    address = f"requests/{asked.pk}/answer"
    first, again = machine.post(address, WHOLE, key="a"), machine.post(address, WHOLE, key="a")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = machine.post(address, {"rest": "refused", "words": "No."}, key="a")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    without = machine.post(address, WHOLE, key=None)
    assert (without.status_code, without.json()["code"]) == (400, "key_missing")


def test_a_key_is_not_spent_by_what_was_wrong(machine: Machine, asked: InformationRequest) -> None:
    address = f"requests/{asked.pk}/answer"
    assert machine.post(address, {"rest": "whole"}, key="a").status_code == 422
    assert machine.post(address, WHOLE, key="a").status_code == 200


def test_pages_follow_each_other_whatever_comes_meanwhile(
    world: World,
    machine: Machine,
    setting: Setting,  # noqa: F811
) -> None:
    def ask(minutes: int) -> InformationRequest:
        responsible = world.responsible(world.case(f"Case {minutes}"))
        return setting.ask(responsible_id=responsible.pk, at=setting.at - timedelta(minutes=minutes))

    first = [ask(minutes) for minutes in (9, 8, 7)]
    page = machine.get("requests", limit=2).json()
    assert [one["id"] for one in page["items"]] == [str(one.pk) for one in first[:2]]
    later = ask(1)
    rest = machine.get("requests", limit=2, cursor=page["next"]).json()
    assert [one["id"] for one in rest["items"]] == [str(first[2].pk), str(later.pk)]
    assert rest["next"] is None
    wrong = machine.get("requests", cursor="made-up")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_cursor")
    assert machine.get("requests", limit=0).status_code == 422
    assert machine.get("requests", strange=1).status_code == 422


def test_too_many_requests_are_told_to_wait(machine: Machine, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"tp_system": "2/m/key"}
    *let, answer = [machine.get("requests") for _ in range(3)]
    assert [one.status_code for one in let] == [200, 200]
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (429, "60", "too_often")


def test_an_officer_who_has_taken_over_is_asked_and_not_the_one_before(
    world: World,
    machine: Machine,
    asked: InformationRequest,
) -> None:
    """A colleague in the same agency has an account; the system still sees what the agency is asked."""
    other = add_user(email="new.officer@example.org", name="Ola Berg", agency=world.probation, at=clock.now())
    give_role(user=other, area=world.area, role=Role.OFFENDER_MANAGER, by=None, at=clock.now())
    assert visible_requests(other) == []
    assert len(machine.get("requests").json()["items"]) == 1


@pytest.mark.parametrize("body", ["", "{", '{"rest": NaN}', '{"rest": "whole", "rest": "refused"}', '"\\ud800"', "[]"])
def test_what_only_looks_like_json(machine: Machine, asked: InformationRequest, body: str) -> None:
    answer = machine.post(f"requests/{asked.pk}/answer", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
