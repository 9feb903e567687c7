"""G5 without a database: each fact closes its own condition, and no order of facts opens what one of them closes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkingpiece.core.blockers import digest
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk, goes_ahead
from talkingpiece.risk.profile import FACTORS, VICTIM_FIRST, Factor, Needs, Risk
from talkingpiece.risk.queries import FlagFacts, Joined, RiskFacts
from talkingpiece.risk.states import About, Decision, FlagKind

POLICY = Risk()
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FLAG = FlagFacts(id="f", kind=FlagKind.THREATS, side=Side.OFFENDER, answered=False)
CALLUM = Joined("Callum", NOW - timedelta(days=30))
ACCEPTED = RiskFacts(
    approach="conference",
    mode="direct",
    on=TODAY,
    signed=True,
    assessed_at=NOW - timedelta(days=3),
    signed_at=NOW - timedelta(days=2),
    decision=Decision.PROCEED,
    valid_until=TODAY + timedelta(weeks=11),
    assessed=tuple(sorted(factor.key for factor in POLICY.required("conference"))),
    joined=(CALLUM,),
)
SPOILED: list[tuple[str, dict[str, Any]]] = [
    ("own_signature", {"signed_by_assessor": True}),
    ("not_ahead", {"decision": Decision.PAUSE}),
    ("not_ahead", {"decision": Decision.STOP}),
    ("not_ahead", {"decision": Decision.INDIRECT}),
    ("not_ahead", {"decision": ""}),
    ("out_of_date", {"valid_until": TODAY}),
    ("out_of_date", {"valid_until": None}),
    ("not_everything", {"assessed": ACCEPTED.assessed[1:]}),
    ("new_person", {"joined": (CALLUM, Joined("Dean", NOW))}),
    ("flag_open", {"flags": (FLAG,)}),
    ("flag_stays", {"flags": (replace(FLAG, answered=True),)}),
    ("not_assessed", {"signed": False}),
    ("not_finished", {"signed": False, "open_id": "a", "open_state": "draft"}),
    ("not_finished", {"signed": False, "open_id": "a", "open_state": "returned"}),
    ("not_signed", {"signed": False, "open_id": "a", "open_state": "submitted"}),
]


def codes(facts: RiskFacts) -> list[str]:
    return blockers_to_accept_risk(facts, POLICY).codes


def test_a_signed_assessment_in_date_is_accepted():
    assert codes(ACCEPTED) == []


@pytest.mark.parametrize(("code", "spoiled"), SPOILED)
def test_each_fact_closes_its_own_condition(code, spoiled):
    assert codes(replace(ACCEPTED, **spoiled)) == [code]


def test_each_red_flag_is_named_by_itself_with_its_own_door():
    facts = replace(ACCEPTED, flags=(FLAG, replace(FLAG, id="g", kind=FlagKind.CHILD, side=Side.VICTIM)))
    blockers = blockers_to_accept_risk(facts, POLICY).blockers
    assert [(b.door_args, b.side) for b in blockers] == [(("f",), Side.OFFENDER), (("g",), Side.VICTIM)]


def test_it_ends_with_the_start_of_its_last_day():
    facts = replace(ACCEPTED, valid_until=TODAY)
    assert codes(replace(facts, on=TODAY - timedelta(days=1))) == []
    assert codes(facts) == ["out_of_date"]


def test_indirect_only_lets_letters_through_and_no_meeting():
    facts = replace(ACCEPTED, decision=Decision.INDIRECT)
    assert codes(facts) == ["not_ahead"]
    assert codes(replace(facts, mode="indirect")) == []


def test_a_new_one_under_way_does_not_close_what_is_signed():
    assert codes(replace(ACCEPTED, open_id="b", open_state="draft")) == []


def test_before_the_offender_is_approached_the_victim_s_side_is_enough():
    needed = {factor.about for factor in POLICY.required(VICTIM_FIRST)}
    assert needed == {About.VICTIM, About.RELATIONSHIP}
    assessed = tuple(factor.key for factor in POLICY.required(VICTIM_FIRST))
    facts = replace(ACCEPTED, approach=VICTIM_FIRST, mode="", assessed=assessed, joined=())
    assert codes(facts) == []
    assert codes(replace(ACCEPTED, assessed=assessed)) == ["not_everything"]


def test_an_approach_that_nobody_thought_of_needs_everything():
    assert POLICY.groups("shuttle") == tuple(About)


people = st.builds(Joined, st.just("Dean"), st.datetimes(timezones=st.just(UTC)))
flags = st.builds(
    FlagFacts, st.uuids().map(str), st.sampled_from(FlagKind.values), st.sampled_from(Side), st.booleans()
)
facts_of_any_case = st.builds(
    RiskFacts,
    approach=st.sampled_from([VICTIM_FIRST, "conference", "letters"]),
    mode=st.sampled_from(["", "direct", "indirect", "without_offender"]),
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    open_id=st.just("a"),
    open_state=st.sampled_from(["", "draft", "submitted", "returned"]),
    signed=st.booleans(),
    signed_by_assessor=st.booleans(),
    assessed_at=st.datetimes(timezones=st.just(UTC)),
    decision=st.sampled_from(["", *Decision.values]),
    valid_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    assessed=st.lists(st.sampled_from([f.key for f in FACTORS]), unique=True).map(lambda found: tuple(sorted(found)))
    | st.just(tuple(sorted(f.key for f in FACTORS))),
    joined=st.lists(people, max_size=2).map(tuple),
    flags=st.lists(flags, max_size=2).map(tuple),
)


@given(facts_of_any_case)
def test_nothing_opens_without_a_second_person_a_date_a_decision_and_no_flag(facts):
    verdict = blockers_to_accept_risk(facts, POLICY)
    everything = {factor.key for factor in POLICY.required(facts.approach)} <= set(facts.assessed)
    expected = (
        facts.signed
        and not facts.signed_by_assessor
        and facts.in_date
        and goes_ahead(facts.decision, facts.mode)
        and everything
        and not facts.not_looked_at
        and not facts.flags
    )
    assert verdict.is_open == expected


@given(facts_of_any_case)
def test_a_red_flag_closes_whatever_else_is_true(facts):
    assert not blockers_to_accept_risk(replace(facts, flags=(FLAG,)), POLICY).is_open


@given(facts_of_any_case)
def test_a_pause_or_a_stop_never_goes_ahead_in_any_mode(facts):
    for decision in (Decision.PAUSE, Decision.STOP):
        assert not blockers_to_accept_risk(replace(facts, decision=decision), POLICY).is_open


@given(facts_of_any_case)
def test_every_blocker_says_who_can_do_what(facts):
    for blocker in blockers_to_accept_risk(facts, POLICY).blockers:
        assert blocker.message
        assert blocker.who
        assert blocker.door


def test_the_facts_of_two_days_have_two_fingerprints():
    assert digest(ACCEPTED) != digest(replace(ACCEPTED, on=TODAY + timedelta(days=1)))
    assert digest(ACCEPTED) == digest(replace(ACCEPTED))


def test_an_area_can_look_again_sooner_and_not_later():
    assert Risk(weeks_valid=6).weeks_valid == 6
    with pytest.raises(ValidationError):
        Risk(weeks_valid=13)


def test_an_area_cannot_leave_the_victim_out():
    with pytest.raises(ValidationError, match="victim"):
        Risk(needs=(Needs(approach="conference", groups=(About.OFFENDER,)),))


def test_an_area_cannot_ask_nothing_of_a_group_or_the_same_twice():
    with pytest.raises(ValidationError, match="Nothing must be answered"):
        Risk(factors=tuple(f for f in FACTORS if f.about != About.AFTERMATH))
    with pytest.raises(ValidationError, match="twice"):
        Risk(factors=(*FACTORS, Factor(key=FACTORS[0].key, about=About.VICTIM, words="Again")))


def test_nowhere_is_there_a_number():
    """No field of what is assessed, decided or asked is a score."""
    from talkingpiece.risk.models import Assessment, FactorView, RedFlag

    allowed = {"number", "version"}  # of the row itself
    for model in (Assessment, FactorView, RedFlag):
        numeric = {f.name for f in model._meta.concrete_fields if "Integer" in f.get_internal_type()}
        assert numeric <= allowed
