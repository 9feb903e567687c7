from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.config.profile import validate
from talkingpiece.referrals.profile import MODEL_RULES, Age, Outcome, Remit, Rule
from talkingpiece.referrals.remit import RemitFacts, remit_of
from talkingpiece.referrals.states import CaseStage

STAGES = st.sampled_from(CaseStage.values)
CATEGORIES = st.sampled_from(OffenceCategory.values)
AGES: st.SearchStrategy[Age] = st.sampled_from(["adult", "child", "not_known"])
OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(["in_remit", "not_yet", "outside"])
FACTS = st.builds(RemitFacts, STAGES, CATEGORIES, AGES)


@st.composite
def sections(draw: st.DrawFn) -> Remit:
    rules = [
        Rule(
            code=f"rule_{number}",
            outcome=draw(OUTCOMES),
            reason=f"reason {number}",
            stages=tuple(draw(st.sets(STAGES, max_size=2))),
            categories=tuple(draw(st.sets(CATEGORIES, max_size=3))),
            ages=tuple(draw(st.sets(AGES, max_size=1))),
            sensitive=draw(st.booleans()),
            review_on=date(2027, 1, 1),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    return Remit(rules=(*rules, Rule(code="else", outcome=draw(OUTCOMES), reason="else", review_on=date(2027, 1, 1))))


@given(FACTS, sections())
def test_everybody_is_answered_with_the_first_rule_that_fits_and_its_reason(facts: RemitFacts, section: Remit) -> None:
    finding = remit_of(facts, section)
    fits = [
        rule
        for rule in section.rules
        if (not rule.stages or facts.stage in rule.stages)
        and (not rule.categories or facts.category in rule.categories)
        and (not rule.ages or facts.age in rule.ages)
    ]
    assert (finding.code, finding.outcome, finding.reason) == (fits[0].code, fits[0].outcome, fits[0].reason)
    assert finding.reason
    assert finding.sensitive == any(rule.sensitive for rule in fits)
    assert finding.is_in or finding.review_on is not None


@given(FACTS)
def test_by_the_model_nobody_is_turned_away_for_the_kind_of_harm(facts: RemitFacts) -> None:
    finding = remit_of(facts, Remit())
    if facts.stage == CaseStage.COURT or facts.age == "child":
        assert finding.outcome == "not_yet"
    else:
        assert finding.outcome == "in_remit"
    assert finding.sensitive == (facts.category in {"sexual", "domestic", "stalking", "homicide", "hate"})


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ([{"code": "all", "outcome": "in_remit", "reason": "Yes."}], True),
        ([{"code": "dv", "outcome": "outside", "reason": "No.", "categories": ["domestic"]}], False),
        ([{"code": "all", "outcome": "outside", "reason": "No."}], False),
        ([{"code": "a", "outcome": "in_remit", "reason": "Yes.", "stages": ["reported"]}], False),
        ([{"code": "a", "outcome": "in_remit", "reason": ""}], False),
        ([{"code": "a", "outcome": "in_remit", "reason": "Yes."}] * 2, False),
        ([], False),
    ],
)
def test_an_exclusion_needs_a_review_date_and_everybody_an_answer(rules: list[dict[str, Any]], allowed: bool) -> None:
    if allowed:
        assert validate({"remit": {"rules": rules}})
    else:
        with pytest.raises(ValidationError):
            validate({"remit": {"rules": rules}})


def test_every_model_rule_names_stages_and_kinds_of_harm_that_exist() -> None:
    for rule in MODEL_RULES:
        assert set(rule.stages) <= set(CaseStage.values)
        assert set(rule.categories) <= set(OffenceCategory.values)
