"""May this case be offered to this person? Without a database: each fact spoils one condition, and a worry none."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.staffing.gates import OfferFacts, blockers_to_offer, warnings
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import LEVELS, Needed, Staffing, reaches

POLICY = Staffing()
TODAY = date(2026, 11, 23)
ABLE = OfferFacts(
    name="Daniel Okafor",
    role=MemberRole.OWNER,
    complexity=Complexity.STANDARD,
    on=TODAY,
    level=Level.INTERMEDIATE,
    taking_cases=True,
    supervision_due_on=TODAY + timedelta(days=30),
    vetting_until=TODAY + timedelta(days=300),
    open_cases=3,
    carried=3,
    capacity=8,
    language="English",
)

SPOILED: dict[str, dict[str, Any]] = {
    "case_ended": {"case_open": False},
    "has_it": {"has_it": True},
    "not_registered": {"level": ""},
    "level": {"level": Level.FOUNDATION},
    "conflict": {"knows_somebody": True},
    "not_taking": {"taking_cases": False},
    "not_wished": {"not_wished": True},
    "gender": {"gender_wish": "woman", "gender_must": True, "gender": "man"},
    "competence": {"competence": "Sexual harm", "competent": False},
    "module": {"modules_missing": ("M12",), "modules_must": True},
    "travel": {"district": "Ashdown", "districts": ("Foxcombe",)},
    "supervision": {"supervision_due_on": TODAY - timedelta(days=1)},
    "practice": {"run_out": ("observed",)},
    "vetting": {"vetting_until": TODAY - timedelta(days=1)},
    "clearance": {"prison": "HMP Foxcombe", "cleared_until": TODAY - timedelta(days=1)},
}


def codes(facts: OfferFacts) -> list[str]:
    return blockers_to_offer(facts, POLICY).codes


def test_somebody_able_may_be_offered_the_case():
    assert codes(ABLE) == []


@pytest.mark.parametrize(("code", "spoiled"), SPOILED.items())
def test_each_fact_closes_its_own_condition(code, spoiled):
    assert codes(replace(ABLE, **spoiled)) == [code]


def test_all_reasons_are_given_at_once():
    everything = {key: value for one in SPOILED.values() for key, value in one.items()} | {"level": Level.FOUNDATION}
    assert codes(replace(ABLE, **everything)) == [code for code in SPOILED if code != "not_registered"]


@pytest.mark.parametrize("field", ["supervision_due_on", "vetting_until"])
def test_the_last_day_counts_and_the_next_does_not_and_unknown_counts_as_no(field):
    def until(day: date | None) -> OfferFacts:
        changed: dict[str, Any] = {field: day}
        return replace(ABLE, **changed)

    assert codes(until(TODAY)) == []
    assert codes(until(TODAY - timedelta(days=1))) != []
    assert codes(until(None)) != []


@pytest.mark.parametrize(
    ("complexity", "role", "needed"),
    [
        (Complexity.STANDARD, MemberRole.OWNER, Level.INTERMEDIATE),
        (Complexity.STANDARD, MemberRole.CO_FACILITATOR, Level.FOUNDATION),
        (Complexity.SENSITIVE, MemberRole.OWNER, Level.ADVANCED),
        (Complexity.SENSITIVE, MemberRole.CO_FACILITATOR, Level.INTERMEDIATE),
    ],
)
def test_a_case_needs_its_level_to_lead_and_another_to_join(complexity, role, needed):
    for level in LEVELS:
        facts = replace(ABLE, complexity=complexity, role=role, level=level)
        assert blockers_to_offer(facts, POLICY).is_open == reaches(level, needed)


def test_too_many_cases_worry_and_do_not_refuse():
    full = replace(ABLE, carried=8)
    assert codes(full) == []
    assert len(warnings(full)) == 1
    assert warnings(replace(ABLE, carried=7)) == []


@pytest.mark.parametrize(
    ("languages", "language", "worries"),
    [((), "English", 0), ((), "Urdu", 1), (("Welsh", "urdu"), "Urdu", 0), (("Welsh",), "Urdu", 1)],
)
def test_a_language_that_they_do_not_share_worries_and_does_not_refuse(languages, language, worries):
    facts = replace(ABLE, languages=languages, language=language)
    assert codes(facts) == []
    assert len(warnings(facts)) == worries


facts_of_anybody = st.builds(
    OfferFacts,
    name=st.just("Ruth"),
    role=st.sampled_from([MemberRole.OWNER, MemberRole.CO_FACILITATOR]),
    complexity=st.sampled_from(Complexity.values),
    on=st.just(TODAY),
    case_open=st.booleans(),
    has_it=st.booleans(),
    level=st.sampled_from(["", *Level.values]),
    knows_somebody=st.booleans(),
    taking_cases=st.booleans(),
    supervision_due_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    vetting_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    open_cases=st.integers(0, 30),
    capacity=st.integers(0, 12),
)


@given(facts_of_anybody)
def test_no_conflict_of_interest_and_no_lapse_ever_comes_through(facts):
    if blockers_to_offer(facts, POLICY).is_open:
        assert facts.case_open
        assert not facts.knows_somebody
        assert facts.level
        assert reaches(facts.level, POLICY.needed(facts.complexity, facts.role))
        assert facts.vetting_until
        assert facts.supervision_due_on
        assert min(facts.vetting_until, facts.supervision_due_on) >= TODAY


@given(facts_of_anybody)
def test_how_much_somebody_carries_never_changes_the_answer(facts):
    other = replace(facts, open_cases=facts.open_cases + 50, capacity=0)
    assert blockers_to_offer(facts, POLICY).codes == blockers_to_offer(other, POLICY).codes


def test_an_area_that_forgets_a_kind_of_case_has_no_valid_profile():
    only = Needed(complexity=Complexity.STANDARD, to_lead=Level.FOUNDATION, to_join=Level.FOUNDATION)
    with pytest.raises(ValidationError, match="No level"):
        Staffing(levels=(only,))
