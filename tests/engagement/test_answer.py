"""What the offender answers, how they stand to what they did, and what only a supervisor decides."""

from datetime import timedelta
from typing import Any

import pytest

from talkingpiece.cases.balls import What
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import blockers_to_take_part, facts_for_take_part
from talkingpiece.engagement.models import Approach
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import last_approach, stance_of
from talkingpiece.engagement.services import decide_exception
from talkingpiece.protection.classes import Side
from talkingpiece.risk.services import answer_flag, raise_flag
from tests.engagement.conftest import WORDS, no_act, one_act


def newest(stage):
    approach = last_approach(stage.responsible.pk)
    assert approach is not None
    return approach


def stance_now(stage):
    stance = stance_of(stage.responsible.pk)
    assert stance is not None
    return stance


def take_part(stage):
    return blockers_to_take_part(facts_for_take_part(stage.responsible), Engagement())


def test_a_yes_makes_it_time_to_prepare_and_a_no_to_tell_the_victim(stage):
    stage.waits_for(What.APPROACH)
    stage.approached()
    with one_act("offender.replied"):
        stage.reply("no", words="I cannot.")
    assert stage.ball.what == What.TELL_VICTIM
    assert stage.ball.due_at is not None
    with one_act("offender.replied"):
        stage.reply("yes", at=stage.now + timedelta(minutes=1))
    assert stage.ball.what == What.PREPARE
    assert stage.ball.user == stage.worker


def test_a_second_answer_stands_beside_the_first(stage):
    stage.approached("not_now", words="After the funeral.")
    stage.reply("yes", at=stage.now + timedelta(minutes=1), words="Now I can.")
    assert [row.reply for row in Approach.objects.order_by("happened_at")] == ["not_now", "yes"]
    assert (newest(stage).reply_words, newest(stage).told) == ("Now I can.", WORDS)


def test_somebody_who_was_never_approached_has_answered_nothing(stage):
    with no_act(), pytest.raises(IllegalTransition):
        stage.reply("yes")
    stage.approached()
    assert stage.reply("yes").reply == "yes"


def test_a_yes_taken_back_bars_taking_part_at_once(stage):
    stage.approached("yes")
    stage.stance("full")
    assert take_part(stage).is_open
    stage.reply("no", at=stage.now + timedelta(minutes=1))
    assert take_part(stage).codes == ["no_yes", "not_voluntary"]


def test_partial_responsibility_waits_for_a_supervisor_who_is_not_of_the_case(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("yes")
    with one_act("stance.recorded"):
        stance = stage.stance("partial")
    assert (stage.ball.what, stage.ball.user) == (What.STANCE_EXCEPTION, stage.world.supervisor)
    assert take_part(stage).codes == ["needs_exception"]
    with no_act(), pytest.raises(Blocked):
        excepted(stage, stance, by=stage.worker)
    with one_act("stance.excepted"):
        excepted(stage, stance)
    assert take_part(stage).is_open
    assert stage.ball.what == What.PREPARE
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, stance)


def excepted(stage, stance, *, agreed=True, by=None):
    return decide_exception(
        stance_id=stance.pk,
        agreed=agreed,
        words="He says which part.",
        by=by or stage.world.supervisor,
        at=stage.now,
    )


def test_an_exception_that_was_not_given_is_told_to_the_victim(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("yes")
    stance = stage.stance("minimises")
    with one_act("stance.not_excepted"):
        excepted(stage, stance, agreed=False)
    assert take_part(stage).codes == ["stance_not_enough"]
    assert stage.ball.what == What.TELL_VICTIM


@pytest.mark.parametrize("stance", ["denies", "full"])
def test_there_is_no_exception_to_a_denial_and_none_is_needed_for_the_truth(stage, stance):
    stage.approached("yes")
    taken = stage.stance(stance)
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, taken)
    assert take_part(stage).is_open == (stance == "full")


def test_an_exception_counts_only_for_the_words_that_it_was_given_for(stage):
    stage.approached("yes")
    first = stage.stance("partial", at=stage.now - timedelta(hours=1))
    excepted(stage, first)
    stage.stance("minimises")
    assert stance_now(stage).exception_at is None
    assert take_part(stage).codes == ["needs_exception"]
    with no_act(), pytest.raises(IllegalTransition):
        excepted(stage, first)


def test_a_reply_during_a_red_flag_waits_under_it(stage):
    stage.waits_for(What.APPROACH)
    stage.approached()
    flag: dict[str, Any] = {"kind": "threats", "side": Side.OFFENDER, "words": "He said that she will see."}
    later = stage.now + timedelta(minutes=1)
    raised = raise_flag(case_id=stage.case.pk, by=stage.worker, at=later, **flag)
    stage.reply("no", at=stage.now + timedelta(minutes=2))
    assert (stage.ball.what, stage.ball.user) == (What.RED_FLAG, stage.world.supervisor)
    at = stage.now + timedelta(minutes=3)
    answer_flag(flag_id=raised.pk, answer="mitigated", words="Talked.", by=stage.world.supervisor, at=at)
    assert (stage.ball.what, stage.ball.user) == (What.TELL_VICTIM, stage.worker)
