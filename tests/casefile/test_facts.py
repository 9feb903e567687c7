"""What the steps are derived from: the same for one case and for many, and the same as the rooms say one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkingpiece.casefile.progress import states
from talkingpiece.casefile.queries import Shelf, progress_of
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import join_case, record_legal_check
from talkingpiece.cases.states import LegalResult, MemberRole
from talkingpiece.engagement.states import Outcome, Reply
from talkingpiece.information_sharing.models import Consultation
from talkingpiece.information_sharing.queries import consultation
from talkingpiece.information_sharing.states import Consulted, Whom
from talkingpiece.protection.keys import forget_keys
from tests.casefile import rows
from tests.world import World


def fresh(world: World) -> list[Case]:
    return list(Case.objects.filter(area=world.area).select_related("victim", "area").order_by("reference"))


def facts_of(world: World, case: Case):
    shelf = Shelf([one for one in fresh(world) if one.pk == case.pk], world.now)
    return progress_of(shelf)[case.pk]


def consulted(world: World, case: Case, whom: str, responsible=None, outcome: str = Consulted.CONSULTED) -> None:
    columns = rows.facts(world, case, 5)
    Consultation(**columns, case=case, responsible=responsible, whom=whom, outcome=outcome, words="").save()


def full(world: World, called: str) -> Case:
    case = world.case(called)
    responsible = world.responsible(case)
    record_legal_check(
        responsible_id=responsible.pk, result=LegalResult.CLEAR, source="Tom", by=world.facilitator, at=world.now
    )
    rows.approach(world, case, responsible, reply=Reply.YES)
    meeting = rows.meeting(world, case, held=True)
    rows.promise(world, meeting, rows.seat(meeting, case, case.victim))
    rows.contact(world, case)
    return case


def queries(world: World) -> int:
    forget_keys()
    cases = fresh(world)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        shelf = Shelf(cases, world.now)
        progress_of(shelf)
        assert shelf.last_spoken
        assert shelf.ways
    return len(captured)


def test_thirty_cases_take_as_many_queries_as_three(world: World) -> None:
    for number in range(3):
        full(world, f"Maya{number}")
    three = queries(world)
    for number in range(9):
        full(world, f"Peter{number}")
    assert queries(world) == three


def test_a_facilitator_staffs_a_case_and_a_coordinator_does_not(world: World) -> None:
    case = world.case()
    assert facts_of(world, case).team == ("Daniel",)
    assert states(facts_of(world, case))[2] == "done"
    join_case(case=case, user=world.coordinator, role=MemberRole.OWNER, at=world.now)
    assert states(facts_of(world, case))[2] == "now"


@pytest.mark.parametrize("outcome", Consulted.values)
def test_consultations_are_read_as_their_room_reads_them(world: World, outcome: str) -> None:
    case = world.case()
    responsible = world.responsible(case)
    settled = {"consulted", "none", "supervisor_decided"}

    def same() -> None:
        manager, liaison = facts_of(world, case).asked
        assert manager.settled is (consultation(case.pk, responsible.pk, Whom.OFFENDER_MANAGER) in settled)
        assert liaison.settled is (consultation(case.pk, responsible.pk, Whom.LIAISON) in settled)

    same()
    consulted(world, case, Whom.LIAISON, outcome=outcome)
    same()
    consulted(world, case, Whom.OFFENDER_MANAGER, responsible, outcome=outcome)
    same()
    assert all(asked.settled for asked in facts_of(world, case).asked)


def test_an_offender_without_a_manager_needs_no_answer(world: World) -> None:
    case = world.case()
    responsible = world.responsible(case)
    responsible.without_manager, responsible.offender_manager = True, None
    responsible.save()
    assert facts_of(world, case).asked[0].settled
    assert consultation(case.pk, responsible.pk, Whom.OFFENDER_MANAGER) == "none"


def test_an_offender_takes_part_only_while_contact_is_lawful(world: World) -> None:
    case = full(world, "Maya")
    (offender,) = facts_of(world, case).offenders
    assert offender.legal_clear
    assert offender.reply == Reply.YES
    record_legal_check(
        responsible_id=case.responsibles.get().pk,
        result=LegalResult.UNKNOWN,
        source="Nobody knew",
        by=world.facilitator,
        at=world.now + timedelta(minutes=1),
    )
    assert not facts_of(world, case).offenders[0].legal_clear


def test_only_what_reached_the_victim_counts_as_heard(world: World) -> None:
    case = world.case()
    spoke = rows.contact(world, case, days_ago=9)
    rows.contact(world, case, outcome=Outcome.NO_ANSWER, days_ago=2)
    assert Shelf([case], world.now).last_spoken == {case.pk: spoke.happened_at}


def test_a_held_meeting_keeps_its_debriefs_and_promises_open(world: World) -> None:
    meeting = facts_of(world, full(world, "Maya")).meeting
    assert (meeting.debriefs_owed, meeting.items_open) == (1, 1)
    assert meeting.held_on
