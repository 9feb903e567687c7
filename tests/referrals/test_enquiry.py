"""An offender asks first: held, decided by somebody else, met by a victim who comes by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.models import Message
from talkingpiece.people.models import Conflict, Person
from talkingpiece.referrals import services
from talkingpiece.referrals.enquiry_gates import RuleFacts, blockers_to_apply_rule
from talkingpiece.referrals.enquiry_queries import asked_first
from talkingpiece.referrals.models import OffenderEnquiry, Referral
from talkingpiece.referrals.services import Acceptance, Asked, OffenderEntry
from talkingpiece.staffing.queries import conflicts
from tests.referrals.visitor import TEXT, arrived
from tests.world import World

OPEN = RuleFacts("through_liaison", True, False, "none", True)
CALLUM = OffenderEntry(name="Callum Reeve")
YES = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult", incident_words="Burglary.")


def enquired(world: World, **more: Any) -> OffenderEnquiry:
    told = {"called": "Callum", "full_name": "Callum Reeve", "words": "I want to say sorry.", **more}
    by = told.pop("by", world.facilitator)
    return services.record_enquiry(area=world.area, asked=Asked(**told), by=by, at=clock.now())


def lets_ask(world: World) -> None:
    adopt_profile(area=world.area, differences={"enquiries": {"rule": "through_liaison"}}, at=clock.now())


def apply(world: World, enquiry: OffenderEnquiry, **more: Any) -> OffenderEnquiry:
    given_words: dict[str, Any] = {
        "words": "Graham Ellis asks, if he thinks it right.",
        "legal_bar": "none",
        "names_no_victim": True,
    }
    by = more.pop("by", world.supervisor)
    return services.apply_rule(enquiry_id=enquiry.pk, by=by, at=clock.now(), **(given_words | more))


def accept(world: World, referral: Referral, offender: OffenderEntry | None = CALLUM) -> Case:
    yes = Acceptance(**{**YES.__dict__, "offender": offender})
    return services.accept_referral(referral_id=referral.pk, acceptance=yes, by=world.coordinator, at=clock.now())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "hold"}, "rule"),
        ({"supervisor": False}, "supervisor"),
        ({"recorded_by_them": True}, "own"),
        ({"legal_bar": ""}, "legal_unsaid"),
        ({"legal_bar": "forbids"}, "legal_bar"),
        ({"names_no_victim": False}, "names_no_victim"),
    ],
)
def test_each_condition_closes_the_gate_alone(change: dict[str, Any], code: str) -> None:
    assert blockers_to_apply_rule(OPEN).is_open
    assert blockers_to_apply_rule(RuleFacts(**{**OPEN.__dict__, **change})).codes == [code]


@given(
    st.builds(
        RuleFacts,
        rule=st.sampled_from(["hold", "through_liaison"]),
        supervisor=st.booleans(),
        recorded_by_them=st.booleans(),
        legal_bar=st.sampled_from(["", "none", "forbids", "not_known"]),
        names_no_victim=st.booleans(),
    )
)
def test_the_gate_names_every_reason_and_no_door_to_a_victim(facts: RuleFacts) -> None:
    answer = blockers_to_apply_rule(facts)
    wanted = {
        "rule": facts.rule == "hold",
        "supervisor": not facts.supervisor,
        "own": facts.recorded_by_them,
        "legal_unsaid": facts.legal_bar == "",
        "legal_bar": facts.legal_bar == "forbids",
        "names_no_victim": not facts.names_no_victim,
    }
    assert set(answer.codes) == {code for code, closed in wanted.items() if closed}
    assert all(blocker.who and blocker.remedy and not blocker.door for blocker in answer.blockers)


def test_an_enquiry_is_held_and_makes_nothing_else(world: World) -> None:
    before = (Person.objects.count(), Case.objects.count(), Referral.objects.count())
    enquiry = enquired(world)
    assert enquiry.state == "held"
    assert (Person.objects.count(), Case.objects.count(), Referral.objects.count()) == before
    assert not Message.objects.exists()
    assert Event.objects.get(name="enquiry.recorded").side == "offender"


def test_the_model_holds_whatever_a_supervisor_wishes(world: World) -> None:
    enquiry = enquired(world)
    with pytest.raises(Blocked) as closed:
        apply(world, enquiry)
    assert closed.value.verdict.codes == ["rule"]
    enquiry.refresh_from_db()
    assert enquiry.state == "held"


def test_the_areas_rule_is_applied_by_a_supervisor_who_did_not_hear_the_offender(world: World) -> None:
    lets_ask(world)
    enquiry = enquired(world)
    with pytest.raises(Blocked) as closed:
        apply(world, enquiry, by=world.coordinator, legal_bar="forbids")
    assert closed.value.verdict.codes == ["supervisor", "legal_bar"]
    own = enquired(world, by=world.supervisor)
    with pytest.raises(Blocked) as closed:
        apply(world, own)
    assert closed.value.verdict.codes == ["own"]
    done = apply(world, enquiry, legal_bar="not_known")
    assert (done.state, done.legal_bar, done.decided_by) == ("rule_applied", "not_known", world.supervisor)
    assert Event.objects.get(name="enquiry.rule_applied").detail == {"legal": "not_known"}
    assert not Message.objects.exists()
    assert not Case.objects.exists()


def test_it_ends_in_words_and_can_be_held_again_but_not_twice_ended(world: World) -> None:
    enquiry, at = enquired(world), clock.now()
    ended = services.end_enquiry(enquiry_id=enquiry.pk, words="As agreed.", told_at=at, by=world.supervisor, at=at)
    assert (ended.state, ended.told_at) == ("ended", at)
    with pytest.raises(IllegalTransition):
        services.end_enquiry(enquiry_id=enquiry.pk, words="Again.", told_at=at, by=world.supervisor, at=at)
    held = services.hold_enquiry_again(enquiry_id=enquiry.pk, words="They moved.", by=world.supervisor, at=at)
    assert held.state == "held"
    with pytest.raises(IllegalTransition):
        services.hold_enquiry_again(enquiry_id=enquiry.pk, words="Again.", by=world.supervisor, at=at)


@pytest.mark.parametrize(
    ("told", "meets"),
    [
        ({"offender_name": "Callum Reeve"}, True),
        ({"offender_name": "Kallum Reeve"}, True),
        ({"about_offender": "It was Callum, I think Reeve is the name"}, True),
        ({"about_offender": "Somebody called Callum"}, False),
        ({"offender_name": "Marcus Hale"}, False),
        ({}, False),
    ],
)
def test_a_later_victim_meets_it_by_the_name(world: World, told: dict[str, Any], meets: bool) -> None:
    enquiry = enquired(world)
    found = asked_first(arrived(world, **told))
    assert found == ([enquiry] if meets else [])


def test_one_name_and_the_birth_date_meet_too(world: World) -> None:
    enquiry = enquired(world, full_name="", birth_date=date(1990, 4, 2))
    referral = arrived(world, offender_name="Callum")
    assert asked_first(referral) == []
    assert asked_first(referral, birth_date="1990-04-02") == [enquiry]


def test_whoever_worked_on_it_does_not_take_the_victim_in_until_somebody_else_looked(world: World) -> None:
    enquired(world, by=world.coordinator)
    referral = arrived(world)
    with pytest.raises(Blocked) as closed:
        accept(world, referral)
    assert closed.value.verdict.codes == ["asked_first"]
    named = services.name_offender(referral_id=referral.pk, name="Callum Reeve", by=world.coordinator, at=clock.now())
    assert named.offender_name == "Callum Reeve"
    with pytest.raises(IllegalTransition):
        services.look_at_referral(referral=referral, by=world.coordinator, at=clock.now())
    services.look_at_referral(referral=referral, by=world.supervisor, at=clock.now())
    assert accept(world, referral).is_open


def test_somebody_independent_takes_the_victim_in_at_once(world: World) -> None:
    enquired(world, by=world.facilitator)
    case = accept(world, arrived(world))
    offender = case.responsibles.get().person
    # Whoever heard the offender is not offered the victim's case; others are.
    known = conflicts([world.facilitator.pk, world.other_facilitator.pk], [offender.pk])
    assert known == {world.facilitator.pk: {offender.pk}}


def test_an_offender_with_another_name_changes_nothing(world: World) -> None:
    enquired(world, by=world.coordinator)
    assert accept(world, arrived(world), OffenderEntry(name="Marcus Hale")).is_open
    assert not Conflict.objects.exists()


def test_it_is_marked_as_met_only_with_a_case_that_names_such_an_offender(world: World) -> None:
    enquiry = enquired(world)
    case = accept(world, arrived(world))
    other = accept(world, arrived(world, called="Ines", ways=(TEXT,)), OffenderEntry(name="Marcus Hale"))
    with pytest.raises(IllegalTransition):
        services.meet_enquiry(enquiry_id=enquiry.pk, case_id=other.pk, by=world.supervisor, at=clock.now())
    met = services.meet_enquiry(enquiry_id=enquiry.pk, case_id=case.pk, by=world.supervisor, at=clock.now())
    assert (met.state, met.met_case) == ("met", case)
    assert Event.objects.get(name="enquiry.met").case_id is None
    again = services.hold_enquiry_again(enquiry_id=enquiry.pk, words="Not them.", by=world.supervisor, at=clock.now())
    assert again.met_case is None
