from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, GatePassing, Responsible, Sentence
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.states import Complexity
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.people.models import Conflict, Person
from talkingpiece.people.queries import ways_of
from talkingpiece.referrals.gates import AcceptFacts, blockers_to_accept
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters import timeline
from talkingpiece.referrals.services import (
    Acceptance,
    OffenderEntry,
    SentenceEntry,
    accept_referral,
    answer_danger,
    leave_message,
    note_acknowledged,
)
from talkingpiece.referrals.states import ReferralState
from tests.referrals.visitor import CALL, TEXT, arrived, arrived_with_code
from tests.world import World

YES = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult", incident_words="Burglary.")
OPEN = AcceptFacts(
    agreed=True,
    remit_code="harmed",
    remit_outcome="in_remit",
    remit_reason="Harmed.",
    remit_remedy="",
    danger_open=False,
    alike=0,
    same_person="",
    person_known=False,
)


def accept(world: World, referral: Referral, acceptance: Acceptance = YES) -> Case:
    return accept_referral(referral_id=referral.pk, acceptance=acceptance, by=world.coordinator, at=clock.now())


def codes(world: World, referral: Referral, acceptance: Acceptance = YES) -> list[str]:
    with pytest.raises(Blocked) as closed:
        accept(world, referral, acceptance)
    return closed.value.verdict.codes


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "age": "adult",
        "stage": "post_sentence",
        "category": "burglary",
        "incident_words": "Burglary of her home, March.",
        "offender_known": "no",
    } | changes


def post(world: World, referral: Referral, **changes: Any) -> Any:
    url = reverse("referrals:accept", args=[referral.reference])
    return world.client(world.coordinator).post(url, typed(**changes))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"agreed": False}, "not_agreed"),
        ({"danger_open": True}, "danger"),
        ({"remit_outcome": "not_yet"}, "not_yet"),
        ({"remit_outcome": "outside"}, "outside"),
        ({"alike": 1}, "same_person"),
        ({"same_person": "somebody not alike"}, "same_person"),
        ({"same_person": "x", "person_known": True, "open_case": "RDG-26-0001"}, "open_case"),
        ({"same_person": "x", "person_known": True, "conflict": True}, "conflict"),
        ({"worked_with_offender": True}, "asked_first"),
    ],
)
def test_each_condition_closes_the_gate_alone(change: dict[str, Any], code: str) -> None:
    assert blockers_to_accept(OPEN).is_open
    assert blockers_to_accept(replace(OPEN, **change)).codes == [code]


@given(
    st.builds(
        AcceptFacts,
        agreed=st.booleans(),
        remit_code=st.just("c"),
        remit_outcome=st.sampled_from(["in_remit", "not_yet", "outside"]),
        remit_reason=st.just("Why."),
        remit_remedy=st.just("What then."),
        danger_open=st.booleans(),
        alike=st.integers(0, 3),
        same_person=st.sampled_from(["", "new", "id"]),
        person_known=st.booleans(),
        open_case=st.sampled_from(["", "RDG-26-0001"]),
        conflict=st.booleans(),
        worked_with_offender=st.booleans(),
        looked=st.booleans(),
    )
)
def test_the_gate_names_every_reason_with_a_remedy_and_somebody_who_can(facts: AcceptFacts) -> None:
    answer = blockers_to_accept(facts)
    assert len(answer.conditions) == 7
    assert ("danger" in answer.codes) == facts.danger_open
    assert ("not_agreed" in answer.codes) == (not facts.agreed)
    assert answer.is_open == (not answer.blockers)
    assert all(blocker.who and blocker.message and blocker.remedy for blocker in answer.blockers)


def test_accepting_opens_the_case_with_all_that_was_said(world: World) -> None:
    referral = arrived(
        world,
        ways=(CALL, TEXT),
        conceal_from="My brother",
        language="Polish",
        interpreter=True,
        access_needs="No stairs",
    )
    offender = OffenderEntry(
        name="Callum Reeve",
        birth_date=date(1990, 4, 2),
        agency=world.probation,
        offender_manager=world.offender_manager,
        held_at="HMP Example",
        sentence=SentenceEntry(
            kind="custody",
            known_from="victim",
            length="3 years",
            release_on=date(2027, 6, 1),
            parole_from=date(2027, 1, 1),
            parole_until=date(2027, 3, 1),
        ),
    )
    case = accept(world, referral, replace(YES, full_name="Maya Deol", offender=offender, court="Ridgeway Crown Court"))

    referral.refresh_from_db()
    victim = case.victim
    assert (referral.state, referral.case, referral.person) == (ReferralState.ACCEPTED, case, victim)
    assert (referral.remit_reason, referral.remit_version, referral.decided_by) == ("harmed", 1, world.coordinator)
    assert (case.initiated_by, case.route, case.complexity) == ("victim", "self", Complexity.STANDARD)
    assert (victim.called, victim.full_name, victim.conceal_from) == ("Maya", "Maya Deol", "My brother")
    assert (victim.language, victim.interpreter, victim.access_needs) == ("Polish", True, "No stairs")
    assert [(p.channel, p.value) for p in ways_of(victim.pk)] == [("call", CALL.value), ("text", TEXT.value)]
    assert (case.incident.category, case.incident.words, case.incident.court) == (
        "burglary",
        "Burglary.",
        "Ridgeway Crown Court",
    )
    responsible = Responsible.objects.get(case=case)
    assert (responsible.person.full_name, responsible.offender_manager) == ("Callum Reeve", world.offender_manager)
    assert (responsible.agency, responsible.held_at) == (world.probation, "HMP Example")
    sentence = Sentence.objects.get(responsible=responsible)
    assert (sentence.kind, sentence.length, sentence.known_from) == ("custody", "3 years", "victim")
    assert (sentence.release_on, sentence.parole_until) == (date(2027, 6, 1), date(2027, 3, 1))
    consent = Consent.objects.get(case=case)
    assert (consent.item, consent.answer, consent.method, consent.person) == ("contact", "given", "online", victim)
    assert consent.happened_at == referral.received_at
    assert owner_of(case.pk) == world.coordinator
    ball = open_ball(case.pk)
    assert ball
    assert (ball.what, ball.user) == (What.ALLOCATE, world.coordinator)
    assert open_ball(referral.pk) is None
    assert GatePassing.objects.get(case=case).gate == "accept"
    assert Event.objects.get(name="referral.accepted").case_id == case.pk


def test_no_safe_way_means_no_consent_to_contact(world: World) -> None:
    case = accept(world, arrived(world, ways=()))
    assert not Consent.objects.filter(case=case).exists()


def test_what_happens_to_the_referral_later_is_the_business_of_the_case(world: World) -> None:
    referral, code = arrived_with_code(world, ways=(TEXT,))
    leave_message(area=world.area, code=code, kind="call_me", words="", at=clock.now())
    case = accept(world, referral)
    note_acknowledged(referral_id=referral.pk, by=None, at=clock.now())
    assert open_ball(referral.pk) is None
    held = open_ball(case.pk)
    assert held
    assert held.what == What.ALLOCATE


def test_a_sensitive_harm_makes_a_sensitive_case(world: World) -> None:
    assert accept(world, arrived(world), replace(YES, category="domestic")).complexity == Complexity.SENSITIVE


def test_nobody_accepts_twice(world: World) -> None:
    referral = arrived(world)
    accept(world, referral)
    with pytest.raises(IllegalTransition):
        accept(world, referral)
    assert Case.objects.count() == 1


def test_a_danger_closes_the_gate_until_it_is_answered_for(world: World) -> None:
    referral = arrived(world, safe_now="no")
    assert codes(world, referral) == ["danger"]
    answer_danger(referral_id=referral.pk, done="Rang her.", by=world.coordinator, at=clock.now())
    assert accept(world, referral)


def test_a_court_that_has_not_decided_closes_it_and_a_sentence_opens_it(world: World) -> None:
    referral = arrived(world, stage="contested_proceedings")
    assert codes(world, referral, replace(YES, stage="contested_proceedings")) == ["not_yet"]
    assert accept(world, referral)


def test_whether_they_are_known_must_be_answered_when_somebody_is_alike(world: World) -> None:
    earlier = world.person("Maya", ways=(CALL,), full_name="Maya Deol")
    referral = arrived(world, ways=(CALL, TEXT))
    assert codes(world, referral) == ["same_person"]
    assert codes(world, referral, replace(YES, same_person=str(world.person("Jo").pk))) == ["same_person"]
    case = accept(world, referral, replace(YES, same_person=str(earlier.pk)))
    assert case.victim == earlier
    assert [(p.channel, p.value) for p in ways_of(earlier.pk)] == [("call", CALL.value), ("text", TEXT.value)], (
        "the number that was known is not there twice"
    )


def test_a_new_person_stays_a_new_person_though_somebody_is_alike(world: World) -> None:
    earlier = world.person("Maya", ways=(CALL,))
    case = accept(world, arrived(world), replace(YES, same_person="new"))
    assert case.victim != earlier


def test_what_they_must_be_kept_from_is_added_to_the_person_who_was_known(world: World) -> None:
    earlier = world.person("Maya", ways=(CALL,), conceal_from="My mother")
    accept(world, arrived(world, conceal_from="My brother"), replace(YES, same_person=str(earlier.pk)))
    earlier.refresh_from_db()
    assert earlier.conceal_from == "My mother\nMy brother"


def test_a_second_open_case_of_one_person_is_not_opened_and_the_first_is_shown(world: World) -> None:
    first = world.case("Maya", ways=(CALL,))
    referral = arrived(world)
    answer = post(world, referral, same_person=str(first.victim_id))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"This person has an open case already: {first.reference}" in page
    assert reverse("casefile:case", args=[first.reference]) in page
    assert "Burglary of her home, March." in page, "what was typed is still there"
    assert Case.objects.count() == 1
    assert Event.objects.get(name="referral.accept_refused").detail["codes"] == ["open_case"]
    assert post(world, referral, same_person="new").status_code == 302


def test_whoever_has_a_conflict_of_interest_does_not_decide(world: World) -> None:
    earlier = world.person("Maya", ways=(CALL,))
    Conflict(
        area=world.area,
        key_id=earlier.key_id,
        user=world.coordinator,
        person=earlier,
        happened_at=world.now,
        recorded_at=world.now,
        recorded_by=world.coordinator,
    ).save()
    referral = arrived(world)
    assert codes(world, referral, replace(YES, same_person=str(earlier.pk))) == ["conflict"]
    assert accept(world, referral, replace(YES, same_person="new"))


def test_the_form_opens_the_case_and_leads_there(world: World) -> None:
    referral = arrived(world)
    answer = post(
        world,
        referral,
        full_name="Maya Deol",
        offender_known="yes",
        offender_name="Callum Reeve",
        sentence_kind="custody",
        known_from="victim",
        release_on_day="1",
        release_on_month="June",
        release_on_year="2027",
        supervised=str(world.offender_manager.pk),
    )
    case = Case.objects.get()
    assert answer.url == reverse("casefile:case", args=[case.reference])
    responsible = Responsible.objects.get(case=case)
    assert (responsible.agency, responsible.offender_manager) == (world.probation, world.offender_manager)
    assert Sentence.objects.get().release_on == date(2027, 6, 1)


def test_a_slip_in_the_form_loses_nothing_that_was_typed(world: World) -> None:
    referral = arrived(world)
    page = post(
        world, referral, full_name="Maya Deol", offender_known="yes", offender_name="", release_on_day="31"
    ).content.decode()
    assert "Enter the offender’s name" in page
    assert "Enter the month and the year as well" in page
    assert 'value="Maya Deol"' in page
    assert 'value="31"' in page
    assert Case.objects.count() == 0


def test_an_offender_who_may_be_known_is_asked_about_before_anything_is_made(world: World) -> None:
    earlier_case = world.case("Ann")
    known = world.responsible(earlier_case, "Callum")
    referral = arrived(world)
    offender = {
        "offender_known": "yes",
        "offender_name": "Callum Reeve",
        "sentence_kind": "custody",
        "known_from": "court",
        "supervised": "not_known",
    }
    page = post(world, referral, **offender).content.decode()
    assert "Is it one of these people?" in page
    assert "Callum Reeve: same name" in page
    assert Person.objects.filter(pk=known.person_id).count() == 1
    post(world, referral, same_offender=str(known.person_id), **offender)
    case = Case.objects.exclude(pk=earlier_case.pk).get()
    assert Responsible.objects.get(case=case).person_id == known.person_id


def test_an_offender_who_may_be_a_victim_elsewhere_is_never_named_and_never_joined(world: World) -> None:
    world.case("Callum", full_name="Callum Reeve")
    referral = arrived(world)
    offender = {
        "offender_known": "yes",
        "offender_name": "Callum Reeve",
        "sentence_kind": "custody",
        "known_from": "court",
        "supervised": "not_known",
    }
    page = post(world, referral, **offender).content.decode()
    assert "Ask the privacy officer first" in page
    assert "Is it one of these people?" not in page
    assert Case.objects.count() == 1
    post(world, referral, asked_first="on", **offender)
    responsible = Responsible.objects.get()
    victims = set(Case.objects.values_list("victim_id", flat=True))
    assert responsible.person_id not in victims


def test_the_page_shows_what_comes_first_and_no_form_while_somebody_may_not_be_safe(world: World) -> None:
    referral = arrived(world, safe_now="not_sure")
    url = reverse("referrals:accept", args=[referral.reference])
    page = world.client(world.coordinator).get(url).content.decode()
    assert "They said that they may not be safe" in page
    assert reverse("referrals:danger_seen", args=[referral.reference]) in page
    assert "Accept and open the case" not in page
    answer_danger(referral_id=referral.pk, done="Rang her.", by=world.coordinator, at=clock.now())
    assert "Accept and open the case" in world.client(world.coordinator).get(url).content.decode()


def test_the_casefile_hears_how_it_began(world: World) -> None:
    referral = arrived(world, called="Maya", at=world.now - timedelta(days=2))
    case = accept(world, referral)
    titles = [str(entry.title) for entry in timeline(case)]
    assert titles[0] == "Maya came to us and answered our questions"
    assert f"Referral {referral.reference} accepted" in titles
    assert timeline(world.case("Ann")) == []


@pytest.mark.parametrize("who", ["agency", "none", "not_known"])
def test_who_supervises_may_be_an_agency_nobody_or_not_known(world: World, who: str) -> None:
    offender = {
        "offender_known": "yes",
        "offender_name": "Callum Reeve",
        "sentence_kind": "unknown",
        "known_from": "victim",
        "supervised": str(world.probation.pk) if who == "agency" else who,
    }
    post(world, arrived(world), **offender)
    responsible = Responsible.objects.get()
    assert responsible.offender_manager is None
    assert responsible.agency == (world.probation if who == "agency" else None)
    assert responsible.without_manager == (who == "none")
