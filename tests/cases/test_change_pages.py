"""Changes and permissions as people write them down: who may, what it says, and what each touches."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.cases.legal_queries import changes_of, legal_contact
from talkingpiece.cases.models import Case, OffenderChange, Permission, Responsible
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import (
    Told,
    confirm_permission,
    end_permission,
    grant_permission,
    keep_paper,
    record_change,
    record_legal_check,
    record_restriction,
    refuse_permission,
    request_permission,
)
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.people.queries import sharing_numbers
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from tests.world import World

TODAY = date.today()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


WHEN = {**day("at", TODAY - DAY), "at_time": "9am"}


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


@pytest.fixture
def responsible(world: World, case: Case) -> Responsible:
    row = world.responsible(case)
    Responsible.objects.filter(pk=row.pk).update(held_since=world.now - 30 * DAY)
    row.refresh_from_db()
    return row


def post(world: World, name: str, *args: Any, typed: dict[str, Any], who: str = "facilitator") -> Any:
    answer = world.client(getattr(world, who)).post(reverse(f"cases:{name}", args=args), typed)
    show_areas([world.area.pk])
    return answer


def page(world: World, name: str, *args: Any, who: str = "facilitator") -> str:
    answer = world.client(getattr(world, who)).get(reverse(name, args=args))
    show_areas([world.area.pk])
    return unescape(answer.content.decode())


def state(responsible: Responsible, scope: str = "approach", on: date = TODAY) -> str:
    return legal_contact(responsible.pk, scope=scope, on=on, at=clock.now())


def checked(world: World, responsible: Responsible, at: Any = None, result: str = "clear") -> None:
    record_legal_check(
        responsible_id=responsible.pk,
        result=result,
        source="Tom Adeyemi",
        by=world.facilitator,
        at=at or world.now - 5 * DAY,
    )


def happens(world: World, responsible: Responsible, kind: str, **more: Any) -> OffenderChange:
    at = more.pop("at", world.now)
    told = Told(kind, at, words="By telephone", **more)
    return record_change(responsible_id=responsible.pk, told=told, by=world.coordinator, at=at)


# Changes


def test_a_recall_written_down_by_hand_says_what_is_asked_again(
    world: World, case: Case, responsible: Responsible
) -> None:
    checked(world, responsible)
    assert state(responsible) == "clear"
    typed = {"kind": "recall", "back_in": "HMP Marsh Lane", "words": "Tom rang.", **WHEN}
    answer = post(world, "change_add", case.reference, responsible.pk, typed=typed, who="coordinator")
    assert answer.url == reverse("cases:changes", args=[case.reference])
    assert state(responsible) == "stale"
    text = page(world, "cases:changes", case.reference)
    for words in ["Recalled to prison", "Tom rang.", "The risk is looked at again", "Orders and conditions are asked"]:
        assert words in text
    assert "Marsh Lane" not in text  # where they are stays sealed in their file
    assert "Something changed since we asked: recalled to prison" in page(
        world, "cases:legal_check", case.reference, responsible.pk
    )
    checked(world, responsible, at=clock.now())
    assert state(responsible) == "clear"


def test_my_work_tells_whoever_works_on_the_case_until_somebody_has_read_it(
    world: World, case: Case, responsible: Responsible
) -> None:
    change = happens(world, responsible, "recall")
    assert "Recalled to prison" in page(world, "casefile:my_work")
    assert "Recalled to prison" not in page(world, "casefile:my_work", who="other_facilitator")
    assert post(world, "change_noted", case.reference, change.pk, typed={}, who="other_facilitator").status_code == 404
    assert post(world, "change_noted", case.reference, change.pk, typed={}).status_code == 302
    assert "Recalled to prison" not in page(world, "casefile:my_work")
    assert changes_of(responsible.pk).reopened("risk", world.now - DAY) == "recall"  # type: ignore[arg-type]


def test_a_death_is_the_supervisors_and_nobody_is_contacted(world: World, case: Case, responsible: Responsible) -> None:
    happens(world, responsible, "death")
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.what, ball.user) == ("offender_died", world.supervisor)
    assert "has died" in page(world, "engagement:approach", case.reference, responsible.pk)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"kind": ""}, "Choose what has changed"),
        ({"kind": "recall", "words": ""}, "Say from whom you know it"),
        ({"kind": "merged", "number": ""}, "Enter the number that stays"),
        ({"kind": "merged", "number": "12"}, "A prison number looks like A1234BC"),
        ({"kind": "death", **day("at", TODAY + 3 * DAY)}, "has not come yet"),
    ],
)
def test_what_is_missing_is_said(
    world: World, case: Case, responsible: Responsible, typed: dict[str, str], message: str
) -> None:
    given = {"words": "By telephone", **WHEN} | typed
    answer = post(world, "change_add", case.reference, responsible.pk, typed=given)
    assert message in unescape(answer.content.decode())
    assert not OffenderChange.objects.exists()


def test_two_records_with_one_number_stand_before_the_privacy_officer_and_stay_two(
    world: World, case: Case, responsible: Responsible
) -> None:
    other = world.case("Nadia")
    second = world.responsible(other, "Callum too")
    for row, number in ((responsible, "A1111AA"), (second, "B2222BB")):
        name_number(person=row.person, kind="prison_no", value=number, by=None, at=world.now, side=Side.OFFENDER)
    assert sharing_numbers([world.area.pk]) == []
    happens(world, responsible, "merged", values={"prison_no": "B2222BB"})
    assert sharing_numbers([world.area.pk]) == [frozenset({responsible.person_id, second.person_id})]
    text = page(world, "casefile:emergencies", who="privacy_officer")
    assert case.reference in text
    assert other.reference in text
    assert "Callum" not in text


# Permissions


@pytest.fixture
def permission(world: World, responsible: Responsible) -> Permission:
    order = record_restriction(
        responsible_id=responsible.pk,
        kind="restraining_order",
        forbids=["approach", "direct"],
        issuer="Ridgeway Crown Court",
        starts_on=TODAY - 30 * DAY,
        by=world.facilitator,
        at=world.now - 20 * DAY,
    )
    checked(world, responsible, result="restricted")
    return request_permission(
        responsible_id=responsible.pk,
        kind="exception",
        restriction=order,
        of_whom="Ridgeway Crown Court",
        words="",
        by=world.facilitator,
        at=world.now - 4 * DAY,
    )


def granted(world: World, permission: Permission, **more: Any) -> Permission:
    given: dict[str, Any] = {
        "permission_id": permission.pk,
        "allows": ["approach"],
        "starts_on": TODAY - DAY,
        "until": TODAY + 9 * DAY,
        "seen": {"evidence": "Order of 3 May"},
        "by": world.facilitator,
        "at": world.now - 2 * DAY,
    }
    return grant_permission(**(given | more))


def test_a_permission_is_asked_for_and_granted_on_the_pages(
    world: World, case: Case, responsible: Responsible, permission: Permission
) -> None:
    typed = {"wanted": f"exception {permission.restriction_id}", "of_whom": "The court", "words": "", **WHEN}
    made = post(world, "permission_add", case.reference, responsible.pk, typed=typed)
    row = Permission.objects.latest("recorded_at")
    assert made.url == reverse("cases:permission", args=[case.reference, row.pk])
    assert state(responsible) == "forbidden"
    step = (case.reference, row.pk, "granted")
    bare = {"allows": ["approach"], "paper": "", "evidence": "", **day("starts_on", TODAY)}
    refused = post(world, "permission_step", *step, typed=bare)
    assert "Choose the paper, or say which writing you saw" in refused.content.decode()
    wrong = post(world, "permission_step", *step, typed=bare | {"allows": ["indirect"], "evidence": "Letter"})
    assert "Choose one of the answers on this page" in wrong.content.decode()
    last = day("last_day", TODAY + 5 * DAY)
    assert post(world, "permission_step", *step, typed=bare | {"evidence": "Letter of 3 May"} | last).status_code == 302
    assert [state(responsible, on=TODAY + n * DAY) for n in (-1, 0, 5, 6)] == [
        "forbidden",
        "clear",
        "clear",
        "forbidden",
    ]
    assert state(responsible, "direct") == "forbidden"
    text = page(world, "cases:legal_check", case.reference, responsible.pk)
    assert "Seen: Letter of 3 May" in text
    assert text.count("Forbidden by Restraining order, and allowed in writing.") == 1
    assert "Runs out on" in page(world, "cases:permissions", case.reference, responsible.pk)
    assert "Permissions that run out" in page(world, "casefile:my_work")
    assert post(world, "permission_step", *step, typed=bare).status_code == 404  # it was granted already


def test_asking_seeing_and_refusing_open_nothing(
    world: World, responsible: Responsible, permission: Permission
) -> None:
    assert state(responsible) == "forbidden"
    refuse_permission(permission_id=permission.pk, why="Not now.", by=world.facilitator, at=world.now)
    assert state(responsible) == "forbidden"
    with pytest.raises(IllegalTransition):
        granted(world, permission)


def test_what_nobody_has_seen_in_writing_is_not_granted(world: World, permission: Permission) -> None:
    with pytest.raises(IllegalTransition):
        granted(world, permission, seen=None)
    with pytest.raises(ValueError, match="a paper, or is named"):
        granted(world, permission, seen={"evidence": ""})
    with pytest.raises(ValueError, match="of what the order forbids"):
        granted(world, permission, allows=["indirect"])


def test_a_licence_that_changed_is_read_again_before_a_permission_counts(
    world: World, case: Case, responsible: Responsible, permission: Permission
) -> None:
    granted(world, permission)
    assert state(responsible) == "clear"
    happens(world, responsible, "licence", at=world.now - HOUR)
    assert state(responsible) == "forbidden"
    assert "To be looked at again" in page(world, "cases:permissions", case.reference, responsible.pk)
    confirm_permission(permission_id=permission.pk, by=world.facilitator, at=world.now)
    assert state(responsible) == "stale"  # the orders themselves are asked for again, too
    checked(world, responsible, at=world.now, result="restricted")
    assert state(responsible) == "clear"


def test_what_ended_opens_nothing_from_that_day_on(
    world: World, responsible: Responsible, permission: Permission
) -> None:
    granted(world, permission)
    end_permission(permission_id=permission.pk, ended_on=TODAY, why="Taken back.", by=world.facilitator, at=world.now)
    assert (state(responsible, on=TODAY - DAY), state(responsible)) == ("clear", "forbidden")


def test_a_paper_shows_it_only_once_it_was_found_harmless(
    world: World, case: Case, responsible: Responsible, permission: Permission
) -> None:
    paper = keep_paper(
        case_id=case.pk,
        person=responsible.person,
        side=Side.OFFENDER,
        kind="order",
        content=b"Allowed, by order of the court.",
        name="order.txt",
        words="The order of 3 May",
        brought_by="The court",
        happened_at=world.now,
        by=world.facilitator,
        at=world.now,
    )
    granted(world, permission, seen={"paper": paper})
    assert state(responsible) == "forbidden"
    paper.state, paper.checked_at = "clean", timezone.now()
    paper.save()
    assert state(responsible) == "clear"


def test_a_supervisor_reads_and_a_stranger_finds_nothing(
    world: World, case: Case, responsible: Responsible, permission: Permission
) -> None:
    assert "Asked for" in page(world, "cases:permission", case.reference, permission.pk, who="supervisor")
    step = (case.reference, permission.pk, "refused")
    assert post(world, "permission_step", *step, typed={"why": "No"}, who="supervisor").status_code == 404
    assert post(world, "permission_step", *step, typed={"why": "No"}, who="other_facilitator").status_code == 404
    other = world.case("Nadia")
    assert post(world, "permission_step", other.reference, permission.pk, "refused", typed={}).status_code == 404
    assert post(world, "permission_step", case.reference, permission.pk, "invented", typed={}).status_code == 404


@pytest.mark.parametrize(("ends_on", "asked"), [(TODAY + DAY, True), (TODAY, False)])
def test_a_permission_is_asked_to_an_order_that_holds_today(
    world: World, case: Case, responsible: Responsible, ends_on: date, asked: bool
) -> None:
    record_restriction(
        responsible_id=responsible.pk,
        kind="restraining_order",
        forbids=["direct"],
        starts_on=TODAY - 9 * DAY,
        ends_on=ends_on,
        by=world.facilitator,
        at=world.now,
    )
    shown = page(world, "cases:permission_add", case.reference, responsible.pk)
    assert ("Exception to an order or condition" in shown) is asked
