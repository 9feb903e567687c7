"""Whose turn it is after each act, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.cases.balls import What
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.states import Outcome, Reply, Stance, VisitState
from talkingpiece.engagement.turns import (
    REACHING,
    Answer,
    Dues,
    Talk,
    Turn,
    after_answer,
    after_contact,
    after_listening,
    after_stance,
    after_visit,
)

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
DUES = Dues(**{name: NOW + timedelta(days=n) for n, name in enumerate(Dues.__dataclass_fields__, start=1)})
THURSDAY = NOW + timedelta(days=2)
POLICY = Engagement()


def talk(outcome=Outcome.NO_ANSWER, **changes):
    return Talk(**{"outcome": outcome, "next_at": None, "listened": False, "told": False} | changes)


@pytest.mark.parametrize("about", sorted(REACHING))
def test_no_answer_means_to_try_again_when_it_was_said(about):
    assert after_contact(about, talk(next_at=THURSDAY), DUES) == Turn(What.NEXT_CONTACT, due_at=THURSDAY)
    assert after_contact(about, talk(), DUES) == Turn(What.NEXT_CONTACT, due_at=DUES.try_again)


def test_the_first_time_that_they_speak_it_is_time_to_listen():
    spoke = talk(Outcome.SPOKE)
    assert after_contact(What.FIRST_CONTACT, spoke, DUES) == Turn(What.LISTEN, due_at=DUES.first_meeting)
    heard = talk(Outcome.SPOKE, listened=True)
    assert after_contact(What.NEXT_CONTACT, heard, DUES) == Turn(What.NEXT_CONTACT, due_at=DUES.update)


@pytest.mark.parametrize("about", sorted(set(What) - REACHING - {What.LISTEN, What.TELL_VICTIM}))
@pytest.mark.parametrize("outcome", Outcome.values)
def test_a_call_on_the_side_takes_no_turn_from_anybody(about, outcome):
    assert after_contact(about, talk(outcome, next_at=THURSDAY), DUES) is None


def test_a_no_that_the_victim_was_told_is_theirs_to_think_over():
    told = talk(Outcome.SPOKE, told=True, reply=Reply.NO)
    assert after_contact(What.TELL_VICTIM, told, DUES) == Turn(What.VICTIM_DECIDES, Holder.VICTIM)
    assert after_contact(What.TELL_VICTIM, talk(Outcome.SPOKE), DUES) is None
    later = talk(next_at=THURSDAY)
    assert after_contact(What.TELL_VICTIM, later, DUES) == Turn(What.TELL_VICTIM, due_at=THURSDAY)


def test_a_not_now_with_a_day_comes_back_on_that_day():
    told = talk(Outcome.SPOKE, told=True, reply=Reply.NOT_NOW, ask_again_at=THURSDAY)
    assert after_contact(What.TELL_VICTIM, told, DUES) == Turn(What.APPROACH, due_at=THURSDAY)


def test_a_visit_leads_to_listening_and_a_missed_one_to_another_call():
    planned = after_visit(What.FIRST_CONTACT, VisitState.PLANNED, THURSDAY, listened=False, dues=DUES)
    assert planned == Turn(What.LISTEN, due_at=THURSDAY)
    held = after_visit(What.LISTEN, VisitState.HELD, THURSDAY, listened=False, dues=DUES)
    assert held == Turn(What.LISTEN, due_at=DUES.write_up)
    assert after_visit(What.LISTEN, VisitState.HELD, THURSDAY, listened=True, dues=DUES) is None
    missed = after_visit(What.LISTEN, VisitState.NOT_HELD, THURSDAY, listened=False, dues=DUES)
    assert missed == Turn(What.NEXT_CONTACT, due_at=DUES.try_again)
    assert after_visit(What.AGENCY_ANSWER, VisitState.HELD, THURSDAY, listened=False, dues=DUES) is None


def test_a_ready_victim_moves_the_case_on_and_an_unready_one_does_not():
    def after(about=What.LISTEN, *, ready, clear):
        return after_listening(about, ready=ready, legal_clear=clear, dues=DUES)

    assert after(ready=False, clear=True) is None
    assert after(ready=True, clear=False) == Turn(What.LEGAL_CHECK, due_at=DUES.next_step)
    assert after(ready=True, clear=True) == Turn(What.APPROACH, due_at=DUES.next_step)
    assert after(What.ASSESS_RISK, ready=True, clear=True) is None


def answer(reply=Reply.YES, stance=Stance.FULL, excepted=None):
    return Answer(reply, stance, excepted)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (answer(Reply.NO), What.TELL_VICTIM),
        (answer(Reply.NOT_NOW), What.TELL_VICTIM),
        (answer(), What.PREPARE),
        (answer(stance=Stance.NOT_ASKED), What.PREPARE),
        (answer(stance=Stance.DENIES), What.TELL_VICTIM),
        (answer(stance=Stance.PARTIAL), What.STANCE_EXCEPTION),
        (answer(stance=Stance.PARTIAL, excepted=True), What.PREPARE),
        (answer(stance=Stance.PARTIAL, excepted=False), What.TELL_VICTIM),
    ],
)
def test_an_answer_goes_to_whoever_acts_on_it(said, what):
    turn = after_answer(said, POLICY, DUES)
    assert turn is not None
    assert turn.what is what
    assert turn.supervisor == (what is What.STANCE_EXCEPTION)


def test_while_the_offender_thinks_nobody_else_has_a_turn():
    assert after_answer(answer(""), POLICY, DUES) is None


def test_a_stance_that_is_settled_gives_back_only_a_turn_that_it_took():
    assert after_stance(What.MEETING_AHEAD, answer(), POLICY, DUES) is None
    assert after_stance(What.STANCE_EXCEPTION, answer(), POLICY, DUES) == Turn(What.PREPARE, due_at=DUES.next_step)
    denied = after_stance(What.MEETING_AHEAD, answer(stance=Stance.DENIES), POLICY, DUES)
    assert denied == Turn(What.TELL_VICTIM, due_at=DUES.tell_victim)
    assert after_stance(What.TELL_VICTIM, answer(Reply.NO, Stance.DENIES), POLICY, DUES) is None


@given(
    st.sampled_from(["", *What.values]),
    st.builds(
        Talk,
        outcome=st.sampled_from(Outcome.values),
        next_at=st.sampled_from([None, THURSDAY]),
        listened=st.booleans(),
        told=st.booleans(),
        reply=st.sampled_from(["", *Reply.values]),
        ask_again_at=st.sampled_from([None, THURSDAY]),
    ),
)
def test_only_a_turn_of_the_victim_has_no_date(about, said):
    turn = after_contact(about, said, DUES)
    assert turn is None or (turn.due_at is None) == (turn.holder == Holder.VICTIM)
