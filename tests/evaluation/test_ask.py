from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ending
from talkingpiece.cases.services import fact_columns, pass_ball, pause_case
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.models import Need
from talkingpiece.evaluation.models import Asking
from talkingpiece.evaluation.presenters import timeline
from talkingpiece.evaluation.queries import answers_of, due_to_ask, to_ask
from talkingpiece.evaluation.services import Answers, NeedAnswer, record_asking
from talkingpiece.protection.classes import Side
from tests.meetings.conftest import Scene, make_scene
from tests.meetings.test_begin_and_hold import begin, hold, on_the_day
from tests.world import World


@pytest.fixture
def scene(world: World) -> Scene:
    """The meeting was held; the victim said that we may ask later."""
    made = make_scene(world)
    hold(made, begin(made, on_the_day(made)))
    may_ask(made)
    return made


def may_ask(scene: Scene) -> Any:
    return scene.consent(scene.case.victim, Side.VICTIM, "ask_later")


def need(scene: Scene, words: str) -> Need:
    columns = fact_columns(scene.case, by=scene.worker, at=scene.now)
    made = Need(**columns, case=scene.case, person=scene.case.victim, words=words)
    made.save()
    return made


def ask(scene: Scene, answers: Answers | None = None, **more: Any) -> Asking:
    at = scene.now + timedelta(days=70)
    given: dict[str, Any] = {"means": "call", "answers": answers, "at": at} | more
    return record_asking(case_id=scene.case.pk, by=scene.worker, **given)


def ended(scene: Scene) -> Ending:
    columns = fact_columns(scene.case, by=scene.worker, at=scene.now)
    ending = Ending(
        **columns,
        case=scene.case,
        early=True,
        reason="offender_declined",
        victim_told="call",
        offender_told="told",
    )
    ending.save()
    return ending


def test_six_weeks_after_the_meeting_the_victim_may_be_asked(scene: Scene) -> None:
    meeting_on = timezone.localdate(scene.now) + timedelta(days=12)
    due = meeting_on + timedelta(weeks=6)
    assert due_to_ask(scene.case, scene.now) == due
    area = scene.world.area.pk
    noon = scene.now.replace(hour=12)
    assert to_ask(area, noon + timedelta(days=(due - noon.date()).days - 1)) == []
    assert [(one.case.pk, one.on) for one in to_ask(area, noon + timedelta(days=(due - noon.date()).days))] == [
        (scene.case.pk, due)
    ]


def test_without_a_yes_nobody_is_asked_and_the_act_says_why(scene: Scene) -> None:
    scene.withdraw(scene.consent(scene.case.victim, Side.VICTIM, "ask_later"))
    assert due_to_ask(scene.case, scene.now) is None
    assert to_ask(scene.world.area.pk, scene.now + timedelta(days=300)) == []
    with pytest.raises(Blocked) as refused:
        ask(scene, Answers())
    assert refused.value.verdict.codes == ["may_not_ask"]
    assert "says that we may" in str(refused.value.blockers[0].message)
    may_ask(scene)
    assert ask(scene, Answers()).answered


def test_before_anything_happened_there_is_nothing_to_ask(world: World) -> None:
    scene = make_scene(world)
    may_ask(scene)
    assert due_to_ask(scene.case, scene.now) is None
    with pytest.raises(Blocked) as refused:
        ask(scene, Answers())
    assert refused.value.verdict.codes == ["nothing_yet"]


def test_a_case_that_ended_without_a_meeting_is_asked_about_as_well(world: World) -> None:
    scene = make_scene(world)
    may_ask(scene)
    ended(scene)
    due = timezone.localdate(scene.now) + timedelta(weeks=6)
    assert due_to_ask(scene.case, scene.now) == due
    assert [one.case.pk for one in to_ask(world.area.pk, scene.now + timedelta(weeks=6))] == [scene.case.pk]


def test_nobody_is_asked_while_they_pause(scene: Scene) -> None:
    assert due_to_ask(scene.case, scene.now) is not None
    pause_case(case_id=scene.case.pk, words="", resume_on=None, by=scene.worker, at=scene.now)
    assert due_to_ask(scene.case, scene.now) is None


def test_each_need_is_answered_in_their_words(scene: Scene) -> None:
    why, door = need(scene, "if it was me they picked"), need(scene, "stop listening for the back door")
    answers = Answers(
        needs=[NeedAnswer(why.pk, "fully", "It was the open window."), NeedAnswer(door.pk, "cannot_say")],
        felt_safe="fully",
        would_again="partly",
        words="Thank Daniel.",
    )
    ask(scene, answers)
    [asking] = answers_of(scene.case.pk)
    assert {(a.need.words, a.met, a.words) for a in asking.answers.all()} == {
        ("if it was me they picked", "fully", "It was the open window."),
        ("stop listening for the back door", "cannot_say", ""),
    }
    assert (asking.felt_safe, asking.would_again, asking.words) == ("fully", "partly", "Thank Daniel.")
    [entry] = timeline(scene.case)
    assert "Yes: 1, I cannot say: 1" in str(entry.title)
    assert entry.fact == "evaluation.Asking"


def test_to_rather_not_answer_is_an_answer(scene: Scene) -> None:
    asking = ask(scene, None)
    assert asking.answered is False
    assert due_to_ask(scene.case, scene.now + timedelta(days=100)) is None
    assert "rather not" in str(timeline(scene.case)[0].title)


def test_a_need_of_another_case_cannot_be_answered_here(scene: Scene) -> None:
    other = make_scene(scene.world, "Joan", "Lee")
    foreign = need(other, "to sleep")
    with pytest.raises(KeyError):
        ask(scene, Answers(needs=[NeedAnswer(foreign.pk, "fully")]))


def test_an_asking_entered_in_error_is_asked_again(scene: Scene) -> None:
    asking = ask(scene, Answers(words="Of somebody else."))
    assert due_to_ask(scene.case, scene.now + timedelta(days=90)) is None
    enter_in_error(
        asking, by=scene.worker, at=scene.now, why="Another victim.", case_id=scene.case.pk, side=Side.VICTIM
    )
    assert answers_of(scene.case.pk) == []
    assert due_to_ask(scene.case, scene.now + timedelta(days=90)) is not None
    assert timeline(scene.case)[0].error_why == "Another victim."


def test_a_case_that_waited_for_the_answers_goes_on_to_its_end(scene: Scene) -> None:
    pass_ball(case=scene.case, holder=Holder.USER, user=scene.worker, what=What.ASK_NEEDS, at=scene.now)
    ask(scene, Answers(words="Good."))
    assert scene.ball.what == What.END_CASE


def test_a_case_that_waits_for_something_else_keeps_its_ball(scene: Scene) -> None:
    pass_ball(case=scene.case, holder=Holder.USER, user=scene.worker, what=What.FOLLOW_UP, at=scene.now)
    ask(scene, Answers(words="Good."))
    assert scene.ball.what == What.FOLLOW_UP


def test_the_words_are_not_stored_in_clear(scene: Scene) -> None:
    from django.db import connection

    asking = ask(scene, Answers(words="Nobody asked me that before"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM evaluation_asking WHERE id = %s", [asking.pk])
        [stored] = cursor.fetchone()
    assert b"Nobody" not in bytes(stored)


def test_the_list_for_the_desk_costs_the_same_for_many(scene: Scene) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    later = scene.now + timedelta(days=100)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            to_ask(scene.world.area.pk, later)
        return len(seen)

    one = queries()
    for n in range(3):
        another = make_scene(scene.world, f"Maya {n}", f"Lee {n}")
        may_ask(another)
        ended(another)
    assert len(to_ask(scene.world.area.pk, later)) == 4
    assert queries() == one
