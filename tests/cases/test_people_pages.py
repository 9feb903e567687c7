"""What to call somebody, how it is safe to reach them, and what happens when two people write at once."""

from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import Case
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.services import describe_person
from talkingpiece.protection.classes import Side
from tests.world import World

TYPED = {
    "called": "May",
    "full_name": "Maya Deol",
    "language": "English",
    "access_needs": "A ground-floor room.",
    "conceal_from": "My brother.",
    "birth_date_day": "7",
    "birth_date_month": "March",
    "birth_date_year": "1989",
    "version": "1",
}


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def url(case: Case, name: str = "person", *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.reference, case.victim_id, *more])


def post(world: World, address: str, typed: dict[str, Any], who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).post(address, typed)


def get(world: World, address: str, who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).get(address)


def test_what_they_want_to_be_called_is_changed(world: World, case: Case) -> None:
    assert post(world, url(case), TYPED).status_code == 302
    person = Person.objects.get(pk=case.victim_id)
    assert (person.called, person.access_needs, person.birth_date) == ("May", "A ground-floor room.", "1989-03-07")
    assert person.version == 2


def test_the_page_opens_with_what_is_known(world: World, case: Case) -> None:
    post(world, url(case), TYPED)
    page = get(world, url(case)).content.decode()
    for words in ['value="May"', 'value="1989"', "My brother.</textarea>", 'name="version" value="2"']:
        assert words in page
    assert Event.objects.filter(kind=Kind.READING, name="person.read", about_id=case.victim_id).exists()


def test_when_somebody_saved_first_both_versions_are_shown_and_nothing_is_lost(world: World, case: Case) -> None:
    describe_person(
        person_id=case.victim_id,
        version=1,
        changes={"conceal_from": "Nobody at all."},
        by=world.coordinator,
        at=world.now,
        side=Side.VICTIM,
    )
    page = post(world, url(case), TYPED)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Somebody else saved this page while you were writing" in text
    assert "Nobody at all." in text
    assert "My brother.</textarea>" in text
    assert 'name="version" value="2"' in text
    assert Person.objects.get(pk=case.victim_id).conceal_from == "Nobody at all."
    assert post(world, url(case), TYPED | {"version": "2"}).status_code == 302
    assert Person.objects.get(pk=case.victim_id).conceal_from == "My brother."


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(world: World, case: Case, version: str) -> None:
    assert post(world, url(case), TYPED | {"version": version}).status_code == 200
    assert Person.objects.get(pk=case.victim_id).called == "Maya"


def test_a_name_is_needed_and_what_else_was_typed_stays(world: World, case: Case) -> None:
    page = post(world, url(case), TYPED | {"called": "", "birth_date_month": "Smarch"}).content.decode()
    assert "Enter what they want to be called" in page
    assert "My brother.</textarea>" in page
    assert 'value="Smarch"' in page


def test_only_people_of_the_case_and_only_its_workers(world: World, case: Case) -> None:
    other = world.case("Nadia")
    wrong = reverse("cases:person", args=[case.reference, other.victim_id])
    assert get(world, wrong).status_code == 404
    assert get(world, url(case)).status_code == 200
    assert get(world, url(case), "other_facilitator").status_code == 404
    assert get(world, url(case), "offender_manager").status_code == 404


def way(**typed: str) -> dict[str, str]:
    return {"channel": "call", "call_number": "01632 960 555", "if_answered": "first_name", "days": "any"} | typed


def test_a_way_is_added_with_its_rule_and_its_number_stays_sealed(world: World, case: Case) -> None:
    typed = way(days="weekdays", from_time="9am", to_time="noon", note="Ring twice.")
    assert post(world, url(case, "ways"), typed).status_code == 302
    added = ways_of(case.victim_id)[-1]
    assert (added.value, added.from_time, added.to_time) == ("01632 960 555", time(9), time(12))
    page = get(world, url(case, "ways")).content.decode()
    for words in ["Weekdays, 9am to noon only", "ask for them, and give a first name only", "Ring twice.", "Sealed"]:
        assert words.casefold() in page.casefold()
    assert "960 555" not in page
    assert str(added.pk) in page
    assert f'href="{url(case, "person")}"' in page
    assert Event.objects.filter(kind=Kind.READING, name="ways.read").exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"channel": "nonsense"}, "Choose one of the answers on this page"),
        ({"call_number": ""}, "Enter the number that we may call"),
        ({"call_number": "12"}, "Enter the whole phone number"),
        ({"from_time": "9am"}, "Enter both times, or leave both empty"),
        ({"from_time": "6pm", "to_time": "9am"}, "The second time must be later than the first"),
        ({"channel": "email", "email": "nobody"}, "Enter the whole email address"),
    ],
)
def test_a_wrong_way_says_what_to_do_and_keeps_the_note(
    world: World, case: Case, typed: dict[str, str], message: str
) -> None:
    before = ContactPoint.objects.count()
    page = post(world, url(case, "ways"), way(note="Ring twice.", **typed)).content.decode()
    assert message in page
    assert "Ring twice." in page
    assert ContactPoint.objects.count() == before


@pytest.mark.parametrize(
    ("channel", "field", "value"),
    [
        ("voicemail", "voicemail_number", "01632 960 002"),
        ("text", "text_number", "07700 900 003"),
        ("email", "email", "may@example.org"),
        ("post", "address", "14 Elm Road, RG1 4QQ"),
    ],
)
def test_each_channel_is_safe_by_itself(world: World, case: Case, channel: str, field: str, value: str) -> None:
    assert post(world, url(case, "ways"), {"channel": channel, field: value, "days": "any"}).status_code == 302
    found = [(point.channel, point.value) for point in ways_of(case.victim_id)]
    assert sorted(found) == sorted([("call", "01632 960001"), (channel, value)])


def test_a_way_that_is_safe_no_longer_is_offered_to_nobody_and_known_for_ever(world: World, case: Case) -> None:
    (point,) = ways_of(case.victim_id)
    address = url(case, "way_end", point.pk)
    assert "Choose a reason" in post(world, address, {}).content.decode()
    assert post(world, address, {"why": "not_safe"}).status_code == 302
    assert ways_of(case.victim_id) == []
    page = get(world, url(case, "ways")).content.decode()
    assert "Never to be used" in page
    assert "It is not safe any more" in page
    assert "No way is known to be safe." in page


def test_a_way_of_somebody_else_is_not_found(world: World, case: Case) -> None:
    (point,) = ways_of(world.case("Nadia").victim_id)
    assert post(world, url(case, "way_end", point.pk), {"why": "not_safe"}).status_code == 404
    assert ways_of(point.person_id)


def test_a_supervisor_sees_the_rules_and_changes_nothing(world: World, case: Case) -> None:
    page = get(world, url(case, "ways"), "supervisor").content.decode()
    assert "Any day, at any time" in page
    assert "call_number" not in page
    assert post(world, url(case, "ways"), way(), "supervisor").status_code == 404
    assert get(world, url(case, "ways"), "other_facilitator").status_code == 404


def test_whom_to_conceal_it_from_stands_above_the_ways(world: World, case: Case) -> None:
    assert "My brother." not in get(world, url(case, "ways")).content.decode()
    post(world, url(case), TYPED)
    page = get(world, url(case, "ways")).content.decode()
    assert page.index("My brother.") < page.index("Called safe")
