"""An approach is data. What the gates ask of it follows from its entry, and from nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import talkingpiece
from talkingpiece.areas.services import adopt_profile
from talkingpiece.cases.profile import CONFERENCE, HEALING_CIRCLE, ApproachDef, Approaches, Purpose
from talkingpiece.config.profile import validate
from talkingpiece.engagement.profile import Engagement
from talkingpiece.meetings.conditions import BookingFacts, blockers_to_book, blockers_to_choose, worries
from talkingpiece.meetings.models import CheckKind, Part, RoundKind
from talkingpiece.protection.classes import Side
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.states import About
from tests.meetings.circle import CircleScene, make_circle_scene
from tests.meetings.conftest import Scene
from tests.meetings.ready import POLICY, assessed, case, person, ready, seat
from tests.world import World

CODE = Path(talkingpiece.__file__).parent
WALK = {
    "key": "walk",
    "name": "A walk",
    "explained": "You walk together, with somebody from the service.",
    "mode": "without_offender",
    "parts": ["victim"],
    "may": ["supporter", "community"],
    "leading": {"lead": "Walks ahead", "second": "Walks last", "fewest": 2},
    "purposes": [{"key": "air", "name": "To be outside"}],
    "rounds": [{"kind": "opening", "prompt": "Where shall we go?"}],
    "checks": ["on_the_day"],
    "ends": "completed_circle",
}


def circle(**more: Any) -> BookingFacts:
    """A circle with everything: Joan, her daughter, and somebody from the street."""
    facts = replace(
        ready(),
        approach=HEALING_CIRCLE.key,
        approach_name=HEALING_CIRCLE.name,
        scope="indirect",
        needs=HEALING_CIRCLE.parts,
        may=HEALING_CIRCLE.may,
        seats=(
            seat("Joan", "victim", Side.VICTIM),
            seat("Carol", "supporter", Side.VICTIM, chose=None),
            seat("Mr Aziz", "community", Side.VICTIM, chose=None, of_case=False),
        ),
        offenders=(),
    )
    risk = replace(assessed(joined=()), approach=HEALING_CIRCLE.key, mode="without_offender")
    return replace(case(facts, risk=risk), **more)


def codes(facts: BookingFacts) -> list[str]:
    return blockers_to_book(facts, POLICY).codes


def test_a_circle_is_booked_without_a_word_about_the_other_person() -> None:
    verdict = blockers_to_book(circle(), POLICY)
    assert verdict.is_open
    words = " ".join(str(one.met) for one in verdict.conditions)
    assert "Callum" not in words
    assert "offender" not in words.lower()


@given(
    chose=st.booleans(),
    ready_=st.booleans(),
    attends=st.booleans(),
    paused=st.booleans(),
    signed=st.booleans(),
    area_open=st.booleans(),
    sensitive=st.booleans(),
)
def test_whatever_is_missing_nothing_of_a_circle_speaks_of_an_offender(**state: bool) -> None:
    facts = circle(area_open=state["area_open"])
    joan = facts.seats[0]
    facts = person(
        facts,
        "Joan",
        chose=joan.chose if state["chose"] else None,
        attends=joan.attends if state["attends"] else None,
        ready=state["ready_"],
    )
    risk = replace(facts.cases[0].risk, signed=state["signed"])
    facts = case(facts, paused=state["paused"], sensitive=state["sensitive"], risk=risk)
    for one in blockers_to_book(facts, POLICY).conditions:
        said = str(one.blocker.message) if one.blocker else str(one.met)
        assert not re.search(r"offender|order|responsible", said, re.IGNORECASE)
        assert one.blocker is None or one.blocker.side is not Side.OFFENDER
    everything = all(state[key] for key in ("chose", "ready_", "attends", "signed", "area_open"))
    assert blockers_to_book(facts, POLICY).is_open == (everything and not state["paused"])


def test_whoever_chooses_a_circle_is_asked_by_itself_and_others_with_the_date() -> None:
    assert codes(person(circle(), "Joan", chose=None)) == ["mode"]
    assert codes(person(circle(), "Carol", attends=None)) == ["attend"]


def test_somebody_responsible_for_the_harm_does_not_sit_there_as_somebody_else() -> None:
    facts = person(circle(), "Mr Aziz", responsible_in="RDG-26-0001")
    [blocker] = blockers_to_book(facts, POLICY).blockers
    assert (blocker.code, blocker.side) == ("responsible_here", Side.OFFENDER)


def test_a_part_that_the_approach_has_no_room_for() -> None:
    assert codes(replace(circle(), seats=(*circle().seats, seat("Lee", "offender", Side.OFFENDER)))) == ["no_room"]
    surrogate = seat("Dave", "surrogate", Side.VICTIM, chose=None)
    facts = replace(circle(), seats=(*circle().seats, surrogate))
    assert codes(facts) == ["no_room"]
    assert codes(replace(facts, may=HEALING_CIRCLE.allowed("surrogates"))) == []


def test_nothing_is_booked_before_the_area_is_open_and_what_is_booked_only_worries() -> None:
    closed = circle(area_open=False)
    assert codes(closed) == ["area_closed"]
    assert blockers_to_choose(closed, POLICY).codes == ["area_closed"]
    booked = replace(closed, booked_at=closed.at)
    assert codes(booked) == []
    assert any("closed this area" in words for words in worries(booked))
    assert not any("closed this area" in words for words in worries(circle(booked_at=closed.at)))


def test_a_child_comes_only_with_somebody_who_answers_for_them() -> None:
    assert codes(person(circle(), "Carol", unguarded=True)) == ["child_alone"]


def test_as_many_lead_as_the_approach_needs() -> None:
    alone = replace(circle(), workers=circle().workers[:1])
    assert codes(alone) == []
    assert codes(replace(alone, leaders=2)) == ["two_leaders"]


def test_an_approach_without_the_offender_seats_none_for_any_purpose() -> None:
    with pytest.raises(ValidationError, match="without the offender"):
        ApproachDef.model_validate({**WALK, "may": ["offender"]})
    purpose = Purpose(key="back", name="To come back", adds=("offender",))
    with pytest.raises(ValidationError, match="without the offender"):
        ApproachDef.model_validate({**WALK, "purposes": [purpose.model_dump()]})
    assert ApproachDef.model_validate({**WALK, "mode": "direct", "may": ["offender"]}).allowed() == (
        "victim",
        "offender",
    )


def test_the_models_of_the_profile_speak_of_parts_rounds_and_checks_that_exist() -> None:
    for way in Approaches().approaches:
        everybody = {part for one in ("", *(p.key for p in way.purposes)) for part in way.allowed(one)}
        assert everybody <= set(Part.values)
        assert {one.kind for one in way.rounds} <= set(RoundKind.values)
        assert set(way.checks) <= set(CheckKind.values)


def test_the_risk_of_a_circle_is_its_own() -> None:
    groups = Risk().groups(HEALING_CIRCLE.key)
    assert groups == (About.VICTIM, About.SUPPORTERS, About.PROCESS, About.AFTERMATH)


def test_a_circle_is_prepared_by_its_own_list() -> None:
    required = Engagement().required("victim", HEALING_CIRCLE.key)
    assert {"piece", "passing", "keeper", "no_notes"} <= required
    assert not {"disappointment", "sentence"} & required
    assert {"disappointment", "sentence"} <= Engagement().required("victim", CONFERENCE.key)
    assert "piece" not in Engagement().required("victim", CONFERENCE.key)


def test_no_code_asks_for_an_approach_by_its_key() -> None:
    data = {CODE / room / "profile.py" for room in ("cases", "engagement", "risk", "consents")}
    keys = re.compile("|".join(f"[\"']{way.key}[\"']" for way in Approaches().approaches))
    told = {"demo", "rehearsal"}  # a story says of what it tells
    code = [path for path in CODE.rglob("*.py") if path not in data and not told & set(path.parts)]
    found = [str(path) for path in code if "migrations" not in path.parts and keys.search(path.read_text())]
    assert found == []


def test_a_third_approach_works_by_data_alone(world: World) -> None:
    ways = [CONFERENCE.model_dump(), HEALING_CIRCLE.model_dump(), WALK]
    adopt_profile(area=world.area, differences=validate({"approaches": {"approaches": ways}}), at=world.now)
    scene = make_circle_scene(world)
    assert isinstance(scene, CircleScene)
    meeting = scene.circle(approach="walk", purpose="air", co_facilitator=None)
    assert [one.prompt for one in meeting.rounds.all()] == ["Where shall we go?"]
    assert {"mode", "two_leaders", "not_assessed", "not_prepared", "attend"} == set(scene.codes(meeting))


def test_the_conference_asks_what_it_always_asked(scene: Scene) -> None:
    meeting = scene.booked()
    assert scene.fresh(meeting).stage == "booked"
    assert meeting.rounds.count() == len(CONFERENCE.rounds)
