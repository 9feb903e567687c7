"""Red flags: anybody raises one, everything waits, and only an answer of a supervisor lets it go on."""

from datetime import timedelta

import pytest

from talkingpiece.accounts.models import RoleHolding
from talkingpiece.areas.working_days import due
from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import pass_ball, pause_case, resume_case
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import forget_keys
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.risk.models import RedFlag
from talkingpiece.risk.profile import VICTIM_FIRST, Risk
from talkingpiece.risk.queries import flags, open_flags, risk_facts, risk_facts_of, to_sign, unanswered_flags
from talkingpiece.risk.services import answer_flag, raise_flag, sign_assessment
from talkingpiece.risk.states import FlagAnswer, FlagKind
from tests.risk.desk import ball_of, signed, submitted
from tests.world import World


def flag(world: World, case: Case, kind: str = FlagKind.THREATS, *, later: int = 0) -> RedFlag:
    return raise_flag(
        case_id=case.pk,
        kind=kind,
        side=Side.OFFENDER,
        words="His cousin rang her.",
        by=world.facilitator,
        at=world.now + timedelta(hours=later),
    )


def answer(
    world: World, raised: RedFlag, how: str = FlagAnswer.MITIGATED, words: str = "Spoke with police."
) -> RedFlag:
    return answer_flag(
        flag_id=raised.pk, answer=how, words=words, by=world.supervisor, at=world.now + timedelta(hours=5)
    )


def codes(world: World, case: Case) -> list[str]:
    facts = risk_facts(case.pk, VICTIM_FIRST, world.now.date())
    return blockers_to_accept_risk(facts, Risk()).codes


def test_a_red_flag_goes_to_the_supervisor_for_the_next_working_day(world):
    case = world.case()
    raised = flag(world, case)
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.supervisor, What.RED_FLAG)
    assert ball.due_at == due(raised.recorded_at, 1, "GB-EAW")
    assert unanswered_flags(world.area.pk) == [raised]


def test_while_it_is_open_what_was_accepted_no_longer_is(world):
    case = world.case()
    signed(world, case)
    assert codes(world, case) == []
    raised = flag(world, case)
    assert codes(world, case) == ["flag_open"]
    answer(world, raised, FlagAnswer.STAYS)
    assert codes(world, case) == ["flag_stays"]
    answer(world, raised, FlagAnswer.MITIGATED)
    assert codes(world, case) == []


def test_one_that_was_entered_in_error_stops_nothing_and_stays_readable(world):
    case = world.case()
    signed(world, case)
    raised = flag(world, case)
    enter_in_error(raised, by=world.facilitator, at=world.now, why="Another case.", case_id=case.pk, side=Side.OFFENDER)
    assert codes(world, case) == []
    assert [one.error_why for one in flags(case.pk)] == ["Another case."]
    with pytest.raises(IllegalTransition):
        answer(world, raised)


def test_one_that_is_dealt_with_is_not_answered_again_and_one_that_stays_keeps_both_answers(world):
    case = world.case()
    raised = flag(world, case)
    answer(world, raised, FlagAnswer.STAYS, "Not while he rings her.")
    answer(world, raised, FlagAnswer.MITIGATED, "He has stopped.")
    raised.refresh_from_db()
    assert raised.answer_words == "Not while he rings her.\n\nHe has stopped."
    with pytest.raises(IllegalTransition):
        answer(world, raised, FlagAnswer.STAYS)


def test_once_answered_the_work_goes_on_where_it_was(world):
    case = world.case()
    due_at = world.now + timedelta(days=4)
    pass_ball(
        case=case,
        holder=Holder.USER,
        user=world.facilitator,
        what=What.PREPARE,
        at=world.now - timedelta(days=2),
        due_at=due_at,
    )
    answer(world, flag(world, case))
    ball = ball_of(case)
    assert (ball.user, ball.what, ball.due_at) == (world.facilitator, What.PREPARE, due_at)


def test_with_two_open_the_second_waits_for_its_own_answer(world):
    case = world.case()
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.PREPARE, at=world.now)
    first, second = flag(world, case), flag(world, case, FlagKind.CHILD)
    answer(world, first)
    assert ball_of(case).what == What.RED_FLAG
    assert open_flags(case.pk) == [second]
    answer(world, second)
    assert ball_of(case).what == What.PREPARE


def test_without_a_ball_before_it_somebody_gets_in_touch(world):
    case = world.case()
    answer(world, flag(world, case))
    assert (ball_of(case).user, ball_of(case).what) == (world.facilitator, What.NEXT_CONTACT)


def test_what_moved_on_meanwhile_is_left_alone(world):
    case = world.case()
    raised = flag(world, case)
    moved = pass_ball(
        case=case, holder=Holder.VICTIM, what=What.VICTIM_DECIDES, at=raised.recorded_at + timedelta(hours=1)
    )
    answer(world, raised)
    assert ball_of(case) == moved


def test_a_flag_during_a_pause_is_answered_and_the_pause_goes_on(world):
    case = world.case()
    pass_ball(
        case=case, holder=Holder.USER, user=world.facilitator, what=What.PREPARE, at=world.now - timedelta(days=9)
    )
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now - timedelta(days=1))
    raised = flag(world, case)
    assert unanswered_flags(world.area.pk) == [raised]
    answer(world, raised)
    assert ball_of(case).what == What.VICTIM_PAUSED
    resume_case(case_id=case.pk, by=world.facilitator, at=world.now + timedelta(days=3))
    assert ball_of(case).what == What.PREPARE


def test_an_ended_case_can_have_one_and_gets_no_ball(world):
    case = world.case()
    case.ended_at = world.now
    case.save(update_fields=["ended_at"])
    raised = flag(world, case)
    assert open_flags(case.pk) == [raised]
    answer(world, raised)
    assert open_flags(case.pk) == []


def test_without_a_supervisor_the_duty_owner_hears_of_it(world):
    RoleHolding.objects.filter(user=world.supervisor).update(ends_at=world.now - timedelta(days=1))
    case = world.case()
    flag(world, case)
    assert ball_of(case).user == world.coordinator


def test_nobody_signs_going_ahead_while_one_is_open(world):
    case = world.case()
    assessment = submitted(world, case)
    raised = flag(world, case)
    with pytest.raises(Blocked) as blocked:
        sign_assessment(assessment_id=assessment.pk, words="Yes.", by=world.supervisor, at=world.now)
    assert blocked.value.verdict.codes == ["flag_open"]
    answer(world, raised)
    sign_assessment(assessment_id=assessment.pk, words="Yes.", by=world.supervisor, at=world.now)


def test_somebody_new_must_be_looked_at(world):
    case = world.case()
    world.responsible(case)
    signed(world, case, "conference")

    def conference() -> list[str]:
        return blockers_to_accept_risk(risk_facts(case.pk, "conference", world.now.date()), Risk()).codes

    assert conference() == []
    newcomer = world.responsible(case, "Dean")
    newcomer.known_since = world.now + timedelta(minutes=1)
    newcomer.save(update_fields=["known_since"])
    assert conference() == ["new_person"]


def test_many_cases_are_asked_in_the_same_number_of_queries(world, django_assert_num_queries):
    cases = [world.case(f"Victim{n}") for n in range(3)]
    for case in cases:
        world.responsible(case, f"Offender{case.reference[-1]}")
        signed(world, case, "conference")
        flag(world, case)
    one = [(cases[0].pk, "conference", world.now.date())]
    many = [(case.pk, "conference", world.now.date()) for case in cases]
    for wanted in (one, many):
        forget_keys()
        with django_assert_num_queries(10):  # eight, and two for the keys of names
            assert all(facts.signed and facts.flags for facts in risk_facts_of(wanted).values())
    with django_assert_num_queries(2):
        assert len(unanswered_flags(world.area.pk)) == 3
        assert to_sign(world.area.pk) == []
