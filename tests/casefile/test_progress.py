"""The eight steps are derived: whatever the facts, they never claim more than the facts do."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talkingpiece.casefile.presenters.path import steps
from talkingpiece.casefile.progress import (
    Asked,
    Facts,
    MeetingProgress,
    OffenderProgress,
    RiskProgress,
    current_step,
    states,
)
from talkingpiece.cases.states import Route
from talkingpiece.engagement.states import Reply
from talkingpiece.ui.dates import short_date

DAY = date(2026, 9, 3)
maybe_day = st.sampled_from([None, DAY])
few = st.integers(0, 3)

asked = st.builds(Asked, name=st.just("Tom"), settled=st.booleans(), asked_on=maybe_day, working_days=few)
risk = st.builds(
    RiskProgress,
    accepted=st.booleans(),
    victim_side=st.booleans(),
    lapsed=st.booleans(),
    against=st.booleans(),
    waits_for_signature=st.booleans(),
    was_signed=st.booleans(),
    open_flags=few,
)
offender = st.builds(
    OffenderProgress,
    called=st.just("Callum"),
    legal_clear=st.booleans(),
    approached_on=maybe_day,
    reply=st.sampled_from(["", *Reply.values]),
    can_take_part=st.booleans(),
)
meeting = st.builds(
    MeetingProgress,
    planned_for=maybe_day,
    booked=st.booleans(),
    stands=st.booleans(),
    held_on=maybe_day,
    debriefs_owed=few,
    items_open=few,
)
facts = st.builds(
    Facts,
    opened_on=st.just(DAY),
    route=st.sampled_from(Route.values),
    victim=st.just("Maya"),
    remit_version=st.sampled_from([None, 7]),
    profile_version=st.just(2),
    team=st.sampled_from([("Daniel",), ("Daniel", "Ruth"), ("Daniel", "Ruth", "Amina")]),
    facilitator_since=maybe_day,
    offered_to=st.sampled_from(["", "Ruth"]),
    asked=st.lists(asked, max_size=4).map(tuple),
    risk=risk,
    offenders=st.lists(offender, max_size=2).map(tuple),
    before_victim_ready=few,
    before_approach=few,
    meeting=meeting,
    paused=st.booleans(),
    ended_on=maybe_day,
    offender_told=st.booleans(),
)
WHOLE = Facts(
    opened_on=DAY,
    route=Route.SELF,
    victim="Maya",
    remit_version=7,
    team=("Daniel", "Ruth"),
    facilitator_since=DAY,
    asked=(Asked("Tom", settled=True),),
    risk=RiskProgress(accepted=True, victim_side=True),
    offenders=(OffenderProgress("Callum", legal_clear=True, approached_on=DAY, reply=Reply.YES, can_take_part=True),),
    meeting=MeetingProgress(held_on=DAY),
)


@given(facts)
def test_exactly_one_step_is_now_while_the_case_runs(found: Facts) -> None:
    assume(not found.paused and not found.ended_on)
    assert states(found).count("now") == 1


@given(facts)
def test_no_step_is_now_while_the_victim_pauses_or_after_the_end(found: Facts) -> None:
    assume(found.paused or found.ended_on)
    assert "now" not in states(found)


@given(facts)
def test_every_step_before_now_is_done(found: Facts) -> None:
    now = current_step(found)
    assume(now is not None)
    assert set(states(found)[: (now or 1) - 1]) <= {"done"}


@given(facts)
def test_nothing_is_done_behind_a_closed_legal_check(found: Facts) -> None:
    closed = tuple(replace(offender, legal_clear=False) for offender in found.offenders)
    shut = replace(found, offenders=closed, meeting=replace(found.meeting, held_on=None))
    assert "done" not in states(shut)[5:7]


@given(facts)
def test_an_unanswered_red_flag_keeps_risk_open(found: Facts) -> None:
    flagged = replace(found, risk=replace(found.risk, open_flags=1))
    assert states(flagged)[4] != "done"


@given(facts)
def test_withdrawing_something_never_adds_a_done_step(found: Facts) -> None:
    assume(not found.meeting.held_on)
    before = states(found).count("done")
    weaker = replace(
        found,
        risk=replace(found.risk, accepted=False),
        offenders=tuple(replace(o, legal_clear=False, reply="") for o in found.offenders),
        asked=tuple(replace(a, settled=False) for a in found.asked),
    )
    assert states(weaker).count("done") <= before


@given(facts)
def test_the_last_step_is_done_only_when_the_case_has_ended(found: Facts) -> None:
    if states(found)[7] == "done":
        assert found.ended_on
        assert found.offender_told


@given(facts)
def test_no_gate_is_shown_after_the_end(found: Facts) -> None:
    assert "gate" not in states(replace(found, ended_on=DAY))


@given(facts)
def test_each_step_says_one_short_sentence(found: Facts) -> None:
    shown = steps(found)
    assert [step.number for step in shown] == list(range(1, 9))
    assert all(0 < len(str(step.words)) < 80 for step in shown)
    assert [step.state for step in shown] == list(states(found))


def test_a_case_that_went_all_the_way_stands_at_its_last_step() -> None:
    assert states(WHOLE) == ("done",) * 7 + ("now",)
    assert states(replace(WHOLE, reported_on=DAY)) == ("done",) * 7 + ("now",)


def test_a_new_case_waits_for_a_facilitator() -> None:
    new = Facts(opened_on=DAY, route=Route.SELF, victim="Maya", remit_version=7, before_victim_ready=4)
    assert states(new) == ("done", "done", "now", "ahead", "ahead", "ahead", "ahead", "ahead")
    assert steps(new)[0].words == f"In remit under rule 7, {short_date(DAY)}"
    assert steps(new)[2].words == "No facilitator has accepted yet"


@pytest.mark.parametrize(("signed", "state"), [(True, "done"), (False, "gate")])
def test_a_signature_that_ran_out_after_the_meeting_was_in_date_when_it_counted(signed: bool, state: str) -> None:
    over = replace(WHOLE, risk=RiskProgress(lapsed=True, was_signed=signed))
    assert states(over)[4] == ("now" if state == "gate" else state)
    words = steps(over)[4].words
    assert ("Signed off at the time" in str(words)) is signed
    ended = replace(over, ended_on=DAY, meeting=MeetingProgress())
    assert (states(ended)[4] == "done") is signed


def test_a_risk_signed_for_one_side_is_half() -> None:
    half = replace(
        WHOLE,
        meeting=MeetingProgress(),
        risk=replace(WHOLE.risk, accepted=False),
        asked=(Asked("Tom", False),),
    )
    assert states(half)[3:5] == ("now", "half")


def test_the_gate_of_the_approach_shows_while_something_earlier_is_still_open() -> None:
    waiting = replace(
        WHOLE,
        asked=(Asked("Tom", settled=False, asked_on=DAY, working_days=10),),
        offenders=(OffenderProgress("Callum"),),
        meeting=MeetingProgress(),
        before_approach=3,
    )
    assert states(waiting)[3] == "now"
    assert states(waiting)[5] == "gate"
    assert steps(waiting)[3].words == "Tom to answer, 10 working days so far"
    assert steps(waiting)[5].words == "Maya is ready. 3 things before Callum"
