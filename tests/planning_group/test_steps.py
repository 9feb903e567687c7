"""What the records show of the checklist, and what somebody wrote down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event
from talkingpiece.config.profile import validate
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.planning_group.checklist import MODEL, STEPS
from talkingpiece.planning_group.evidence import SOURCES, Standing
from talkingpiece.planning_group.profile import PlanningGroup
from talkingpiece.planning_group.queries import steps_of
from talkingpiece.planning_group.services import give_evidence, take_back_evidence
from talkingpiece.planning_group.states import Source
from talkingpiece.staffing.models import Duty, Facilitator
from tests.agreements.given import over
from tests.world import World


def item(world: World, key: str) -> Standing:
    return next(one for one in steps_of(world.area, world.now) if one.item.key == key)


def give(world: World, key: str = "principles", **more: Any) -> Any:
    given: dict[str, Any] = {"words": "Adopted by all.", "dated": world.now.date() - timedelta(days=30)} | more
    return give_evidence(area_id=world.area.pk, item=key, by=world.scheme_manager, at=world.now, **given)


def test_every_step_has_items_and_every_source_a_function() -> None:
    assert {one.step for one in MODEL} == set(STEPS)
    assert set(SOURCES) == set(Source)


def test_an_agreement_is_evidence_while_it_is_in_force(world: World) -> None:
    found = item(world, "agreement_probation")
    assert found.met
    assert "RDG-PROB-3 with Probation, Ridgeway, in force until" in found.found.words
    over(at=world.now)
    found = item(world, "agreement_probation")
    assert (found.met, found.found.words) == (False, "No such agreement is in force.")


def test_an_agreement_with_another_agency_is_none_with_a_prison(world: World) -> None:
    assert not item(world, "agreement_prison").met


def test_a_supervisor_in_post_is_named(world: World) -> None:
    assert item(world, "supervisor").found.words == "Sian Maddox."
    world.supervisor.is_active = False
    world.supervisor.save()
    assert not item(world, "supervisor").met


def test_nobody_signs_what_they_assess_themselves(world: World) -> None:
    assert item(world, "second_signature").met
    for user in (world.supervisor, world.facilitator):
        user.is_active = False
        user.save()
    give_role(user=world.other_facilitator, area=world.area, role=Role.CASE_SUPERVISOR, by=None, at=world.now)
    assert not item(world, "second_signature").met


def test_the_duty_owner_is_looked_up_now(world: World) -> None:
    assert item(world, "duty").found.words == "Priya Raman is on duty now."
    assert item(world, "route").met
    Duty.objects.all().delete()
    assert not item(world, "duty").met
    assert not item(world, "route").met


def test_two_facilitators_at_the_level_are_needed(world: World) -> None:
    assert item(world, "facilitators").met
    Facilitator.objects.filter(user=world.other_facilitator).update(level="foundation")
    found = item(world, "facilitators")
    assert not found.met
    assert "That is 1 of 2." in found.found.words


def test_a_lapsed_supervision_is_said_by_name(world: World) -> None:
    assert item(world, "supervision").met
    Facilitator.objects.filter(user=world.facilitator).update(supervision_due_on=world.now.date() - timedelta(days=1))
    assert "Daniel Okafor" in item(world, "supervision").found.words
    assert not item(world, "supervision").met


def test_what_the_profile_says_counts_once_it_is_adopted(world: World) -> None:
    assert "Area profile, version 1" in item(world, "risk_form").found.words
    late = [{"code": "x", "outcome": "outside", "reason": "R.", "review_on": "2020-01-01", "ages": ["child"]}]
    rules = [*late, {"code": "harmed", "outcome": "in_remit", "reason": "R."}]
    assert item(world, "remit").met
    adopt_profile(area=world.area, differences=validate({"remit": {"rules": rules}}), at=world.now)
    assert not item(world, "remit").met
    assert "version 2" in item(world, "risk_form").found.words


def test_figures_that_were_taken_are_seen_in_the_trail(world: World) -> None:
    from django.urls import reverse

    assert not item(world, "figures_seen").met
    world.client(world.scheme_manager).post(reverse("evaluation:csv"))
    from talkingpiece.protection.context import show_areas

    show_areas([world.area.pk])
    assert item(world, "figures_seen").met


def test_what_somebody_wrote_down_counts_with_their_name_until_its_day(world: World) -> None:
    assert not item(world, "principles").met
    give(world, until=world.now.date())
    found = item(world, "principles")
    assert found.met
    assert "Adopted by all." in found.found.words
    assert "Ngozi Balogun" in found.found.words
    after = next(s for s in steps_of(world.area, world.now + timedelta(days=1)) if s.item.key == "principles")
    assert not after.met
    assert "It counted until" in after.found.words


def test_a_later_paper_that_ended_does_not_hide_one_that_counts(world: World) -> None:
    today = world.now.date()
    give(world, dated=today - timedelta(days=40))
    give(world, dated=today - timedelta(days=20), until=today - timedelta(days=10), words="For a trial.")
    assert item(world, "principles").met


def test_evidence_is_taken_back_in_the_open_and_once(world: World) -> None:
    given = give(world)
    take_back_evidence(evidence_id=given.pk, why="It was a draft.", by=world.coordinator, at=world.now)
    assert not item(world, "principles").met
    with pytest.raises(IllegalTransition):
        take_back_evidence(evidence_id=given.pk, why="Again.", by=world.coordinator, at=world.now)
    assert [e.name for e in Event.objects.filter(name__startswith="evidence.").order_by("name")] == [
        "evidence.given",
        "evidence.taken_back",
    ]


def test_evidence_for_something_that_nobody_asks_is_not_taken(world: World) -> None:
    with pytest.raises(KeyError):
        give(world, "nonsense")


def test_an_area_can_have_its_own_list_but_not_an_empty_one(world: World) -> None:
    with pytest.raises(ValidationError, match="Step 1 asks for nothing"):
        PlanningGroup(items=())
    with pytest.raises(ValidationError, match="Only steps 1 to 5"):
        PlanningGroup(items=(*MODEL, MODEL[0].model_copy(update={"key": "other", "step": 7})))
    with pytest.raises(ValidationError, match="twice"):
        PlanningGroup(items=(*MODEL, MODEL[0]))
    own = [one.model_dump(mode="json") for one in MODEL if one.key != "scoping"]
    adopt_profile(area=world.area, differences=validate({"planning_group": {"items": own}}), at=world.now)
    assert "scoping" not in {one.item.key for one in steps_of(world.area, world.now)}


def test_the_steps_take_as_many_queries_with_much_evidence(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            steps_of(world.area, world.now)
        return len(seen)

    before = queries()
    for n in range(5):
        give(world, words=f"Paper {n}.")
        user = add_user(email=f"x{n}@example.org", name=f"Xenia {n}", at=world.now)
        give_role(user=user, area=world.area, role=Role.FACILITATOR, by=None, at=world.now - timedelta(days=1))
    assert queries() == before
