"""The gate of asking, by itself: without a ground it is closed, and each reason has a door."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.information_sharing.gates import AskFacts, blockers_to_ask, ground_of
from talkingpiece.information_sharing.states import Ground

OPEN = AskFacts(
    responsible_id="r",
    victim_id="v",
    victim_name="Maya",
    offender_name="Callum Reeve",
    case_open=True,
    paused=False,
    without_manager=False,
    manager_name="Tom Adeyemi",
    manager_may_answer=True,
    agency_id="a",
    agency_name="Probation",
    asked_already="",
    questions=("suitable",),
    agreement="in_force",
    agreement_id="g",
    agreement_reference="RDG-PROB-3",
    agreement_ended_on=None,
    consent_id="",
)


def codes(**changes: object) -> list[str]:
    return blockers_to_ask(replace(OPEN, **changes)).codes  # type: ignore[arg-type]


def test_an_agreement_opens_it_and_so_does_a_consent() -> None:
    assert codes() == []
    assert codes(agreement="none", consent_id="c") == []
    assert codes(agreement="none") == ["no_ground"]


def test_every_state_of_an_agreement_but_one_needs_a_consent() -> None:
    for state in ("too_narrow", "ended", "not_begun", "none"):
        (blocker,) = blockers_to_ask(replace(OPEN, agreement=state)).blockers
        assert blocker.code == "no_ground"
        assert blocker.door == "consents:ask"
        assert blocker.door_args == ("v", "ask_agency", "a")
        assert ground_of(replace(OPEN, agreement=state, consent_id="c")) == Ground.CONSENT


def test_the_agreement_is_the_ground_where_both_are_there() -> None:
    assert ground_of(replace(OPEN, consent_id="c")) == Ground.AGREEMENT


def test_who_is_asked_must_be_known_and_able_to_answer() -> None:
    assert codes(manager_name="", manager_may_answer=False) == ["manager_unknown"]
    assert codes(manager_may_answer=False) == ["manager_left"]
    assert codes(without_manager=True, manager_name="", manager_may_answer=False) == ["no_manager"]
    assert codes(agency_id="", agency_name="", agreement="none") == ["manager_unknown"]


def test_all_reasons_are_given_at_once() -> None:
    found = codes(paused=True, manager_name="", manager_may_answer=False, agreement="ended", leaks=("Maya",))
    assert found == ["paused", "manager_unknown", "no_ground", "message_tells"]


def test_nobody_is_asked_twice_nor_for_a_case_that_has_ended() -> None:
    assert codes(asked_already="q") == ["asked_already"]
    assert codes(case_open=False) == ["case_ended"]


@given(
    st.builds(
        replace,
        st.just(OPEN),
        case_open=st.booleans(),
        paused=st.booleans(),
        without_manager=st.booleans(),
        manager_name=st.sampled_from(["", "Tom"]),
        manager_may_answer=st.booleans(),
        agency_id=st.sampled_from(["", "a"]),
        asked_already=st.sampled_from(["", "q"]),
        agreement=st.sampled_from(["in_force", "too_narrow", "ended", "not_begun", "none"]),
        consent_id=st.sampled_from(["", "c"]),
        leaks=st.sampled_from([(), ("Maya",)]),
    )
)
def test_open_means_a_ground_somebody_to_ask_and_nothing_told(facts: AskFacts) -> None:
    answer = blockers_to_ask(facts)
    if answer.is_open:
        assert ground_of(facts) is not None
        assert facts.case_open
        assert not facts.paused
        assert facts.manager_name
        assert facts.manager_may_answer
        assert facts.agency_id
        assert not facts.without_manager
        assert not facts.leaks
        assert not facts.asked_already
    assert all(blocker.message and blocker.who for blocker in answer.blockers)
