"""Rows held against the rules, in the order of the victim's wish; what somebody decides; a no that stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from talkingpiece.agreements.states import Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.areas.services import add_agency, adopt_profile
from talkingpiece.cases.models import Ball
from talkingpiece.cases.states import Route
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.identification import services
from talkingpiece.identification.access import visible_rows
from talkingpiece.identification.models import Extract, Screened
from talkingpiece.identification.queries import never_asked, on_the_work_list, owed
from talkingpiece.identification.states import ScreenState
from talkingpiece.people.services import Way, declare_conflict
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.gates import blockers_to_accept, facts_for_accept
from talkingpiece.referrals.models import Referral, SaidNo, SaidNoToken
from talkingpiece.referrals.remit import RemitFacts
from talkingpiece.referrals.services import record_asked
from talkingpiece.referrals.states import FirstContact, ReferralState
from tests.agreements.given import over
from tests.identification.given import accepted, as_csv, for_lists, police, police_row, screened, taken_in
from tests.world import World, as_area

DAY = timedelta(days=1)
ONLY_CHILDREN = {
    "id": "trial_first",
    "effect": "exclude",
    "when": [{"fact": "age", "any_of": ["adult"]}],
    "reason": "Only children, for this test.",
    "review_on": "2027-01-01",
}


def listed(world: World) -> list[str]:
    rows = on_the_work_list(visible_rows(world.coordinator), timezone.localdate())
    return [row.content["victim"] for row in rows]


def says(row: Screened) -> tuple[str, list[str]]:
    row.refresh_from_db()
    return row.state, row.failing


def again(world: World) -> None:
    services.screen_area(area_id=world.area.pk, at=clock.now())


def person(number: int, **changes: str) -> dict[str, str]:
    return {**police_row(number), "Wish": "not asked", "VCS status": "", "Release date": "", **changes}


def liaison(world: World) -> Agency:
    for_lists(world, world.liaison)
    return world.liaison


def test_a_row_that_passes_waits_for_a_person(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    assert says(row) == (ScreenState.WAITING, [])
    assert listed(world) == ["Bram Ashdown"]
    assert (row.offence, row.age_band, row.rank) == ("burglary", "45_64", 2)


def test_the_victims_wish_comes_first_then_time_left_then_waiting(world: World) -> None:
    soon = (timezone.localdate() + 90 * DAY).strftime("%d/%m/%Y")
    later = (timezone.localdate() + 900 * DAY).strftime("%d/%m/%Y")
    rows = [
        person(1, **{"Offence Date": "01/02/2026"}),
        person(2, **{"Offence Date": "01/01/2026"}),
        person(3, **{"Release date": later}),
        person(4, **{"Release date": soon}),
        person(5, Wish="Is open to it"),
        person(6, Wish="Asked for it"),
    ]
    screened(world, liaison(world), rows)
    names = ["Linnea", "Tobias", "Maren", "Idris", "Saskia", "Bram"]
    assert [one.split()[0] for one in listed(world)] == names


def test_every_rule_that_a_row_fails_is_kept(world: World) -> None:
    row = person(1, Wish="Said no", **{"VCS status": "opted out"})
    [found] = screened(world, liaison(world), [row])
    state, failing = says(found)
    assert state == ScreenState.KEPT_OUT
    assert failing == ["said_no", "wish_no", "scheme_out"]
    assert listed(world) == []


def test_a_row_about_the_offender_adds_to_the_victims(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    assert row.time_left_on is None
    probation = add_agency(name="Probation, Saltmarsh", kind="probation")
    for_lists(world, probation)
    ends = timezone.localdate() + 100 * DAY
    more = {
        "Name": "Kit Marlow",
        "CRN": "X123456",
        "Crime ref": "RD 4001-26",
        "Order end": ends.strftime("%d/%m/%Y"),
        "Registrations": "MAPP; RVAD",
    }
    [about] = screened(world, probation, [more])
    assert says(about) == (ScreenState.KEPT_OUT, ["adds_to"])
    row.refresh_from_db()
    assert row.time_left_on == ends
    assert set(row.cautions) == {"mappa", "vulnerable_adult", "little_time"}


def test_an_agreement_that_is_over_keeps_its_rows_out_until_another_is_in_force(world: World) -> None:
    agency = police(world)
    [row] = screened(world, agency, [police_row(1)])
    over(row.extract.agreement)
    again(world)
    assert says(row) == (ScreenState.KEPT_OUT, ["not_covered"])
    for_lists(world, agency, signed_at=clock.now(), starts_on=timezone.localdate())
    again(world)
    assert says(row) == (ScreenState.WAITING, [])


def test_an_accepted_row_is_a_referral_with_one_owner_and_the_words_of_the_rule(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    referral = accepted(world, row)

    assert (referral.route, referral.state, referral.owner) == (Route.EXTRACTION, ReferralState.NEW, world.coordinator)
    assert (referral.full_name, referral.called, referral.category) == ("Bram Ashdown", "Bram", "burglary")
    assert (referral.first_contact, referral.first_contact_agreed) == (FirstContact.RULE, False)
    assert "Would you like to hear more?" in referral.first_contact_words
    assert referral.ways[0]["value"] == "07700 900001"
    assert "Nobody has asked them" in referral.ways[0]["note"]
    assert Ball.objects.filter(subject_id=referral.pk, closed_at__isnull=True).count() == 1
    assert says(row) == (ScreenState.ACCEPTED, [])
    assert listed(world) == []


def test_where_the_agency_speaks_with_them_first_we_get_no_way_to_reach_them(world: World) -> None:
    [row] = screened(world, liaison(world), [person(1)])
    referral = accepted(world, row)
    assert (referral.first_contact_by, referral.ways) == ("agency", [])


def test_whoever_asked_for_it_and_when_is_not_asked_by_a_rule(world: World) -> None:
    row = person(1, Wish="Asked for it", **{"Asked on": "02/10/2026"})
    [found] = screened(world, liaison(world), [row])
    referral = accepted(world, found)
    assert (referral.first_contact, referral.first_contact_agreed) == (FirstContact.ASKED, True)
    assert str(referral.agreed_on) == "2026-10-02"


def test_a_row_is_accepted_once(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    version = row.version
    accepted(world, row)
    with pytest.raises(IllegalTransition):
        services.accept_row(screened_id=row.pk, version=version, by=world.coordinator, at=clock.now())
    assert Referral.objects.count() == 1


def test_the_same_person_in_another_list_is_not_offered_twice(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    accepted(world, row)
    [other] = screened(world, liaison(world), [person(1)])
    assert says(other) == (ScreenState.KEPT_OUT, ["known_here", "with_another"])


def test_somebody_who_came_by_themselves_meanwhile_keeps_a_row_from_being_accepted(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    world.case("Bram", full_name="Bram Ashdown", ways=(Way("call", "07700 900001"),))
    with pytest.raises(Blocked) as why:
        accepted(world, row)
    assert why.value.verdict.codes == ["rule:known_here"]


def test_an_agreement_that_ended_since_keeps_it_from_being_accepted(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    over(row.extract.agreement)
    with pytest.raises(Blocked) as why:
        accepted(world, row)
    assert why.value.verdict.codes == ["rule:not_covered"]
    assert not Referral.objects.exists()


def test_what_somebody_decided_no_run_undoes(world: World) -> None:
    first, second = screened(world, police(world), [police_row(1), police_row(2)])
    mine: Any = {"by": world.coordinator, "at": clock.now()}
    services.leave_out(screened_id=first.pk, version=first.version, why="wrong", words="Not her.", **mine)
    services.put_off(screened_id=second.pk, version=second.version, until=None, **mine)
    again(world)
    assert says(first)[0] == ScreenState.LEFT_OUT
    assert says(second)[0] == ScreenState.LATER
    assert listed(world) == []
    second.refresh_from_db()
    assert second.later_on == timezone.localdate() + 28 * DAY


def test_what_was_put_off_comes_back_on_its_day_and_what_was_left_out_can_be_taken_back(world: World) -> None:
    first, second = screened(world, police(world), [police_row(1), police_row(2)])
    mine: Any = {"by": world.coordinator, "at": clock.now()}
    services.put_off(screened_id=first.pk, version=first.version, until=timezone.localdate(), **mine)
    services.leave_out(screened_id=second.pk, version=second.version, why="wrong", words="", **mine)
    assert len(listed(world)) == 1
    second.refresh_from_db()
    services.put_off(screened_id=second.pk, version=second.version, until=timezone.localdate(), **mine)
    assert len(listed(world)) == 2
    assert accepted(world, second)


def test_whoever_is_known_as_an_offender_is_screened_as_everybody_else(world: World) -> None:
    """Nothing of one matter shows in the other, not even that there is one."""
    case = world.case("Joan")
    world.responsible(case, "Bram")
    known = world.person("Bram", side=Side.OFFENDER, full_name="Bram Ashdown", ways=(Way("call", "07700 900001"),))
    assert known
    [row] = screened(world, police(world), [police_row(1)])
    assert (row.state, row.failing, row.cautions, row.person_id) == (ScreenState.WAITING, [], [], None)


def test_somebody_with_an_open_case_is_not_offered_it(world: World) -> None:
    world.case("Bram", full_name="Bram Ashdown", ways=(Way("call", "07700 900001"),))
    [row] = screened(world, police(world), [police_row(1)])
    assert says(row) == (ScreenState.KEPT_OUT, ["known_here"])


def test_a_name_alone_keeps_nobody_out_and_is_said(world: World) -> None:
    world.case("Bram", full_name="Bram Ashdown", ways=())
    [row] = screened(world, police(world), [police_row(1)])
    assert (row.state, row.cautions) == (ScreenState.WAITING, ["maybe_known"])


def test_a_row_of_somebody_whom_the_screener_knows_is_not_there_for_them(world: World) -> None:
    case = world.case("Bram", full_name="Bram Ashdown", ways=())
    [row] = screened(world, police(world), [police_row(1)])
    declare_conflict(user=world.coordinator, person=case.victim, words="My cousin.", by=world.supervisor, at=world.now)
    assert listed(world) == []
    with pytest.raises(Blocked) as why:
        accepted(world, row)
    assert "conflict" in why.value.verdict.codes


# A no stands


def asked(world: World, referral: Referral, *, agreed: bool) -> None:
    record_asked(
        referral_id=referral.pk,
        agreed=agreed,
        on=timezone.localdate(),
        how="telephone",
        words="",
        may_know="nothing",
        by=world.coordinator,
        at=clock.now(),
    )


def test_whoever_said_no_is_not_offered_it_again_not_after_the_list_is_deleted(world: World) -> None:
    agency = police(world)
    [row] = screened(world, agency, [police_row(1)])
    asked(world, accepted(world, row), agreed=False)
    services.delete_rows(extract_id=row.extract_id, by=world.coordinator, at=clock.now())

    [other] = screened(world, liaison(world), [person(1, **{"Occurrence Number": "X/9/26"})])
    assert says(other) == (ScreenState.KEPT_OUT, ["said_no"])


def test_a_no_that_the_agency_heard_outlives_its_list(world: World) -> None:
    found = taken_in(world, liaison(world), as_csv([person(1, Wish="Said no"), person(2)]))
    assert SaidNo.objects.count() == 1
    services.delete_rows(extract_id=found.pk, by=world.coordinator, at=clock.now())
    rows = screened(world, police(world), [police_row(1), police_row(2)])
    assert [row.failing for row in rows] == [["said_no"], []]


def test_a_no_is_known_by_tokens_alone(world: World) -> None:
    taken_in(world, liaison(world), as_csv([person(1, Wish="Do not contact")]))
    said = SaidNo.objects.get()
    assert {field.name for field in SaidNo._meta.fields} == {"id", "area", "said_at", "agency"}
    assert all(len(bytes(one.token)) == 16 for one in SaidNoToken.objects.filter(said_no=said))


def test_a_yes_is_no_no(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    asked(world, accepted(world, row), agreed=True)
    assert not SaidNo.objects.exists()


def test_a_household_shares_no_no(world: World) -> None:
    agency = police(world)
    [row] = screened(world, agency, [police_row(1)])
    asked(world, accepted(world, row), agreed=False)
    wife = police_row(2, Aggrieved="Saskia Ashdown", Mobile="07700 900001", DOB="01/01/1990")
    [other] = screened(world, agency, [wife])
    assert says(other) == (ScreenState.WAITING, [])


def test_an_agency_that_names_them_again_by_a_rule_is_held_at_the_door(world: World) -> None:
    agency = police(world)
    [row] = screened(world, agency, [police_row(1)])
    asked(world, accepted(world, row), agreed=False)
    Referral.objects.update(first_contact=FirstContact.RULE, agreed_on=None, state=ReferralState.NEW)
    verdict = blockers_to_accept(
        facts_for_accept(
            Referral.objects.get(), RemitFacts(stage="post_sentence"), same_person="new", by=world.coordinator
        )
    )
    assert verdict.codes == ["said_no"]


# Counted after it is gone, and owed


def test_what_became_of_a_row_is_counted_after_it_is_deleted_and_says_no_longer_of_whom(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    accepted(world, row)
    services.delete_rows(extract_id=row.extract_id, by=world.coordinator, at=clock.now())
    [left] = Screened.objects.values("state", "offence", "row", "referral", "person")
    assert list(left.values()) == [ScreenState.ACCEPTED, "burglary", None, None, None]
    assert not visible_rows(world.coordinator).exists()


def test_whoever_passed_and_was_not_taken_up_in_time_is_owed_an_offer(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    rows = Screened.objects.all()
    assert not owed(rows, world.area.pk, clock.now())
    assert list(owed(rows, world.area.pk, clock.now() + 29 * DAY)) == [row]
    Extract.objects.update(taken_at=clock.now() - 40 * DAY)
    assert list(owed(rows, world.area.pk, clock.now())) == [row]
    referral = accepted(world, row)
    assert not owed(rows, world.area.pk, clock.now())
    assert not never_asked(world.area.pk, clock.now())
    assert list(never_asked(world.area.pk, clock.now() + 29 * DAY)) == [referral]


def test_an_area_changes_its_rules_and_every_row_is_held_against_them(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    adopt_profile(area=world.area, differences={"identification": {"rules": [ONLY_CHILDREN]}}, at=clock.now())
    again(world)
    assert says(row) == (ScreenState.KEPT_OUT, ["trial_first"])
    assert Purpose.LISTS in row.extract.agreement.purposes


def beside(world: World, act: Any) -> Any:
    """In a transaction of its own, on a connection of its own."""
    try:
        with as_area(world), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            return act()
    finally:
        connection.close()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_what_is_decided_while_a_run_goes_on_is_not_undone_by_it(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        decided, other = screened(world, police(world), [police_row(1), police_row(2)])
        differences = {"identification": {"rules": [ONLY_CHILDREN]}}
        adopt_profile(area=world.area, differences=differences, at=clock.now())
    with ThreadPoolExecutor(1) as run:
        with as_area(world):
            services.leave_out(
                screened_id=decided.pk,
                version=decided.version,
                why="other",
                words="",
                by=world.coordinator,
                at=clock.now(),
            )
            going_on = run.submit(beside, world, lambda: again(world))
            for _ in range(200):
                if going_on.done() or waits_for_a_lock():
                    break
                sleep(0.05)
            assert waits_for_a_lock()
        going_on.result(30)
    with as_area(world):
        assert says(decided)[0] == ScreenState.LEFT_OUT
        assert says(other) == (ScreenState.KEPT_OUT, ["trial_first"])


def test_nobody_who_writes_waits_for_a_run(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        screened(world, police(world), [police_row(1)])
    with ThreadPoolExecutor(1) as other, as_area(world):
        again(world)
        case = other.submit(beside, world, lambda: world.case("Odile"))
        assert case.result(25).reference
