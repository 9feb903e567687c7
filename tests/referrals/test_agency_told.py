"""What an agency is told is a function of what happened and of what the victim agreed to. Nothing else leaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.referrals.agency_told import Happened, Stage, ToldReferrer, told_to_referrer
from talkingpiece.referrals.states import MayKnow, ReferralState

HAPPENED = st.builds(
    Happened,
    state=st.sampled_from(list(ReferralState)),
    looked_at=st.booleans(),
    case_open=st.booleans(),
    reason=st.sampled_from(["", "The court has not decided yet."]),
)
REASON = "The court has not decided yet."


@given(HAPPENED, HAPPENED)
def test_with_nothing_agreed_whatever_happens_reads_the_same(one: Happened, other: Happened) -> None:
    assert told_to_referrer(one, MayKnow.NOTHING) == told_to_referrer(other, MayKnow.NOTHING)
    assert told_to_referrer(one, MayKnow.NOTHING) == ToldReferrer(Stage.RECEIVED)


@given(HAPPENED)
def test_with_the_decision_agreed_the_course_of_the_case_stays_unsaid(happened: Happened) -> None:
    opposite = Happened(happened.state, happened.looked_at, not happened.case_open, happened.reason)
    assert told_to_referrer(happened, MayKnow.DECISION) == told_to_referrer(opposite, MayKnow.DECISION)


@given(HAPPENED, st.sampled_from([MayKnow.DECISION, MayKnow.STAGE]))
def test_a_reason_is_the_published_one_and_only_of_a_referral_that_we_turned_away(
    happened: Happened, may_know: MayKnow
) -> None:
    told = told_to_referrer(happened, may_know)
    assert told.reason in {"", happened.reason}
    if happened.state is not ReferralState.SIGNPOSTED:
        assert told.reason == ""


@given(st.booleans(), st.booleans(), st.sampled_from([MayKnow.DECISION, MayKnow.STAGE]))
def test_that_the_victim_stopped_reads_like_any_neutral_ending(looked: bool, was_open: bool, may_know: MayKnow) -> None:
    stopped = told_to_referrer(Happened(ReferralState.STOPPED, looked, was_open, REASON), may_know)
    elsewhere = told_to_referrer(Happened(ReferralState.SIGNPOSTED, looked, was_open), may_know)
    assert stopped == elsewhere == ToldReferrer(Stage.ENDED)
    assert told_to_referrer(Happened(ReferralState.ACCEPTED, case_open=False), MayKnow.STAGE) == stopped


def test_what_the_victim_agreed_to_is_told() -> None:
    accepted = Happened(ReferralState.ACCEPTED, looked_at=True, case_open=True)
    ended = Happened(ReferralState.ACCEPTED, looked_at=True, case_open=False)
    declined = Happened(ReferralState.SIGNPOSTED, looked_at=True, reason=REASON)
    held = Happened(ReferralState.HELD, looked_at=True)
    assert told_to_referrer(accepted, MayKnow.DECISION).stage is Stage.TAKEN_UP
    assert told_to_referrer(ended, MayKnow.DECISION).stage is Stage.TAKEN_UP
    assert told_to_referrer(ended, MayKnow.STAGE).stage is Stage.ENDED
    assert told_to_referrer(declined, MayKnow.DECISION) == ToldReferrer(Stage.ENDED, REASON)
    assert told_to_referrer(held, MayKnow.DECISION).stage is Stage.LOOKED_AT
    assert told_to_referrer(Happened(ReferralState.NEW), MayKnow.STAGE).stage is Stage.RECEIVED
