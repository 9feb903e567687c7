"""A synthetic case at each stage, begun anew, and its people answered for by the trainer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from talkingpiece.accounts.models import RoleHolding
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case, Member
from talkingpiece.cases.queries import open_ball, open_pause
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.queries import last_approach
from talkingpiece.information_sharing.services import ask_agency
from talkingpiece.information_sharing.states import Question
from talkingpiece.protection.context import area_context
from talkingpiece.rehearsal import services
from talkingpiece.rehearsal.gates import responsible_of
from talkingpiece.rehearsal.models import Group, Opened
from talkingpiece.rehearsal.presenters import in_the_way, possible
from talkingpiece.rehearsal.states import Play, Stage
from tests.rehearsal.given import begun, opened
from tests.training.given import arranged
from tests.world import World

# What the group meets first.
FIRST = {
    Stage.FIRST_CONTACT: "not_informed",
    Stage.ASSESSMENT: "no_risk_view",
    Stage.PREPARATION: "not_assessed",
    Stage.MEETING: "check_on_the_day",
    Stage.ENDING: "no_yes",
    Stage.FOLLOW_UP: "debriefs_owed",
}


@pytest.mark.parametrize("stage", list(Stage))
def test_a_case_is_taken_up_at_each_stage_by_the_whole_group(world: World, stage: Stage) -> None:
    group = begun(world)
    row = opened(world, group, stage)
    with area_context([group.ground_id]):
        found = in_the_way(row, clock.now())
        owner = Member.objects.get(case=row.case, role="owner", ends_at__isnull=True)
        assert owner.user == world.facilitator
        assert Member.objects.filter(case=row.case, user=world.other_facilitator, ends_at__isnull=True).exists()
        ball = open_ball(row.case_id)
    assert found is not None
    assert found["blockers"][0].code == FIRST[stage]
    assert ball is not None
    assert ball.user == world.facilitator or ball.user is None


def test_whoever_does_not_train_it_begins_nothing(world: World) -> None:
    session = arranged(world, world.facilitator).sessions.get()
    with pytest.raises(Blocked) as refused:
        services.begin(session=session, by=world.scheme_manager, at=clock.now())
    assert refused.value.verdict.codes == ["other_trainer"]
    assert not Group.objects.exists()
    services.begin(session=session, by=world.supervisor, at=clock.now())
    with pytest.raises(Blocked) as refused:
        services.begin(session=session, by=world.supervisor, at=clock.now())
    assert refused.value.verdict.codes == ["practises"]


def test_somebody_outside_the_group_leads_nothing(world: World) -> None:
    group = begun(world)
    with pytest.raises(ValueError, match="group"):
        opened(world, group, lead=world.coordinator)


def test_begun_anew_the_old_case_is_put_away_with_its_trail(world: World) -> None:
    group = begun(world)
    first = opened(world, group)
    with area_context([group.ground_id]):
        services.play(opened_id=first.pk, what=Play.VICTIM_NOT_YET, said="", by=world.supervisor, at=clock.now())
        before = Event.objects.filter(case_id=first.case_id).count()
    second = opened(world, group)
    with area_context([group.ground_id]):
        assert Opened.objects.get(over_at__isnull=True) == second
        assert not Case.objects.get(pk=first.case_id).is_open
        assert Case.objects.get(pk=second.case_id).is_open
        assert Event.objects.filter(case_id=first.case_id).count() > before
        assert open_pause(second.case_id) is None
        with pytest.raises(Blocked) as refused:
            services.play(opened_id=first.pk, what=Play.VICTIM_STOPS, said="", by=world.supervisor, at=clock.now())
    assert "over" in refused.value.verdict.codes


def test_what_the_group_has_not_come_to_nobody_answers(world: World) -> None:
    group = begun(world)
    row = opened(world, group, Stage.FIRST_CONTACT)
    with area_context([group.ground_id]):
        for what, code in ((Play.OFFENDER_YES, "not_approached"), (Play.MANAGER_SUPPORTS, "not_asked")):
            with pytest.raises(Blocked) as refused:
                services.play(opened_id=row.pk, what=what, said="", by=world.supervisor, at=clock.now())
            assert code in refused.value.verdict.codes
        assert not Event.objects.filter(name="rehearsal.played").exists()


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.PREPARATION, Stage.MEETING])
def test_whatever_is_possible_at_a_stage_can_happen_in_turn(world: World, stage: Stage) -> None:
    group = begun(world)
    row = opened(world, group, stage)
    last = [Play.VICTIM_TAKES_BACK, Play.OFFENDER_TAKES_BACK, Play.VICTIM_STOPS]
    with area_context([group.ground_id]):
        can, _cannot = possible(row, clock.now())
        for what in [*(one for one in can if one not in last), *last]:
            if what in possible(row, clock.now())[0]:
                services.play(opened_id=row.pk, what=what, said="", by=world.supervisor, at=clock.now())
        played = set(Event.objects.filter(name="rehearsal.played").values_list("detail__what", flat=True))
    assert played >= set(can) - set(last)


def test_the_offender_manager_answers_what_the_group_asked(world: World) -> None:
    group = begun(world)
    row = opened(world, group, Stage.ASSESSMENT)
    with area_context([group.ground_id]):
        offender = responsible_of(row)
        assert offender is not None
        assert last_approach(offender.pk) is None
        ask_agency(
            responsible_id=offender.pk,
            questions=[Question.RISK],
            message="",
            by=world.facilitator,
            at=clock.now(),
        )
        for what in (Play.MANAGER_NOT_YET, Play.MANAGER_OBJECTS):
            services.play(opened_id=row.pk, what=what, said="Wait.", by=world.supervisor, at=clock.now())


def test_ended_nobody_comes_in_any_more(world: World) -> None:
    group = begun(world)
    row = opened(world, group)
    services.end(group=group, by=world.supervisor, at=clock.now() + timedelta(seconds=1))
    assert not RoleHolding.objects.filter(area=group.ground, ends_at__isnull=True).exists()
    with area_context([group.ground_id]):
        assert not Case.objects.get(pk=row.case_id).is_open
