"""Search before create: as one types, no more than the searcher may know, chosen or passed over, never by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case, Companion, Responsible
from talkingpiece.cases.services import add_companion, add_responsible
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way, declare_conflict, describe_person
from talkingpiece.protection.classes import Side
from tests.world import World, build_world, undone

CALL = Way("call", "01632 960417")
TYPED = "Jon Smyth 4.3.85"


def victim(world: World, facilitator: User | None = None) -> Case:
    case = world.case("Jonathan", facilitator=facilitator, ways=(CALL,), full_name="Jonathan Smith")
    describe_person(
        person_id=case.victim_id,
        version=1,
        changes={"birth_date": "1985-03-04"},
        by=world.coordinator,
        at=world.now,
        side=Side.VICTIM,
    )
    return case


def offender(world: World, case: Case) -> Responsible:
    person = world.person("Jonathan", side=Side.OFFENDER, full_name="Jonathan Smith", birth_date=date(1985, 3, 4))
    return add_responsible(case_id=case.pk, person=person, by=world.coordinator, at=world.now)


def asks(world: World, who: str, words: str = TYPED, part: str = "victim", **more: str) -> Any:
    client = world.client(getattr(world, who))
    return client.post(reverse("cases:known", args=[part]), {"fields": "called", "called": words, **more})


def looked(world: World, who: str, words: str = TYPED, part: str = "victim", **more: str) -> str:
    answer = asks(world, who, words, part, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_coordinator_sees_at_once_who_may_be_meant_and_which_case(world: World) -> None:
    case = victim(world)
    shown = looked(world, "coordinator")
    assert "Somebody like this is known" in shown
    assert "It is Jonathan Smith" in shown
    assert "Name sounds alike; same date of birth." in shown
    assert case.reference in shown
    assert "1985" not in shown
    assert "01632" not in shown


def test_by_a_case_reference_too(world: World) -> None:
    case = victim(world)
    assert "It is Jonathan Smith" in looked(world, "coordinator", case.reference.lower())
    assert "It is" not in looked(world, "coordinator", "RDG-26-0099")


def test_a_facilitator_sees_the_people_of_their_own_cases_and_of_no_other(world: World) -> None:
    victim(world, facilitator=world.other_facilitator)
    assert "Nobody like this" in looked(world, "facilitator")
    assert "It is Jonathan Smith" in looked(world, "other_facilitator")


def test_a_conflict_of_interest_hides_them(world: World) -> None:
    case = victim(world)
    declare_conflict(user=world.coordinator, person=case.victim, words="", by=world.coordinator, at=world.now)
    assert "Nobody like this" in looked(world, "coordinator")


def test_the_other_side_is_not_looked_at(world: World) -> None:
    offender(world, world.case("Maya"))
    assert "Nobody like this" in looked(world, "coordinator", part="victim")
    assert "It is Jonathan Smith" in looked(world, "coordinator", part="responsible")


def test_of_another_area_nobody_is_there_and_it_is_not_an_area_to_look_in(world: World) -> None:
    victim(world)
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    assert asks(world, "coordinator", area=str(other.area.pk)).status_code == 404
    assert "Nobody like this" in looked(other, "coordinator")


@pytest.mark.parametrize("who", ["referrer", "liaison_officer", "offender_manager", "scheme_manager", "evaluator",
                                 "privacy_officer", "supervisor"])  # fmt: skip
def test_whoever_enters_nobody_has_nothing_to_look_with(world: World, who: str) -> None:
    victim(world)
    assert asks(world, who).status_code == 404


def test_a_visitor_is_led_to_the_door(world: World) -> None:
    assert Client().post(reverse("cases:known", args=["victim"]), {"called": TYPED}).status_code == 302


# Nothing differs by somebody who is not theirs to know


def not_theirs(world: World) -> None:
    victim(world, facilitator=world.other_facilitator)


def from_the_other_side(world: World) -> None:
    offender(world, world.case("Maya", facilitator=world.other_facilitator))


def closed_by_a_conflict(world: World) -> None:
    case = victim(world)
    declare_conflict(user=world.facilitator, person=case.victim, words="", by=world.coordinator, at=world.now)


@pytest.mark.parametrize("known", [not_theirs, from_the_other_side, closed_by_a_conflict])
@pytest.mark.parametrize("words", [TYPED, "01632 960417", "Jonathan Smi"])
def test_known_and_unknown_are_one_answer_at_one_cost(world: World, known: Callable[[World], None], words: str) -> None:
    mine = world.case("Odile")
    other = world.person("Nobody", full_name="Somebody Else")
    declare_conflict(user=world.facilitator, person=other, words="", by=world.coordinator, at=world.now)
    page = str(uuid4())

    def answer() -> tuple[bytes, int]:
        client = world.client(world.facilitator)
        with CaptureQueriesContext(connection) as captured:
            got = client.post(
                reverse("cases:known", args=["victim"]),
                {"fields": "called", "called": words, "same_person_page": page},
            )
        return got.content, len(captured)

    with undone(world):
        before = answer()
    known(world)
    with undone(world):
        after = answer()
    assert before == after
    with undone(world):
        assert b"It is Odile" in looked(world, "facilitator", "Odile Deol").encode()
    assert mine.is_open


# The trail


def entries() -> list[dict[str, Any]]:
    return [one.detail for one in Event.objects.filter(name="person.looked_for").order_by("recorded_at")]


def test_each_answer_that_shows_somebody_else_is_entered_once_and_no_key_stroke(world: World) -> None:
    case, page = victim(world), str(uuid4())
    for words in ("Jo", "Jon", "Jon S", "Jon Sm", "Jon Smy", "Jon Smyt", "Jon Smyth", "Jon Smyth "):
        looked(world, "coordinator", words, same_person_page=page)
    found = entries()
    assert [one["people"] for one in found] == [[str(case.victim_id)]]
    looked(world, "coordinator", "Tomasz Birchall", same_person_page=page)
    looked(world, "coordinator", "Tomasz Birchal", same_person_page=page)
    assert [one["found"] for one in entries()] == [1, 0]
    looked(world, "coordinator", TYPED, same_person_page=page)
    looked(world, "coordinator", TYPED, same_person_page=str(uuid4()))
    assert [one["found"] for one in entries()] == [1, 0, 1, 1]
    assert "mith" not in str(entries())


# Choosing


def adds(world: World, case: Case, **typed: str) -> Any:
    told = {"called": "", "full_name": "", "supervised": "unknown", **typed}
    return world.client(world.facilitator).post(reverse("cases:responsible_add", args=[case.reference]), told)


def test_whom_they_chose_is_added_and_nobody_is_entered_anew(world: World) -> None:
    known = offender(world, world.case("Maya")).person
    case, before = world.case("Odile"), Person.objects.count()
    assert adds(world, case, full_name="Jon Smyth", same_person=str(known.pk)).status_code == 302
    added = Responsible.objects.get(case=case)
    assert added.person_id == known.pk
    assert Person.objects.count() == before
    entry = Event.objects.get(name="responsible.added", about_id=added.pk)
    assert entry.detail == {"known": str(known.pk)}
    assert Person.objects.get(pk=known.pk).full_name == "Jonathan Smith"


def test_none_of_these_goes_on(world: World) -> None:
    offender(world, world.case("Maya"))
    case = world.case("Odile")
    assert adds(world, case, called="Jon", full_name="Jon Smyth", same_person="").status_code == 302
    assert Responsible.objects.get(case=case).person.full_name == "Jon Smyth"


def test_whom_they_may_not_know_they_cannot_choose(world: World) -> None:
    hidden = offender(world, world.case("Maya", facilitator=world.other_facilitator)).person
    victims = victim(world).victim
    case = world.case("Odile")
    for person_id in (hidden.pk, victims.pk, uuid4(), "x"):
        answer = adds(world, case, called="Jon", same_person=str(person_id))
        assert answer.status_code == 200
        assert "cannot be chosen any more" in answer.content.decode()
    assert not Responsible.objects.filter(case=case).exists()


def test_somebody_who_has_a_part_in_the_case_is_not_added_again(world: World) -> None:
    case = world.case("Maya")
    known = offender(world, case).person
    shown = adds(world, case, called="Jon", same_person=str(known.pk)).content.decode()
    assert "They have a part in this case already" in shown


def test_without_a_script_a_button_shows_the_same_and_loses_nothing(world: World) -> None:
    offender(world, world.case("Maya"))
    case = world.case("Odile")
    typed = {"look": "same_person", "called": "Jon", "full_name": "Jon Smyth", "birth_date_day": "4",
             "birth_date_month": "3", "birth_date_year": "1985", "held_at": "HMP Foxcombe"}  # fmt: skip
    shown = adds(world, case, **typed).content.decode()
    assert "It is Jonathan Smith" in shown
    assert 'value="Jon Smyth"' in shown
    assert 'value="HMP Foxcombe"' in shown
    assert "govuk-error" not in shown
    assert not Responsible.objects.filter(case=case).exists()


def test_a_supporter_of_another_case_is_taken_over_on_the_same_side_only(world: World) -> None:
    first, second = world.case("Maya"), world.case("Odile")
    responsible = world.responsible(second)
    person = world.person("Ingrid", full_name="Ingrid Halvorsen")
    add_companion(
        case_id=first.pk, person=person, part="supporter", beside=first.victim, side=Side.VICTIM, words="Her aunt",
        by=world.facilitator, at=world.now,
    )  # fmt: skip
    assert "It is Ingrid Halvorsen" in looked(world, "facilitator", "Ingrid Halvorsen", "beside")
    told = {"part": "supporter", "words": "Her aunt", "under_18": "no", "language": "English"}
    client, page = world.client(world.facilitator), reverse("cases:companion_add", args=[second.reference])
    shown = client.post(page, {**told, "same_person": str(person.pk), "beside": str(responsible.person_id)})
    assert "They stand on the other side" in shown.content.decode()
    assert (
        client.post(page, {**told, "same_person": str(person.pk), "beside": str(second.victim_id)}).status_code == 302
    )
    assert Companion.objects.get(case=second).person_id == person.pk


def test_pages_carry_it_where_somebody_is_entered(world: World) -> None:
    case = world.case("Odile")
    client = world.client(world.facilitator)
    for name in ("cases:responsible_add", "cases:companion_add"):
        shown = client.get(reverse(name, args=[case.reference])).content.decode()
        assert re.search(r'data-tp-known="/\S+"', shown)
        assert "Look whether they are known" in shown
