"""Who is responsible, who supervises them, what the court decided."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.models import Case, Responsible, Sentence
from talkingpiece.cases.queries import sentence_of
from talkingpiece.cases.services import name_supervisor
from tests.world import World

WHEN = {"at_day": "20", "at_month": "11", "at_year": "2026", "at_time": "9am"}


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


@pytest.fixture
def responsible(world: World, case: Case) -> Responsible:
    return world.responsible(case)


def post(world: World, case: Case, name: str, typed: dict[str, Any], *more: Any, who: str = "facilitator") -> Any:
    address = reverse(f"cases:{name}", args=[case.reference, *more])
    return world.client(getattr(world, who)).post(address, typed)


def get(world: World, case: Case, name: str, *more: Any, who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).get(reverse(f"cases:{name}", args=[case.reference, *more]))


def test_a_responsible_person_is_added_with_whoever_supervises_them(world: World, case: Case) -> None:
    typed = {
        "called": "Callum",
        "full_name": "Callum Reeve",
        "birth_date_day": "17",
        "birth_date_month": "5",
        "birth_date_year": "1994",
        "supervised": "manager",
        "manager": str(world.offender_manager.pk),
        "held_at": "HMP Wintercombe",
    }
    assert post(world, case, "responsible_add", typed).status_code == 302
    added = Responsible.objects.get(case=case)
    assert (added.person.name, added.person.birth_date) == ("Callum Reeve", "1994-05-17")
    assert (added.offender_manager, added.agency) == (world.offender_manager, world.probation)
    assert (added.held_at, added.without_manager) == ("HMP Wintercombe", False)


@pytest.mark.parametrize(
    ("supervised", "agency", "without"), [("agency", True, False), ("none", False, True), ("unknown", False, False)]
)
def test_who_supervises_them_may_be_known_in_part(
    world: World, case: Case, supervised: str, agency: bool, without: bool
) -> None:
    typed = {"called": "Callum", "supervised": supervised, "agency": str(world.probation.pk)}
    assert post(world, case, "responsible_add", typed).status_code == 302
    added = Responsible.objects.get(case=case)
    assert added.offender_manager is None
    assert (added.agency is not None, added.without_manager) == (agency, without)


def test_what_is_missing_is_said_and_nobody_is_made(world: World, case: Case) -> None:
    page = post(world, case, "responsible_add", {"full_name": "Callum Reeve", "supervised": "manager"}).content.decode()
    assert "Enter a name to call them by" in page
    assert "Choose the offender manager" in page
    assert 'value="Callum Reeve"' in page
    assert not Responsible.objects.exists()


def test_a_user_who_is_no_offender_manager_cannot_be_named(world: World, case: Case) -> None:
    typed = {"called": "Callum", "supervised": "manager", "manager": str(world.facilitator.pk)}
    assert "Choose one of the answers on this page" in post(world, case, "responsible_add", typed).content.decode()
    assert not Responsible.objects.exists()


def test_a_new_manager_is_named_once_and_a_clash_is_shown(world: World, case: Case, responsible: Responsible) -> None:
    typed = {"supervised": "none", "held_at": "HMP Foxcombe", "version": "1"}
    name_supervisor(
        responsible_id=responsible.pk,
        version=1,
        agency=world.probation,
        offender_manager=world.offender_manager,
        without_manager=False,
        held_at="HMP Wintercombe",
        by=world.coordinator,
        at=world.now,
    )
    page = post(world, case, "responsible", typed, responsible.pk)
    assert page.status_code == 200
    text = page.content.decode()
    for words in ["Somebody else saved this page while you were writing", "Recorded, and sealed", "Tom Adeyemi"]:
        assert words in text
    assert "HMP Wintercombe" not in text
    responsible.refresh_from_db()
    assert responsible.offender_manager_id == world.offender_manager.pk
    assert post(world, case, "responsible", typed | {"version": "2"}, responsible.pk).status_code == 302
    responsible.refresh_from_db()
    assert responsible.without_manager


def test_where_they_are_held_stays_sealed_in_the_form_and_is_kept_unless_somebody_changes_it(
    world: World, case: Case, responsible: Responsible
) -> None:
    assert "They are not held there any more" not in get(world, case, "responsible", responsible.pk).content.decode()
    typed = {"supervised": "none", "held_at": "HMP Wintercombe", "version": "1"}
    post(world, case, "responsible", typed, responsible.pk)
    page = get(world, case, "responsible", responsible.pk).content.decode()
    assert "HMP Wintercombe" not in page
    assert "It is recorded, and sealed" in page
    assert reverse("casefile:reveal", args=[case.reference]) in page
    for version, changes, known in [
        ("2", {"held_at": ""}, "HMP Wintercombe"),
        ("3", {"held_at": "HMP Foxcombe"}, "HMP Foxcombe"),
        ("4", {"held_at": "", "not_held": "on"}, ""),
    ]:
        assert (
            post(world, case, "responsible", typed | changes | {"version": version}, responsible.pk).status_code == 302
        )
        responsible.refresh_from_db()
        assert responsible.held_at == known


def test_the_sentence_is_written_down_with_whoever_said_so(world: World, case: Case, responsible: Responsible) -> None:
    typed = {
        "kind": "custody",
        "length": "30 months",
        "release_on_day": "3",
        "release_on_month": "2",
        "release_on_year": "2027",
        "known_from": "offender_manager",
        **WHEN,
    }
    assert post(world, case, "sentence", typed, responsible.pk).status_code == 302
    known = sentence_of(responsible.pk)
    assert known is not None
    assert (known.length, known.release_on, known.known_from) == ("30 months", date(2027, 2, 3), "offender_manager")
    page = get(world, case, "sentence", responsible.pk).content.decode()
    assert "From the offender manager" in page
    assert 'value="2027"' in page


def test_the_newest_sentence_counts_and_the_older_stays(world: World, case: Case, responsible: Responsible) -> None:
    post(world, case, "sentence", {"kind": "unknown", "known_from": "victim", **WHEN}, responsible.pk)
    post(world, case, "sentence", {"kind": "community", "known_from": "court", **WHEN}, responsible.pk)
    known = sentence_of(responsible.pk)
    assert known is not None
    assert known.kind == "community"
    assert Sentence.objects.count() == 2
    page = get(world, case, "sentence", responsible.pk).content.decode()
    assert page.count("Counts now") == 1


def test_dates_that_run_backwards_are_refused_beside_the_field(
    world: World, case: Case, responsible: Responsible
) -> None:
    typed = {
        "kind": "custody",
        "known_from": "court",
        "parole_from_day": "3",
        "parole_from_month": "2",
        "parole_from_year": "2027",
        "parole_until_day": "2",
        "parole_until_month": "2",
        "parole_until_year": "2027",
        **WHEN,
    }
    page = post(world, case, "sentence", typed, responsible.pk).content.decode()
    assert "This day is before “Parole may be heard from”. Check both" in page
    assert not Sentence.objects.exists()


@pytest.mark.parametrize("name", ["responsible", "sentence", "legal_check", "restriction"])
def test_an_offender_of_another_case_is_not_found(
    world: World, case: Case, responsible: Responsible, name: str
) -> None:
    other = world.responsible(world.case("Nadia"), "Dean")
    assert get(world, case, name, responsible.pk).status_code == 200
    assert get(world, case, name, other.pk).status_code == 404
    assert get(world, case, name, responsible.pk, who="other_facilitator").status_code == 404
