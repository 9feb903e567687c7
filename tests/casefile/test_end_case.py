"""Ending, stopping and reopening a case."""

from dataclasses import replace

import pytest

from talkingpiece.audit.models import Event
from talkingpiece.casefile.gates import Told
from talkingpiece.casefile.services import end_case, reopen_case, stop_everything
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Ending, GatePassing
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import ClosureReason, Holder, OffenderTold, VictimTold
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live, live_consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.states import Reply
from talkingpiece.meetings.queries import standing
from tests.casefile import rows
from tests.world import World

WITHDREW = Told(
    reason=ClosureReason.VICTIM_WITHDREW,
    victim_told=VictimTold.CALL,
    other_help="Victim Support.",
    ask_later="no",
    offender_told=OffenderTold.NEVER_APPROACHED,
)
COMPLETED = Told(
    reason=ClosureReason.COMPLETED_DIRECT,
    victim_told=VictimTold.IN_PERSON,
    other_help="Nothing more.",
    ask_later="yes",
    offender_told=OffenderTold.TOLD,
    follow_up="done",
    completion_told=True,
    feedback_offered=True,
)


def end(world: World, case: Case, told: Told) -> Ending:
    return end_case(case_id=case.pk, told=told, by=world.facilitator, at=world.now, offender_words="Not going ahead.")


def names(case: Case) -> list[str]:
    return list(Event.objects.filter(case_id=case.pk).order_by("recorded_at").values_list("name", flat=True))


def test_a_withdrawal_closes_the_file_and_takes_every_consent_back(world: World) -> None:
    case = world.case()
    rows.consent(world, case, Item.CONTACT)
    rows.consent(world, case, Item.HOLD_NOTES)
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=world.now)
    ending = end(world, case, WITHDREW)
    case.refresh_from_db()
    assert case.ended_at == world.now
    assert ending.early
    assert not live([case.pk], on=world.now.date()).exists()
    assert open_ball(case.pk) is None
    assert names(case)[-1] == "case.ended"
    assert GatePassing.objects.get(case=case).gate == "G9a"


def test_an_ending_without_answers_is_refused_and_changes_nothing(world: World) -> None:
    case = world.case()
    with pytest.raises(Blocked) as refused:
        end(world, case, Told())
    assert len(refused.value.blockers) == 4
    case.refresh_from_db()
    assert case.is_open


def test_nobody_waits_for_news_when_a_case_ends(world: World) -> None:
    case = world.case()
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    with pytest.raises(Blocked) as refused:
        end(world, case, WITHDREW)
    assert [b.code for b in refused.value.blockers] == ["offender_not_told"]
    ending = end(world, case, replace(WITHDREW, offender_told=OffenderTold.THROUGH_MANAGER))
    assert ending.offender_words == "Not going ahead."


def test_an_approach_entered_in_error_tells_nobody(world: World) -> None:
    case = world.case()
    row = rows.approach(world, case, world.responsible(case))
    row.error_at, row.error_by, row.error_why = world.now, world.facilitator, "Another case."
    row.save()
    assert end(world, case, WITHDREW).offender_told == OffenderTold.NEVER_APPROACHED


def test_a_held_meeting_that_is_followed_up_completes_the_case(world: World) -> None:
    case = world.case()
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    meeting = rows.meeting(world, case, held=True)
    seat = rows.seat(meeting, case, case.victim)
    item = rows.promise(world, meeting, seat)
    with pytest.raises(Blocked) as refused:
        end(world, case, COMPLETED)
    assert [b.code for b in refused.value.blockers] == ["debriefs_owed", "follow_up_open"]

    seat.debriefed_at, seat.debriefed_by = world.now, world.facilitator
    seat.save()
    item.result, item.result_at, item.result_by = "done", world.now, world.facilitator
    item.save()
    with pytest.raises(Blocked) as refused:
        end(world, case, COMPLETED)
    assert [b.code for b in refused.value.blockers] == ["follow_up_open"]

    item.victim_told_at = world.now
    item.save()
    assert not end(world, case, COMPLETED).early
    assert GatePassing.objects.get(case=case).gate == "G9b"


@pytest.mark.parametrize(
    ("answer", "victim_told", "expected"),
    [
        ("yes", VictimTold.CALL, Answer.GIVEN),
        ("no", VictimTold.CALL, Answer.REFUSED),
        ("not_asked", VictimTold.CALL, None),
        ("not_asked", VictimTold.CHOSE_NOT, None),
    ],
)
def test_whether_we_may_ask_later_is_a_consent_of_its_own(
    world: World, answer: str, victim_told: str, expected: str | None
) -> None:
    case = world.case()
    end(world, case, replace(WITHDREW, ask_later=answer, victim_told=victim_told))
    found = Consent.objects.filter(case=case, item=Item.ASK_LATER).first()
    assert (found.answer if found else None) == expected
    asked = live_consent(case.pk, case.victim_id, Item.ASK_LATER, on=world.now.date())
    assert (asked is not None) == (answer == "yes")


def test_a_no_ends_an_earlier_yes(world: World) -> None:
    case = world.case()
    rows.consent(world, case, Item.ASK_LATER)
    end(world, case, replace(WITHDREW, reason=ClosureReason.NEEDS_MET_EARLY))
    assert live_consent(case.pk, case.victim_id, Item.ASK_LATER, on=world.now.date()) is None


def test_other_endings_leave_consents_as_they_are(world: World) -> None:
    case = world.case()
    rows.consent(world, case, Item.HOLD_NOTES)
    end(world, case, replace(WITHDREW, reason=ClosureReason.OFFENDER_DECLINED))
    assert live_consent(case.pk, case.victim_id, Item.HOLD_NOTES, on=world.now.date())


def test_a_case_ends_once(world: World) -> None:
    case = world.case()
    end(world, case, WITHDREW)
    with pytest.raises(IllegalTransition):
        end(world, case, WITHDREW)


def test_stopping_is_refused_by_nothing(world: World) -> None:
    """Not by an offender who waits to hear: the work stops first, the file is closed after."""
    case = world.case()
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    rows.consent(world, case, Item.MODE, target="conference")
    stop_everything(case_id=case.pk, by=world.facilitator, at=world.now)
    assert not live([case.pk], on=world.now.date()).exists()
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.what, ball.user) == (What.END_CASE, world.facilitator)
    assert "case.stopped_by_victim" in names(case)


def test_an_ended_case_can_be_opened_again_by_its_worker(world: World) -> None:
    case = world.case()
    end(world, case, WITHDREW)
    ending = reopen_case(case_id=case.pk, why="She rang: she wants to go on.", by=world.facilitator, at=world.now)
    case.refresh_from_db()
    assert case.is_open
    assert ending.reopened_by == world.facilitator
    assert ending.reopened_why == "She rang: she wants to go on."
    ball = open_ball(case.pk)
    assert ball is not None
    assert ball.user == world.facilitator
    assert names(case)[-1] == "case.reopened"


def test_an_open_case_is_not_opened_again(world: World) -> None:
    with pytest.raises(IllegalTransition):
        reopen_case(case_id=world.case().pk, why="By mistake", by=world.facilitator, at=world.now)


def test_a_case_can_end_again_after_it_was_reopened(world: World) -> None:
    case = world.case()
    first = end(world, case, WITHDREW)
    reopen_case(case_id=case.pk, why="She rang.", by=world.facilitator, at=world.now)
    second = end(world, case, WITHDREW)
    assert second.pk != first.pk
    assert Ending.objects.filter(case=case).count() == 2


def test_a_meeting_that_was_not_held_stands_no_longer(world: World) -> None:
    """Nothing is cancelled: its gate asks whether the case is open."""
    case = world.case()
    meeting = rows.meeting(world, case, booked=True)
    rows.seat(meeting, case, case.victim)
    assert "case_ended" not in standing([meeting], world.now)[meeting.pk].codes
    end(world, case, WITHDREW)
    assert "case_ended" in standing([meeting], world.now)[meeting.pk].codes
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None
