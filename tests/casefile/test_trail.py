"""Who looked at a case: for those who look after the trail, and for nobody else; and looking is an entry too."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import talkingpiece
from talkingpiece.audit.models import Event, Kind
from talkingpiece.audit.services import record_reading, record_refusal, record_reveal, record_search
from talkingpiece.casefile.presenters.trail import PER_PAGE
from talkingpiece.casefile.presenters.trail_words import ROOMS, SUBJECTS
from talkingpiece.casefile.queries.looking import MOST_LOOKS, MOST_REFUSED, MOST_SEARCHES
from talkingpiece.core import clock
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from tests.matrix.table import table
from tests.world import World, build_world

LOOKED = reverse("casefile:looked")


def trail_of(case) -> str:
    return reverse("casefile:trail", args=[case.reference])


def read(world: World, who: str, address: str) -> str:
    answer = world.client(getattr(world, who)).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def uncovered(world: World, case) -> None:
    record_reveal(
        "point.revealed", by=world.facilitator, about=case, side=Side.VICTIM, purpose="arrange", case_id=case.pk
    )


@pytest.mark.parametrize("who", ["coordinator", "supervisor", "privacy_officer"])
def test_whoever_looks_after_the_trail_sees_who_opened_a_case_and_nobody_of_it(world: World, who: str) -> None:
    case = world.case("Maya", full_name="Maya Deol")
    world.client(world.facilitator).get(reverse("casefile:case", args=[case.reference]))

    page = read(world, who, trail_of(case))

    assert "Daniel Okafor" in page
    assert "Read: the whole case" in page
    assert case.reference in page
    assert "Maya" not in page
    assert "Deol" not in page


@pytest.mark.parametrize("who", ["facilitator", "scheme_manager", "evaluator", "offender_manager", "referrer"])
def test_nobody_else_does(world: World, who: str) -> None:
    case = world.case()
    client = world.client(getattr(world, who))

    for address in (trail_of(case), LOOKED, reverse("casefile:looked_by", args=[world.facilitator.pk])):
        assert client.get(address).status_code == 404


def test_the_privacy_officer_opens_the_trail_and_not_the_case(world: World) -> None:
    case = world.case()
    client = world.client(world.privacy_officer)

    assert client.get(trail_of(case)).status_code == 200
    for page in ("casefile:case", "consents:ledger", "notifications:letters"):
        assert client.get(reverse(page, args=[case.reference])).status_code == 404
    assert client.get(reverse("casefile:cases")).status_code == 404


def test_another_areas_trail_is_not_there(world: World) -> None:
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    theirs = other.case("Joan")
    show_areas([world.area.pk, other.area.pk])
    client = world.client(world.privacy_officer)

    assert client.get(trail_of(theirs)).status_code == 404
    assert client.get(reverse("casefile:looked_by", args=[other.facilitator.pk])).status_code == 404
    assert "There is no such case" in client.post(LOOKED, {"reference": theirs.reference}).content.decode()


def test_a_conflict_of_interest_shuts_the_trail_of_that_case_too(world: World) -> None:
    case = world.case()
    assert world.client(world.supervisor).get(trail_of(case)).status_code == 200

    declare_conflict(
        person=case.victim, user=world.supervisor, words="Her cousin.", by=world.supervisor, at=clock.now()
    )

    assert world.client(world.supervisor).get(trail_of(case)).status_code == 404


def test_looking_is_an_entry_too(world: World) -> None:
    case = world.case()
    for address in (trail_of(case), LOOKED, reverse("casefile:looked_by", args=[world.facilitator.pk])):
        before = Event.objects.filter(actor_id=world.privacy_officer.pk, kind=Kind.READING).count()
        read(world, "privacy_officer", address)
        assert Event.objects.filter(actor_id=world.privacy_officer.pk, kind=Kind.READING).count() == before + 1


def test_what_was_uncovered_and_who_was_refused_stands_first(world: World) -> None:
    case = world.case()
    uncovered(world, case)
    assert world.client(world.other_facilitator).get(reverse("casefile:case", args=[case.reference])).status_code == 404

    page = read(world, "privacy_officer", trail_of(case))
    first = page[page.index('id="first"') : page.index('id="all"')]

    assert "Uncovered: a way of contact" in first
    assert "Ruth Penhaligon" in first
    assert "Was refused: a page" in first
    assert "Read: the whole case" not in first


def test_it_is_narrowed_by_person_and_days_and_cut_into_pages(world: World) -> None:
    case = world.case()
    for _time in range(PER_PAGE + 1):
        record_reading("letters.read", by=world.facilitator, about=case, side=Side.JOINT, case_id=case.pk)
    with clock.pretend(world.now - timedelta(days=20)):
        record_reading("consents.read", by=world.supervisor, about=case, side=Side.JOINT, case_id=case.pk)

    by_one = read(world, "privacy_officer", f"{trail_of(case)}?by={world.facilitator.pk}")
    assert f"1 to {PER_PAGE} of " in by_one
    assert "Read: the consents" not in by_one
    assert "Read: the letters" in read(world, "privacy_officer", f"{trail_of(case)}?by={world.facilitator.pk}&page=2")
    assert "Read: the consents" in read(world, "privacy_officer", f"{trail_of(case)}?by={world.supervisor.pk}")
    assert "Nothing in that time" in read(world, "privacy_officer", f"{trail_of(case)}?by={world.supervisor.pk}&days=7")
    assert read(world, "privacy_officer", f"{trail_of(case)}?by=x&days=x&page=x")


def test_a_page_costs_the_same_however_much_happened(world: World) -> None:
    case = world.case()
    client = world.client(world.privacy_officer)
    addresses = [trail_of(case), LOOKED, reverse("casefile:looked_by", args=[world.facilitator.pk])]

    def count() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    uncovered(world, case)
    before = count()
    for n in range(60):
        who = (world.facilitator, world.other_facilitator, world.supervisor)[n % 3]
        record_reading("casefile.read", by=who, about=case, side=Side.JOINT, case_id=case.pk)

    assert count() == before


def test_the_case_page_costs_the_same_however_long_its_trail(world: World) -> None:
    case = world.case()
    client = world.client(world.coordinator)
    address = reverse("casefile:case", args=[case.reference])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        assert "Who looked at this case" in client.get(address).content.decode()
    for _time in range(40):
        record_reading("casefile.read", by=world.facilitator, about=case, side=Side.JOINT, case_id=case.pk)
    with CaptureQueriesContext(connection) as after:
        client.get(address)

    assert len(after) == len(before)


def test_whoever_does_not_look_after_the_trail_is_offered_no_door_to_it(world: World) -> None:
    case = world.case()

    assert "Who looked at this case" not in read(world, "facilitator", reverse("casefile:case", args=[case.reference]))


def test_what_a_colleague_opened_is_told_by_reference(world: World) -> None:
    case = world.case("Maya")
    world.client(world.facilitator).get(reverse("casefile:case", args=[case.reference]))
    with clock.pretend(world.now - timedelta(days=40)):
        record_reading("letters.read", by=world.facilitator, about=case, side=Side.JOINT, case_id=case.pk)

    page = read(world, "privacy_officer", reverse("casefile:looked_by", args=[world.facilitator.pk]))

    assert "Daniel Okafor" in page
    assert trail_of(case) in page
    assert "Read: the whole case" in page
    assert "Read: the letters" not in page
    assert "Maya" not in page


def test_a_case_is_found_by_its_reference_which_no_address_keeps(world: World) -> None:
    case = world.case()
    client = world.client(world.privacy_officer)

    answer = client.post(LOOKED, {"reference": f" {case.reference.lower()} "})

    assert answer.status_code == 302
    assert answer.headers["Location"] == trail_of(case)
    assert "?" not in answer.headers["Location"]


def refused(world: World, times: int) -> None:
    for n in range(times):
        record_refusal(
            "page.refused",
            by=world.other_facilitator,
            area_id=world.area.pk,
            detail={"page": "casefile:case", "asked": {"reference": f"RDG-26-{n:04}"}, "reason": "not_found"},
        )


def searched(world: World, times: int) -> None:
    for _time in range(times):
        record_search("cases.searched", by=world.other_facilitator, area_id=world.area.pk, detail={"found": 0})


def looked_for(world: World, times: int) -> None:
    for _time in range(times):
        record_search("person.looked_for", by=world.other_facilitator, area_id=world.area.pk, detail={"found": 0})


@pytest.mark.parametrize(
    ("act", "most"), [(refused, MOST_REFUSED), (searched, MOST_SEARCHES), (looked_for, MOST_LOOKS)]
)
def test_more_than_work_explains_is_put_before_the_privacy_officer(world: World, act, most: int) -> None:
    emergencies = reverse("casefile:emergencies")
    act(world, most)
    assert "More than usual" not in read(world, "privacy_officer", emergencies)

    # The same page asked for again is not another one; the next search is another.
    act(world, 1)
    expected = act is not refused
    assert ("More than usual" in read(world, "privacy_officer", emergencies)) is expected
    act(world, most + 1)

    for address in (emergencies, LOOKED, reverse("casefile:looked_by", args=[world.other_facilitator.pk])):
        page = read(world, "privacy_officer", address)
        assert "More than usual" in page
        assert "Ruth Penhaligon" in page


def test_every_kind_of_entry_that_the_code_writes_has_words() -> None:
    """`record…("subject.verb"` in any room; a name that is put together begins with its subject all the same."""
    called = re.compile(r"\b_?(?:record(?:_[a-z_]+)?|note_opened)\(\s*f?\"([a-z_]+)\.[^\"]*\"")
    root = Path(talkingpiece.__file__).parent
    subjects = {one for path in root.rglob("*.py") for one in called.findall(path.read_text())}

    assert len(subjects) > 40, "the pattern no longer finds them"
    assert subjects - set(SUBJECTS) == set()


def test_every_page_of_a_case_has_the_words_of_its_room() -> None:
    rooms = {row.name.split(":")[0] for row in table() if row.of == "case" and row.address.startswith("staff/")}
    named_by_themselves = {"referrals", "api"}
    assert rooms - named_by_themselves == set(ROOMS)


def test_a_page_that_names_nothing_is_told_by_its_room(world: World) -> None:
    case = world.case()
    world.client(world.facilitator).get(reverse("consents:ask", args=[case.reference, case.victim_id, "contact"]))

    assert "Read: a page about what people agreed to" in read(world, "privacy_officer", trail_of(case))


def test_what_led_elsewhere_was_not_read(world: World) -> None:
    case = world.case()
    client = world.client(world.facilitator)

    assert client.get(reverse("casefile:reveal", args=[case.reference])).status_code == 302
    assert not Event.objects.filter(case_id=case.pk, kind=Kind.READING).exists()
