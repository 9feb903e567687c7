"""Leave: who stands in must be able to; nobody asks why; each refusal gives all its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import leave_at
from talkingpiece.accounts.services import end_leave
from talkingpiece.audit.models import Event
from talkingpiece.cases.queries import open_offer, owner_of
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.services import declare_conflict
from talkingpiece.staffing.gates import LeaveFacts, blockers_to_leave, facts_for_offers, leave_warnings, warnings
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.services import answer_offer, arrange_leave, register_facilitator
from tests.world import World

DAY = date(2026, 11, 23)
ABLE = LeaveFacts("Daniel", "Ruth", DAY, DAY + timedelta(days=7), on=DAY - timedelta(days=3))


def test_somebody_able_who_is_there_stands_in() -> None:
    assert blockers_to_leave(ABLE).is_open
    assert leave_warnings(ABLE) == []


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        ({"ends_on": DAY}, "days"),
        ({"on": DAY + timedelta(days=7)}, "days"),
        ({"same_person": True}, "same_person"),
        ({"has_role": False}, "role"),
        ({"can_do_casework": False}, "role"),
        ({"already_away": (DAY, DAY + timedelta(days=2))}, "already_away"),
        ({"stand_in_away": (DAY, DAY + timedelta(days=2))}, "stand_in_away"),
        ({"stands_in_for": "Amina"}, "stands_in"),
        ({"conflicts": ("RDG-26-0001",)}, "conflict"),
    ],
)
def test_each_reason_closes_the_gate_by_itself(spoiled: dict[str, Any], code: str) -> None:
    assert blockers_to_leave(replace(ABLE, **spoiled)).codes == [code]


def test_all_reasons_are_told_at_once() -> None:
    spoiled = replace(ABLE, stand_in_away=(DAY, DAY + timedelta(days=1)), conflicts=("RDG-26-0001",), has_role=False)
    assert set(blockers_to_leave(spoiled).codes) == {"stand_in_away", "conflict", "role"}


@pytest.mark.parametrize(
    "spoiled", [{"too_demanding": ("RDG-26-0001",)}, {"decides_referrals": False}, {"signs_risk": False}]
)
def test_what_only_worries_is_a_warning_and_refuses_nothing(spoiled: dict[str, Any]) -> None:
    facts = replace(ABLE, **spoiled)
    assert blockers_to_leave(facts).is_open
    assert len(leave_warnings(facts)) == 1


def arrange(world: World, *, stand_in: User | None = None, start: int = 1, back: int = 8) -> Leave:
    today = world.now.date()
    return arrange_leave(
        area=world.area,
        user=world.facilitator,
        stand_in=stand_in or world.other_facilitator,
        starts_on=today + timedelta(days=start),
        ends_on=today + timedelta(days=back),
        by=world.coordinator,
        at=world.now,
    )


def test_leave_is_arranged_with_one_entry_and_no_reason(world: World) -> None:
    leave = arrange(world)
    assert leave_at(world.facilitator.pk, world.area.pk, world.now + timedelta(days=3)) == leave
    assert Event.objects.filter(name="leave.arranged", about_id=leave.pk).count() == 1
    assert not [field.name for field in Leave._meta.fields if "why" in field.name or "reason" in field.name]


def test_a_stand_in_who_knows_somebody_is_refused_by_name_of_the_case(world: World) -> None:
    case = world.case()
    declare_conflict(
        user=world.other_facilitator, person=case.victim, words="Neighbours.", by=world.coordinator, at=world.now
    )
    with pytest.raises(Blocked) as refused:
        arrange(world)
    assert refused.value.verdict.codes == ["conflict"]
    assert case.reference in str(refused.value.blockers[0].message)
    assert arrange(world, stand_in=world.coordinator).stand_in == world.coordinator


def test_a_supervisor_who_does_no_casework_does_not_stand_in_for_a_facilitator(world: World) -> None:
    with pytest.raises(Blocked) as refused:
        arrange(world, stand_in=world.supervisor)
    assert refused.value.verdict.codes == ["role"]


def test_two_leaves_at_once_are_one_too_many_and_an_ended_one_counts_no_more(world: World) -> None:
    first = arrange(world)
    with pytest.raises(Blocked) as refused:
        arrange(world, start=3, back=5)
    assert refused.value.verdict.codes == ["already_away"]
    end_leave(leave_id=first.pk, by=world.facilitator, at=world.now)
    assert arrange(world, start=3, back=5).ended_at is None


def test_whoever_promised_to_stand_in_does_not_go_away_then(world: World) -> None:
    arrange(world)
    today = world.now.date()
    with pytest.raises(Blocked) as refused:
        arrange_leave(
            area=world.area,
            user=world.other_facilitator,
            stand_in=world.coordinator,
            starts_on=today + timedelta(days=4),
            ends_on=today + timedelta(days=5),
            by=world.coordinator,
            at=world.now,
        )
    assert refused.value.verdict.codes == ["stands_in"]


def test_a_level_too_low_for_a_sensitive_case_warns(world: World) -> None:
    case = world.case(category="sexual")
    register_facilitator(
        area=world.area,
        user=world.other_facilitator,
        level=Level.FOUNDATION,
        supervision_due_on=world.now.date() + timedelta(days=50),
        vetting_until=world.now.date() + timedelta(days=50),
        by=world.coordinator,
        at=world.now,
    )
    arrange(world)
    page = world.client(world.facilitator).get(reverse("casefile:away", args=[Leave.objects.get().pk]))
    assert case.reference in page.content.decode().split("To think about before")[1]


def dates(world: World, start: int = 1, back: int = 8) -> dict[str, str]:
    first, last = (world.now.date() + timedelta(days=days) for days in (start, back))
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("starts_on", first), ("ends_on", last))
        for part in ("day", "month", "year")
    }


def test_the_page_arranges_and_leads_to_what_falls_into_it(world: World) -> None:
    client = world.client(world.facilitator)
    typed = {**dates(world), "stand_in": str(world.other_facilitator.pk)}
    answer = client.post(reverse("staffing:leave"), typed)
    assert answer["Location"] == reverse("casefile:away", args=[Leave.objects.get().pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Ruth Penhaligon stands in." in page
    assert "Away from" in client.get(reverse("staffing:leave")).content.decode()


def test_every_reason_stands_beside_the_field_and_nothing_typed_is_lost(world: World) -> None:
    arrange(world, stand_in=world.coordinator)
    typed = {**dates(world), "stand_in": str(world.supervisor.pk)}
    page = world.client(world.facilitator).post(reverse("staffing:leave"), typed).content.decode()
    assert "Daniel Okafor is away from" in page
    assert "does not work with people of cases" in page
    assert f'value="{typed["starts_on_day"]}"' in page
    assert Leave.objects.count() == 1


def test_a_day_back_before_the_day_away_is_an_error(world: World) -> None:
    typed = {**dates(world, 8, 2), "stand_in": str(world.other_facilitator.pk)}
    page = world.client(world.facilitator).post(reverse("staffing:leave"), typed).content.decode()
    assert "The first day back must come after the first day away" in page
    assert not Leave.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("coordinator", 302), ("scheme_manager", 302), ("facilitator", 404)])
def test_the_leave_of_others_is_set_by_those_who_set_leave(world: World, who: str, status: int) -> None:
    path = reverse("staffing:leave_of", args=[world.facilitator.pk])
    typed = {**dates(world), "stand_in": str(world.other_facilitator.pk)}
    assert world.client(getattr(world, who)).post(path, typed).status_code == status
    assert Leave.objects.count() == (status == 302)


@pytest.mark.parametrize(("who", "ended"), [("facilitator", True), ("coordinator", True), ("other_facilitator", False)])
def test_a_leave_is_ended_early_by_whose_it_is_or_who_sets_leave(world: World, who: str, ended: bool) -> None:
    leave = arrange(world, start=0)
    answer = world.client(getattr(world, who)).post(reverse("staffing:end_leave", args=[leave.pk]))
    leave.refresh_from_db()
    assert (leave.ended_at is not None) is ended
    assert answer.status_code == (302 if ended else 404)


def test_an_offer_to_somebody_who_is_away_says_so(world: World) -> None:
    case = world.case()
    words = {user.pk: warnings(facts) for user, facts in facts_for_offers(case, "owner", world.now)}
    assert words[world.other_facilitator.pk] == []
    today = world.now.date()
    arrange_leave(
        area=world.area,
        user=world.other_facilitator,
        stand_in=world.coordinator,
        starts_on=today,
        ends_on=today + timedelta(days=4),
        by=world.coordinator,
        at=world.now,
    )
    words = {user.pk: warnings(facts) for user, facts in facts_for_offers(case, "owner", world.now)}
    assert "Is away" in words[world.other_facilitator.pk][0]


def test_a_pile_is_offered_at_once_and_each_case_counts_only_when_accepted(world: World) -> None:
    maya, peter = world.case("Maya"), world.case("Peter")
    client = world.client(world.facilitator)
    typed = {"everything": str(world.other_facilitator.pk), "words": "Six weeks away. Maya likes mornings."}
    assert client.post(reverse("staffing:hand_over"), typed).status_code == 302
    assert owner_of(maya.pk) == owner_of(peter.pk) == world.facilitator
    offer = open_offer(maya.pk)
    assert offer is not None
    answer_offer(offer=offer, accepted=True, words="", by=world.other_facilitator, at=world.now)
    assert (owner_of(maya.pk), owner_of(peter.pk)) == (world.other_facilitator, world.facilitator)


@pytest.mark.parametrize(("who", "offered"), [("coordinator", True), ("scheme_manager", False)])
def test_handing_over_is_offered_to_those_who_may(world: World, who: str, offered: bool) -> None:
    page = world.client(getattr(world, who)).get(reverse("staffing:leave_of", args=[world.facilitator.pk]))
    door = reverse("staffing:hand_over_of", args=[world.facilitator.pk])
    assert (door in page.content.decode()) is offered


def test_a_pile_to_nobody_is_an_error_and_strangers_do_not_see_it(world: World) -> None:
    world.case()
    page = world.client(world.facilitator).post(reverse("staffing:hand_over"), {"words": "Please."}).content.decode()
    assert "Choose to whom you offer them" in page
    path = reverse("staffing:hand_over_of", args=[world.facilitator.pk])
    assert world.client(world.other_facilitator).get(path).status_code == 404
    assert world.client(world.coordinator).get(path).status_code == 200
