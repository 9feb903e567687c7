"""Nobody is contacted who was not asked, unless a rule of an agreement in force says who asks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.areas.models import AgencyKind
from talkingpiece.areas.services import adopt_profile
from talkingpiece.core import clock
from talkingpiece.referrals.agency_gates import SendFacts, blockers_to_send, facts_for_send
from talkingpiece.referrals.agency_profile import MODEL_KINDS, AgencyReferrals, FirstContactRule, KindRule, Question
from talkingpiece.referrals.agency_queries import agencies_that_refer
from tests.referrals.agencies import agreement_with, police
from tests.world import World

ASKED = SendFacts(kind_refers=True, knows="yes", has_rule=False, agreement_in_force=False)
BY_RULE = SendFacts(kind_refers=True, knows="rule", has_rule=True, agreement_in_force=True)


def test_somebody_who_agreed_may_be_referred() -> None:
    assert blockers_to_send(ASKED).is_open


def test_somebody_who_was_not_asked_comes_first() -> None:
    assert blockers_to_send(replace(ASKED, knows="not_yet")).codes == ["ask_first"]


def test_a_rule_of_an_agreement_in_force_is_enough() -> None:
    assert blockers_to_send(BY_RULE).is_open
    assert blockers_to_send(replace(BY_RULE, agreement_in_force=False)).codes == ["rule_over"]
    assert blockers_to_send(replace(BY_RULE, has_rule=False)).codes == ["ask_first"]


def test_a_kind_of_agency_that_the_area_does_not_name_sends_nobody() -> None:
    assert blockers_to_send(replace(ASKED, kind_refers=False)).codes == ["not_a_referrer"]


@given(
    st.builds(
        SendFacts,
        kind_refers=st.booleans(),
        knows=st.sampled_from(["yes", "not_yet", "rule", ""]),
        has_rule=st.booleans(),
        agreement_in_force=st.booleans(),
    )
)
def test_it_opens_only_for_a_yes_or_a_rule_in_force(facts: SendFacts) -> None:
    covered = facts.knows == "yes" or (facts.knows == "rule" and facts.has_rule and facts.agreement_in_force)
    assert blockers_to_send(facts).is_open == (facts.kind_refers and covered)


def test_the_agreement_must_be_in_force_at_the_very_moment(world: World) -> None:
    agency, now = police(world), clock.now()
    agreement_with(world, agency, ends_in=3)
    open_on = {
        day: blockers_to_send(facts_for_send(world.area.pk, agency, knows="rule", at=now + timedelta(days=day))).is_open
        for day in (0, 2, 3)
    }
    assert open_on == {0: True, 2: True, 3: False}


def test_which_agencies_refer_is_data_of_the_area(world: World) -> None:
    assert world.victim_support in agencies_that_refer(world.area.pk)
    only: dict[str, Any] = {"agency_referrals": {"kinds": {"victim_liaison": {}}}}
    adopt_profile(area=world.area, differences=only, at=world.now)
    assert list(agencies_that_refer(world.area.pk)) == [world.liaison]


def test_the_model_says_who_speaks_first_and_when_that_is_looked_at_again() -> None:
    liaison, officers = MODEL_KINDS[AgencyKind.VICTIM_LIAISON], MODEL_KINDS[AgencyKind.POLICE]
    assert liaison.first_contact
    assert officers.first_contact
    assert (liaison.first_contact.by, officers.first_contact.by) == ("agency", "service")
    assert {q.code for q in officers.questions} == {"bereaved_family", "exit_plan"}
    assert {q.code for q in liaison.questions} == {"contact_scheme", "contact_level"}
    assert MODEL_KINDS[AgencyKind.VICTIM_SUPPORT].first_contact is None
    assert AgencyReferrals().link_days == 7


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Question(code="x", label="Why?", kind="choice"),
        lambda: Question(code="x", label="Why?", choices=("a",)),
        lambda: KindRule(questions=(Question(code="x", label="Why?"), Question(code="x", label="When?"))),
        lambda: FirstContactRule(by="agency", words="", review_on=clock.today()),  # type: ignore[arg-type]
        lambda: AgencyReferrals(link_days=365),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()  # type: ignore[operator]
