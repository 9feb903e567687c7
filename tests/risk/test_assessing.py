"""Writing an assessment: a factor at a time, nothing lost, nobody signs their own, and what is signed never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import GatePassing
from talkingpiece.cases.services import join_case, pass_ball, pause_case, resume_case
from talkingpiece.cases.states import Holder, MemberRole, OffenceCategory
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import current, earlier_views, open_assessment, open_flags, risk_facts, to_sign, views_of
from talkingpiece.risk.services import (
    StaleAssessment,
    StaleFactor,
    assess_factor,
    return_assessment,
    sign_assessment,
    start_assessment,
    submit_assessment,
)
from talkingpiece.risk.states import AssessmentState, Concern, Decision, FlagKind, Residual
from talkingpiece.staffing.models import Facilitator, Level
from tests.database import other_connection
from tests.risk.desk import FINE, WORRYING, ball_of, filled, signed, submitted, write
from tests.world import World, as_area


def another_supervisor(world: World):
    user = add_user(email="second@example.org", name="Anwen Lloyd", at=world.now)
    give_role(user=user, area=world.area, role=Role.CASE_SUPERVISOR, by=None, at=world.now - timedelta(days=1))
    return user


def test_starting_twice_gives_the_same_assessment(world):
    case = world.case()
    first = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    again = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.coordinator, at=world.now)
    other = start_assessment(case_id=case.pk, approach="conference", by=world.facilitator, at=world.now)
    assert (first, first.number, other.number) == (again, 1, 2)


def test_the_database_refuses_a_second_open_one(world):
    assessment = filled(world, world.case())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment(
            area_id=assessment.area_id,
            key_id=assessment.key_id,
            case=assessment.case,
            number=9,
            approach=VICTIM_FIRST,
            assessor=world.coordinator,
            started_at=world.now,
        ).save()


def test_an_ended_case_is_not_assessed(world):
    case = world.case()
    case.ended_at = world.now
    case.save(update_fields=["ended_at"])
    with pytest.raises(IllegalTransition):
        start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)


def test_what_is_written_of_a_factor_is_kept_word_for_word(world):
    assessment = start_assessment(case_id=world.case().pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    written = replace(
        WORRYING, victim_view="“I shake.”", offender_view="", owner_words="Daniel", review_by=world.now.date()
    )
    write(assessment, "victim_fear", written, world.facilitator, world.now)
    view = views_of(assessment.pk)["victim_fear"]
    for name in ("present", "concern", "victim_view", "note", "source", "mitigation", "residual", "owner_words"):
        assert getattr(view, name) == getattr(written, name)
    assert view.review_by == written.review_by


def test_two_who_write_the_same_factor_do_not_overwrite_each_other(world):
    assessment = start_assessment(case_id=world.case().pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    write(assessment, "victim_fear", FINE, world.coordinator, world.now)

    with pytest.raises(StaleFactor) as raised:
        assess_factor(
            assessment_id=assessment.pk,
            factor="victim_fear",
            written=WORRYING,
            version="new",
            by=world.facilitator,
            at=world.now,
        )
    assert raised.value.current.note == FINE.note
    assert views_of(assessment.pk)["victim_fear"].concern == Concern.NONE


def test_two_who_write_different_factors_do_not_disturb_each_other(world):
    assessment = start_assessment(case_id=world.case().pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    for factor, user in (("victim_fear", world.coordinator), ("victim_now", world.facilitator)):
        assess_factor(assessment_id=assessment.pk, factor=factor, written=FINE, version="new", by=user, at=world.now)
    assert set(views_of(assessment.pk)) == {"victim_fear", "victim_now"}


def test_a_factor_of_a_side_that_is_ahead_is_not_asked_yet(world):
    assessment = start_assessment(case_id=world.case().pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    with pytest.raises(KeyError):
        write(assessment, "offender_stance", FINE, world.facilitator, world.now)


def test_stop_raises_one_red_flag_however_often_it_is_saved(world):
    case = world.case()
    assessment = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    stop = replace(WORRYING, concern=Concern.STOP, note="He stood at her door.")
    write(assessment, "victim_fear", stop, world.facilitator, world.now, flag=FlagKind.STALKING)
    write(assessment, "victim_fear", replace(stop, source="Herself"), world.facilitator, world.now)
    write(assessment, "victim_pressure", stop, world.facilitator, world.now, flag=FlagKind.STALKING)

    flags = open_flags(case.pk)
    assert [(flag.kind, flag.side, flag.words) for flag in flags] == [("stalking", "victim", "He stood at her door.")]
    assert ball_of(case).what == What.RED_FLAG


def test_stop_without_a_kind_saves_nothing(world):
    case = world.case()
    assessment = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    with pytest.raises(ValueError, match="kind"):
        write(assessment, "victim_fear", replace(WORRYING, concern=Concern.STOP), world.facilitator, world.now)
    assert views_of(assessment.pk) == {}
    assert open_flags(case.pk) == []


def test_an_unfinished_assessment_is_refused_with_every_reason(world):
    case = world.case()
    assessment = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    write(assessment, "victim_fear", replace(WORRYING, residual=""), world.facilitator, world.now)
    assessment.refresh_from_db()
    with pytest.raises(Blocked) as raised:
        submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=Decision.PROCEED,
            reasons="",
            plan="",
            by=world.facilitator,
            at=world.now,
        )
    codes = raised.value.verdict.codes
    assert {"not_looked_at_victim", "not_looked_at_relationship", "open_concern_victim_fear", "no_reasons"} <= set(
        codes
    )
    assert Assessment.objects.get(pk=assessment.pk).state == AssessmentState.DRAFT


def test_a_whole_one_goes_to_a_supervisor_with_a_date(world):
    case = world.case()
    assessment = submitted(world, case)
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.supervisor, What.SIGN_RISK)
    assert ball.due_at is not None
    assert to_sign(world.area.pk) == [assessment]
    assert GatePassing.objects.filter(case=case, gate="submit_risk", subject_id=assessment.pk).exists()


def test_a_decision_about_factors_that_changed_meanwhile_is_asked_again(world):
    case = world.case()
    assessment = filled(world, case)
    write(assessment, "victim_fear", WORRYING, world.coordinator, world.now)
    with pytest.raises(StaleAssessment):
        submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=Decision.PROCEED,
            reasons="Calm.",
            plan="",
            by=world.facilitator,
            at=world.now,
        )


def test_what_was_put_forward_is_not_written_on(world):
    assessment = submitted(world, world.case())
    with pytest.raises(IllegalTransition):
        write(assessment, "victim_fear", WORRYING, world.facilitator, world.now)


def test_a_signature_counts_for_twelve_weeks_from_its_own_day(world):
    case = world.case()
    assessment = signed(world, case)
    today = timezone.localdate(world.now)
    assert assessment.valid_until == today + timedelta(weeks=12)
    assert risk_facts(case.pk, VICTIM_FIRST, assessment.valid_until - timedelta(days=1)).in_date
    assert not risk_facts(case.pk, VICTIM_FIRST, assessment.valid_until).in_date
    assert current(case.pk, VICTIM_FIRST) == assessment
    assert open_assessment(case.pk, VICTIM_FIRST) is None


def test_nobody_signs_their_own(world):
    give_role(user=world.facilitator, area=world.area, role=Role.CASE_SUPERVISOR, by=None, at=world.now)
    assessment = submitted(world, world.case())
    with pytest.raises(Blocked) as raised:
        sign_assessment(assessment_id=assessment.pk, words="Fine.", by=world.facilitator, at=world.now)
    assert raised.value.verdict.codes == ["own_work"]
    sign_assessment(assessment_id=assessment.pk, words="Fine.", by=world.supervisor, at=world.now)


def test_whoever_wrote_one_factor_does_not_sign_either(world):
    case = world.case()
    second = another_supervisor(world)
    assessment = filled(world, case)
    write(assessment, "victim_care", FINE, second, world.now)
    assessment.refresh_from_db()
    submit_assessment(
        assessment_id=assessment.pk,
        version=assessment.version,
        decision=Decision.PROCEED,
        reasons="Calm.",
        plan="",
        by=world.facilitator,
        at=world.now,
    )
    assert ball_of(case).user == world.supervisor
    with pytest.raises(Blocked):
        sign_assessment(assessment_id=assessment.pk, words="Fine.", by=second, at=world.now)


def test_the_database_refuses_the_assessor_s_signature(world):
    assessment = submitted(world, world.case())
    assessment.state, assessment.signed_at, assessment.signed_by = AssessmentState.SIGNED, world.now, world.facilitator
    assessment.valid_until = world.now.date()
    with pytest.raises(IntegrityError, match="risk_assessor_is_not_signer"), transaction.atomic():
        assessment.save()


def test_the_database_refuses_half_a_signature(world):
    assessment = submitted(world, world.case())
    assessment.signed_by = world.supervisor
    with pytest.raises(IntegrityError, match="risk_signature_whole"), transaction.atomic():
        assessment.save()


def test_given_back_it_is_written_on_and_put_forward_again(world):
    case = world.case()
    assessment = submitted(world, case)
    return_assessment(assessment_id=assessment.pk, words="What does her sister say?", by=world.supervisor, at=world.now)
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.facilitator, What.RISK_RETURNED)

    write(assessment, "victim_pressure", WORRYING, world.facilitator, world.now)
    assessment.refresh_from_db()
    assert (assessment.returned_words, assessment.decision) == ("What does her sister say?", Decision.PROCEED)
    submit_assessment(
        assessment_id=assessment.pk,
        version=assessment.version,
        decision=Decision.PROCEED,
        reasons="Asked her.",
        plan="",
        by=world.facilitator,
        at=world.now,
    )
    assert ball_of(case).what == What.SIGN_RISK


def test_a_new_signature_replaces_the_one_before_and_of_the_same_approach_only(world):
    case = world.case()
    first, meeting = signed(world, case), signed(world, case, "conference")
    second = signed(world, case)
    for assessment in (first, meeting, second):
        assessment.refresh_from_db()
    assert [a.state for a in (first, meeting, second)] == ["superseded", "signed", "signed"]
    assert first.signed_by == world.supervisor


def test_what_was_signed_can_be_neither_written_nor_put_forward_nor_given_back(world):
    assessment = signed(world, world.case())
    with pytest.raises(IllegalTransition):
        write(assessment, "victim_fear", WORRYING, world.facilitator, world.now)
    with pytest.raises(IllegalTransition):
        submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=Decision.STOP,
            reasons="No.",
            plan="",
            by=world.facilitator,
            at=world.now,
        )
    with pytest.raises(IllegalTransition):
        return_assessment(assessment_id=assessment.pk, words="No.", by=world.supervisor, at=world.now)


def test_what_was_said_before_is_a_start_and_no_answer(world):
    case = world.case()
    first = signed(world, case)
    second = start_assessment(case_id=case.pk, approach="conference", by=world.facilitator, at=world.now)
    assert earlier_views(second)["victim_fear"].assessment_id == first.pk
    assert views_of(second.pk) == {}
    assert earlier_views(first) == {}


def test_a_sensitive_case_needs_an_advanced_assessor(world):
    case = world.case(category=OffenceCategory.STALKING)
    Facilitator.objects.filter(user=world.facilitator).update(level=Level.INTERMEDIATE)
    join_case(case=case, user=world.other_facilitator, role=MemberRole.CO_FACILITATOR, at=world.now)
    with pytest.raises(Blocked) as raised:
        submitted(world, case)
    assert raised.value.verdict.codes == ["level"]

    assessment = open_assessment(case.pk, VICTIM_FIRST)
    assert assessment is not None
    put = submit_assessment(
        assessment_id=assessment.pk,
        version=assessment.version,
        decision=Decision.PROCEED,
        reasons="Read it all.",
        plan="",
        by=world.other_facilitator,
        at=world.now,
    )
    assert put.assessor == world.other_facilitator


@pytest.mark.parametrize(
    ("before", "approach", "after"),
    [
        (What.ASSESS_RISK, VICTIM_FIRST, What.APPROACH),
        (What.ASSESS_RISK, "conference", What.PREPARE),
        (What.LISTEN, VICTIM_FIRST, What.LISTEN),
        (What.MEETING_AHEAD, "conference", What.MEETING_AHEAD),
    ],
)
def test_after_the_signature_the_next_step_comes_or_what_was_interrupted_goes_on(world, before, approach, after):
    case = world.case()
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=before, at=world.now - timedelta(days=1))
    signed(world, case, approach)
    assert (ball_of(case).what, ball_of(case).user) == (after, world.facilitator)


def test_after_a_decision_not_to_go_ahead_somebody_gets_in_touch(world):
    case = world.case()
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.APPROACH, at=world.now)
    signed(world, case, decision=Decision.STOP, at=world.now + timedelta(hours=1))
    assert ball_of(case).what == What.NEXT_CONTACT


def test_a_pause_stays_a_pause_and_afterwards_nobody_is_asked_to_sign_what_is_signed(world):
    case = world.case()
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.ASSESS_RISK, at=world.now)
    assessment = submitted(world, case, at=world.now + timedelta(hours=1))
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now + timedelta(hours=2))
    later = world.now + timedelta(hours=3)
    sign_assessment(assessment_id=assessment.pk, words="Yes.", by=world.supervisor, at=later)
    assert ball_of(case).holder == Holder.VICTIM

    resume_case(case_id=case.pk, by=world.facilitator, at=later + timedelta(days=2))
    assert ball_of(case).what == What.APPROACH


def test_each_step_is_in_the_trail_without_a_word_of_it(world):
    case = world.case()
    assessment = start_assessment(case_id=case.pk, approach=VICTIM_FIRST, by=world.facilitator, at=world.now)
    write(assessment, "victim_self_harm", replace(WORRYING, note="Secret words."), world.facilitator, world.now)
    signed(world, case)
    events = Event.objects.filter(case_id=case.pk, name__startswith="risk")
    assert {
        "risk_assessment.started",
        "risk_factor.assessed",
        "risk_assessment.submitted",
        "risk_assessment.signed",
    } <= {event.name for event in events}
    assert not any("Secret" in str(event.detail) for event in events)


def test_of_two_signatures_at_the_same_moment_one_counts(committed_world):
    world = committed_world
    with as_area(world):
        second = another_supervisor(world)
        case = world.case()
        assessment = submitted(world, case)

    def sign_too() -> str:
        with as_area(world):
            try:
                sign_assessment(assessment_id=assessment.pk, words="Mine.", by=second, at=world.now)
            except IllegalTransition:
                return "too late"
        return "signed"

    with other_connection() as run:
        with as_area(world):
            sign_assessment(assessment_id=assessment.pk, words="Ours.", by=world.supervisor, at=world.now)
            waiting = run(sign_too)
        assert waiting.result(timeout=10) == "too late"
    with as_area(world):
        kept = Assessment.objects.get(pk=assessment.pk)
        assert (kept.signed_by, kept.sign_words) == (world.supervisor, "Ours.")
        assert Event.objects.filter(case_id=case.pk, name="risk_assessment.signed").count() == 1


def test_an_unacceptable_rest_does_not_go_ahead(world):
    case = world.case()
    assessment = filled(world, case)
    rest = replace(WORRYING, residual=Residual.NOT_ACCEPTABLE)
    write(assessment, "victim_fear", rest, world.facilitator, world.now)
    assessment.refresh_from_db()

    def decide(decision: str) -> Assessment:
        return submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=decision,
            reasons="Because.",
            plan="",
            by=world.facilitator,
            at=world.now,
        )

    with pytest.raises(Blocked) as raised:
        decide(Decision.PROCEED)
    assert raised.value.verdict.codes == ["not_acceptable"]
    assert decide(Decision.PAUSE).state == AssessmentState.SUBMITTED
