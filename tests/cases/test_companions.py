"""Who takes part beside the victim or the offender: named, changed, ended, never with a file of their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import Case, Companion, Responsible, Safeguard
from talkingpiece.cases.queries import children_in, companions, known_before, safeguards
from talkingpiece.cases.services import (
    AlreadyThere,
    StaleCompanion,
    add_companion,
    change_companion,
    describe_victim,
    end_companion,
    record_safeguard,
)
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way, add_way
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


@pytest.fixture
def callum(world: World, case: Case) -> Responsible:
    return world.responsible(case)


def beside(world: World, case: Case, called: str = "Anita", **more: Any) -> Companion:
    given: dict[str, Any] = {
        "person": more.pop("person", None) or world.person(called),
        "part": "supporter",
        "beside": case.victim,
        "side": Side.VICTIM,
        "words": "Her sister.",
    } | more
    return add_companion(case_id=case.pk, by=world.facilitator, at=world.now, **given)


def address(case: Case, name: str, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.reference, *more])


def typed(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "called": "Anita",
        "beside": str(case.victim_id),
        "part": "supporter",
        "words": "Her sister",
        "language": "English",
        "under_18": "no",
    } | more


def test_somebody_named_takes_part_from_that_moment(world: World, case: Case) -> None:
    anita = beside(world, case)
    assert companions(case.pk) == [anita]
    entry = Event.objects.get(name="companion.added")
    assert (entry.about_id, entry.detail) == (anita.pk, {"part": "supporter"})


def test_nobody_has_two_parts_in_a_case(world: World, case: Case, callum: Responsible) -> None:
    anita = beside(world, case)
    for person in (anita.person, case.victim, callum.person):
        with pytest.raises(AlreadyThere):
            beside(world, case, person=person, part="interpreter")
    assert companions(case.pk) == [anita]


def test_somebody_comes_beside_a_person_of_the_case_only(world: World, case: Case) -> None:
    with pytest.raises(ValueError, match="beside the victim"):
        beside(world, case, beside=world.person("Stranger"))
    with pytest.raises(IntegrityError, match="cases_companion_beside_somebody"), transaction.atomic():
        Companion.objects.filter(pk=beside(world, case).pk).update(person=case.victim)


def test_a_part_is_changed_by_whoever_saw_the_newest(world: World, case: Case) -> None:
    anita = beside(world, case)
    given: dict[str, Any] = {"part": "interpreter", "words": "Hindi.", "under_18": False, "independent": False}
    given |= {"by": world.facilitator, "at": world.now}
    assert change_companion(companion_id=anita.pk, version=1, **given).version == 2
    with pytest.raises(StaleCompanion):
        change_companion(companion_id=anita.pk, version=1, **given | {"part": "supporter"})
    anita.refresh_from_db()
    assert (anita.part, anita.words, anita.independent) == ("interpreter", "Hindi.", False)


def test_who_takes_part_no_longer_is_on_record_and_can_come_again(world: World, case: Case) -> None:
    anita = beside(world, case)
    for _twice in range(2):
        end_companion(companion_id=anita.pk, why="Moved away.", by=world.facilitator, at=world.now)
    assert companions(case.pk) == []
    assert Event.objects.filter(name="companion.ended").count() == 1
    assert known_before(case) == [anita.person]
    assert beside(world, case, person=anita.person).pk != anita.pk


def test_an_independent_interpreter_is_offered_in_other_cases_and_a_sister_is_not(world: World, case: Case) -> None:
    piotr = beside(world, case, "Piotr", part="interpreter", independent=True)
    beside(world, case, "Ania", part="interpreter", independent=False)
    beside(world, case, "Anita")
    assert known_before(world.case("Other")) == [piotr.person]


def test_a_new_supporter_is_named_on_the_page(world: World, case: Case) -> None:
    answer = world.client(world.facilitator).post(address(case, "companion_add"), typed(case))
    (anita,) = companions(case.pk)
    assert answer.headers["Location"] == address(case, "companion", anita.pk)
    assert (anita.person.called, anita.side, anita.words, anita.under_18) == ("Anita", "victim", "Her sister", False)
    page = world.client(world.facilitator).get(answer.headers["Location"]).content.decode()
    assert reverse("cases:ways", args=[case.reference, anita.person_id]) in page
    assert Event.objects.filter(kind=Kind.READING, name="companion.read").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"called": ""}, "Enter what they want to be called"),
        ({"beside": ""}, "Choose beside whom"),
        ({"part": ""}, "Choose what they are there for"),
        ({"under_18": ""}, "Say whether they are under 18"),
        ({"part": "interpreter"}, "Say whether they stand close to neither side"),
        ({"beside": "both"}, "Only an interpreter is there for both sides"),
        ({"beside": "offender", "part": "family"}, "This part is there for the victim only"),
        ({"part": "representative"}, "Choose one of the answers on this page"),
    ],
)
def test_a_slip_is_named_and_nobody_is_added(
    world: World, case: Case, callum: Responsible, change: dict[str, str], words: str
) -> None:
    if change.get("beside") == "offender":
        change = change | {"beside": str(callum.person_id)}
    answer = world.client(world.facilitator).post(address(case, "companion_add"), typed(case, **change))
    assert words in answer.content.decode()
    assert companions(case.pk) == []


def test_an_interpreter_is_there_for_both_and_one_from_the_family_is_warned_of(
    world: World, case: Case, callum: Responsible
) -> None:
    both = typed(case, beside="both", part="interpreter", independent="no", language="Polish, English")
    answer = world.client(world.facilitator).post(address(case, "companion_add"), both)
    (found,) = companions(case.pk)
    assert (found.side, found.beside_id, found.person.language) == ("joint", case.victim_id, "Polish, English")
    warning = "Look for an independent interpreter"
    assert warning in world.client(world.facilitator).get(answer.headers["Location"]).content.decode()
    Companion.objects.filter(pk=found.pk).update(independent=True)
    assert warning not in world.client(world.facilitator).get(answer.headers["Location"]).content.decode()


def test_the_page_takes_a_change_and_an_end(world: World, case: Case) -> None:
    anita, client = beside(world, case), world.client(world.facilitator)
    change = {"part": "family", "words": "His mother", "under_18": "no", "version": "1"}
    assert client.post(address(case, "companion", anita.pk), change).status_code == 302
    clash = client.post(address(case, "companion", anita.pk), change | {"words": "His aunt"}).content.decode()
    assert "Somebody else saved this page" in clash
    assert "His mother" in clash
    assert client.post(address(case, "companion_end", anita.pk), {"why": ""}).status_code == 302
    assert companions(case.pk) == []


def test_strangers_find_none_of_these_pages(world: World, case: Case) -> None:
    anita, other = beside(world, case), world.case("Other")
    pages = [
        address(case, "companion_add"),
        address(case, "companion", anita.pk),
        address(case, "companion_end", anita.pk),
        address(case, "victim_as"),
        address(case, "safeguard", anita.person_id),
    ]
    for page in pages:
        assert world.client(world.facilitator).get(page).status_code == 200
        for user in (world.other_facilitator, world.offender_manager, world.scheme_manager):
            assert world.client(user).get(page).status_code in {403, 404}
    assert world.client(world.facilitator).get(address(other, "companion", anita.pk)).status_code == 404


def test_their_ways_and_name_are_pages_of_the_case_and_their_number_is_revealed_with_a_trace(
    world: World, case: Case
) -> None:
    anita, client = beside(world, case), world.client(world.facilitator)
    point = add_way(
        person=anita.person, way=Way("call", "01632 960777"), by=world.facilitator, at=world.now, side=Side.VICTIM
    )
    for name in ("ways", "person"):
        assert client.get(address(case, name, anita.person_id)).status_code == 200
    assert client.get(address(world.case("Other"), "ways", anita.person_id)).status_code == 404
    reveal = reverse("casefile:reveal", args=[case.reference])
    shown = client.post(reveal, {"what": "point", "id": str(point.pk), "purpose": "contact"})
    assert "01632 960777" in shown.content.decode()
    stranger = world.client(world.other_facilitator)
    assert stranger.post(reveal, {"what": "point", "id": str(point.pk), "purpose": "contact"}).status_code == 404


def test_an_organisation_is_spoken_for(world: World, case: Case) -> None:
    client = world.client(world.facilitator)
    answer = client.post(address(case, "victim_as"), {"victim_as": "organisation"})
    assert answer.headers["Location"] == address(case, "companion_add")
    case.refresh_from_db()
    assert (case.victim_as, Person.objects.get(pk=case.victim_id).kind) == ("organisation", PersonKind.ORGANISATION)
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'value="representative"' in page
    assert 'value="family"' not in page
    client.post(address(case, "victim_as"), {"victim_as": "bereaved"})
    case.refresh_from_db()
    assert (case.victim_as, Person.objects.get(pk=case.victim_id).kind) == ("bereaved", PersonKind.PERSON)


def test_saying_the_same_again_is_no_act(world: World, case: Case) -> None:
    for _twice in range(2):
        describe_victim(case_id=case.pk, victim_as="bereaved", by=world.facilitator, at=world.now)
    assert Event.objects.filter(name="case.victim_described").count() == 1


def test_a_child_is_known_by_age_or_by_word_and_guarded_by_two_people(world: World, case: Case) -> None:
    today = clock.today()
    young = beside(world, case, "Nia", under_18=True)
    born = today.replace(year=today.year - 18)
    grown = beside(world, case, person=world.person("Grown", birth_date=born))
    minor = beside(world, case, person=world.person("Minor", birth_date=born + timedelta(days=1)))
    assert children_in(case, today) == {young.person_id, minor.person_id}
    assert grown.person_id in children_in(case, today - timedelta(days=1))
    written: dict[str, Any] = {"guardian": "Her mother, at home", "lead": str(world.facilitator.pk), "words": ""}
    written |= {
        "happened_at_day": today.day,
        "happened_at_month": today.month,
        "happened_at_year": today.year,
        "happened_at_time": "0:00",
    }
    client = world.client(world.facilitator)
    assert "Choose who leads" in client.post(address(case, "safeguard", young.person_id), {}).content.decode()
    assert not Safeguard.objects.exists()
    assert client.post(address(case, "safeguard", young.person_id), written).status_code == 302
    assert safeguards(case.pk)[young.person_id].lead == world.facilitator


def test_a_safeguard_entered_in_error_guards_nobody(world: World, case: Case) -> None:
    nia = beside(world, case, "Nia", under_18=True)
    row = record_safeguard(
        case_id=case.pk,
        person=nia.person,
        side=Side.VICTIM,
        guardian="Her mother.",
        lead=world.facilitator,
        words="",
        by=world.facilitator,
        at=world.now,
    )
    assert nia.person_id in safeguards(case.pk)
    page = reverse("casefile:error", args=[case.reference, "cases.Safeguard", row.pk])
    assert world.client(world.facilitator).post(page, {"why": "The wrong child"}).status_code == 302
    assert safeguards(case.pk) == {}


def test_the_casefile_shows_them_in_the_file_of_their_side_and_in_the_record(
    world: World, case: Case, callum: Responsible
) -> None:
    anita = beside(world, case)
    beside(world, case, "Joel", beside=callum.person, side=Side.OFFENDER, words="His brother.")
    page = world.client(world.facilitator).get(reverse("casefile:case", args=[case.reference])).content.decode()
    victim_file, _seam, offender_file = page.partition("tp-file--offender")
    assert "Anita: Her sister. Consents: None asked." in victim_file
    assert "Joel: His brother." in offender_file.partition("tp-file--victim")[0]
    assert address(case, "companion", anita.pk) in page
    assert "Anita takes part beside Maya: Supporter" in page
