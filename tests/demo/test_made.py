"""The practice service as a newcomer finds it, and each story at the point of which it tells."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import Role
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force, to_read
from talkingpiece.audit.models import Event
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.queries import open_ball, open_offer, open_pause, responsibles
from talkingpiece.cases.states import ClosureReason, InitiatedBy
from talkingpiece.core import clock
from talkingpiece.demo import ridgeway as area
from talkingpiece.demo.making import ensure
from talkingpiece.demo.stories import TOGETHER, TWELVE
from talkingpiece.engagement.gates import blockers_to_approach, facts_for_approach
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.queries import engagement, last_approach
from talkingpiece.engagement.states import Reply, VisitState
from talkingpiece.evaluation.queries import answers_of
from talkingpiece.meetings.queries import items_of, meetings_of, standing
from talkingpiece.people.models import Person
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import ReferralState, SafeNow
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import open_assessment, open_flags
from talkingpiece.risk.states import AssessmentState
from talkingpiece.staffing.allocation.problem import LEAD
from talkingpiece.staffing.matching import proposal
from tests.demo.conftest import in_sight

CASES_OF_THE_WORKING_DAY = 8  # Mercy, Efua, Ines, the three of the list, Nerys and Yasin


def test_each_story_is_there_and_making_them_twice_is_once(demo) -> None:
    def made() -> tuple[int, int, int]:
        with in_sight():
            return Case.objects.count(), Referral.objects.count(), Event.objects.count()

    first = made()
    call_command("demo", "ensure", stdout=StringIO())

    assert made() == first
    assert first[0] == len(TWELVE) + len(TOGETHER) + CASES_OF_THE_WORKING_DAY


def test_a_plan_sees_the_two_who_wait_and_says_what_binds(demo) -> None:
    with in_sight():
        priya = User.objects.get(email=area.COORDINATOR)
        found = proposal(Case.objects.earliest("opened_at").area_id, clock.now(), only=visible_cases(priya))
        waiting = [case.victim.called for case in found.matching.cases]
        pairs = dict(zip(waiting, zip(found.plan.lead, found.plan.join, strict=True), strict=True))
        assert set(waiting) == {"Nerys", "Yasin"}
        # Amina speaks his language, and is away until next week: nobody is planned who cannot answer.
        names = [user.name for user in found.matching.workers]
        assert found.matching.problem.forbids[LEAD]["away"][waiting.index("Yasin"), names.index("Amina Yusuf")]
        assert names[pairs["Yasin"][0]] == "Ruth Penhaligon"
        lead, join = pairs["Nerys"]
        assert found.matching.workers[lead].name == "Daniel Okafor"
        assert join >= 0


def test_four_wait_unread_at_the_front_door_and_one_of_them_is_not_sure_that_she_is_safe(demo) -> None:
    with in_sight():
        waiting = list(Referral.objects.filter(state=ReferralState.NEW))
        held = {referral.called: referral.held_until for referral in Referral.objects.filter(state=ReferralState.HELD)}

    assert [r.called for r in waiting if r.safe_now == SafeNow.NOT_SURE] == ["Nell"]
    assert {r.called for r in waiting} == {"Nell", "Hamid", "Odile", "Annette"}
    assert set(held) == {"Bethan", "João"}
    assert None not in held.values()


def test_the_trail_is_whole(demo) -> None:
    said = StringIO()

    call_command("audit", "verify", stdout=said)

    assert "whole" in said.getvalue()


def test_no_name_of_anybody_is_in_the_trail_or_in_the_queue_of_jobs(demo) -> None:
    with in_sight():
        names = {
            part
            for person in Person.objects.all()
            for part in f"{person.called} {person.full_name}".split()
            if len(part) > 2
        } | {referral.called for referral in Referral.objects.all()}
        told = json.dumps(list(Event.objects.values_list("detail", "basis")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        told += " ".join(row[0] for row in cursor.fetchall())

    assert "message_id" in told
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", told)] == []


def test_the_clock_never_runs_backwards_and_nothing_has_happened_that_lies_ahead(demo) -> None:
    with in_sight(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.recorded_at, e.happened_at FROM audit_link l "
            "JOIN audit_event e ON e.id = l.event_id ORDER BY l.seq"
        )
        written = cursor.fetchall()

    recorded = [row[0] for row in written]
    assert recorded == sorted(recorded)
    assert recorded[-1] <= clock.now()
    assert all(happened <= recorded for recorded, happened in written)


def test_a_real_service_refuses_to_be_filled_with_invented_people(demo, settings) -> None:
    settings.TP_MODE = "production"

    with pytest.raises(CommandError, match="practice service"):
        call_command("demo", "ensure")
    with pytest.raises(CommandError, match="practice service"):
        call_command("demo", "fill")


def test_when_it_cannot_be_made_whole_nothing_of_it_is_there(committed_db, monkeypatch) -> None:
    def breaks_off(story):
        yield story.days.ago(3, "12:00")
        raise RuntimeError("the power failed")

    monkeypatch.setattr("talkingpiece.demo.making.AT_THE_DOOR", (breaks_off,))
    for stories in ("TWELVE", "TOGETHER", "WORKING_DAY"):
        monkeypatch.setattr(f"talkingpiece.demo.making.{stories}", ())
    with pytest.raises(RuntimeError, match="power"):
        ensure(clock.now())
    assert area.find() is None

    monkeypatch.setattr("talkingpiece.demo.making.AT_THE_DOOR", ())
    assert ensure(clock.now())
    assert area.find() is not None


@pytest.mark.parametrize("first_name", ["Priya", "Owen", "Daniel", "Ruth", "Amina", "Siân"])
def test_everybody_of_the_service_can_open_their_work_and_each_of_their_cases(demo, sign_in, first_name: str) -> None:
    user = User.objects.get(name__startswith=first_name)
    client = sign_in(user)

    assert client.get(reverse("casefile:my_work")).status_code == 200
    with in_sight():
        references = list(
            Case.objects.filter(members__user=user, members__ends_at=None).values_list("reference", flat=True)
        )
        if first_name in {"Priya", "Owen", "Siân"}:
            references = list(Case.objects.values_list("reference", flat=True))
    for reference in dict.fromkeys(references):
        assert client.get(reverse("casefile:case", args=[reference])).status_code == 200, reference


@pytest.mark.parametrize("first_name", ["Tom", "Leila"])
def test_an_offender_manager_sees_what_is_asked_of_them_and_no_case(demo, sign_in, first_name: str) -> None:
    client = sign_in(User.objects.get(name__startswith=first_name))
    with in_sight():
        reference = Case.objects.values_list("reference", flat=True)[0]

    assert client.get(reverse("information_sharing:requests")).status_code == 200
    assert client.get(reverse("casefile:case", args=[reference])).status_code == 404
    assert client.get(reverse("casefile:my_work")).status_code == 404


def test_one_can_be_somebody_in_every_role(demo) -> None:
    assert set(RoleHolding.objects.values_list("role", flat=True)) == set(Role)
    assert not User.objects.filter(job="", machine=False).exists()


@pytest.fixture
def case_of(demo):
    with in_sight():
        cases = {case.victim.full_name.split()[0]: case for case in Case.objects.select_related("victim")}
        yield lambda name: cases[name]


def approach_gate(case: Case):
    responsible = responsibles(case.pk)[0]
    return blockers_to_approach(facts_for_approach(case, responsible, clock.now()), engagement(case))


def meeting_stands(case: Case) -> list[str]:
    meeting = meetings_of(case.pk)[0]
    return standing([meeting], clock.now())[meeting.pk].codes


def test_kwame_is_offered_to_ruth_who_has_not_answered(case_of) -> None:
    offer = open_offer(case_of("Kwame").pk)

    assert offer is not None
    assert offer.to_user.name == "Ruth Penhaligon"


def test_walter_is_listened_to_and_expects_a_visit(case_of) -> None:
    visits = Visit.objects.filter(case=case_of("Walter"))

    assert sorted(visits.values_list("state", flat=True)) == [VisitState.HELD, VisitState.PLANNED]
    assert visits.get(state=VisitState.PLANNED).planned_at > clock.now()


def test_three_things_come_before_callum_can_be_approached(case_of) -> None:
    gate = approach_gate(case_of("Maya"))

    assert len(gate.codes) == 3
    assert gate.codes[0] in {"manager_asked", "manager_overdue"}
    assert gate.codes[1:] == ["legal_unknown", "no_consent"]


def test_margaret_pauses_and_nothing_moves(case_of) -> None:
    case = case_of("Margaret")
    pause = open_pause(case.pk)

    assert pause is not None
    assert pause.resume_on is not None
    assert pause.resume_on > clock.today()
    assert "paused" in approach_gate(case).codes


def test_a_red_flag_stops_selams_case_until_sian_answers(case_of) -> None:
    case = case_of("Selam")
    ball = open_ball(case.pk)

    assert len(open_flags(case.pk)) == 1
    assert "red_flag" in approach_gate(case).codes
    assert ball is not None
    assert ball.user is not None
    assert ball.user.name == "Siân Maddox"


def test_connor_said_not_now(case_of) -> None:
    approach = last_approach(responsibles(case_of("Ifan").pk)[0].pk)

    assert approach is not None
    assert approach.reply == Reply.NOT_NOW
    assert approach.ask_again_on is not None
    assert approach.ask_again_on > clock.today()


def test_the_risk_in_graces_case_waits_for_a_signature(case_of) -> None:
    case = case_of("Grace")
    waiting = open_assessment(case.pk, "conference")

    assert waiting is not None
    assert waiting.state == AssessmentState.SUBMITTED
    assert "not_signed" in meeting_stands(case)


def test_lornas_conference_stands_and_kerry_anns_fell_when_she_took_back_her_yes(case_of) -> None:
    assert meeting_stands(case_of("Lorna")) == []
    assert meeting_stands(case_of("Kerry-Ann")) == ["attend_gone"]


def test_peter_was_met_and_asked_and_one_promise_runs_on(case_of) -> None:
    case = case_of("Peter")
    items = items_of(case.pk)

    assert case.is_open
    assert len([item for item in items if not item.result]) == 1
    assert len(answers_of(case.pk)) == 1


def test_zainab_ended_early_and_sunil_complete(case_of) -> None:
    early = Ending.objects.get(case=case_of("Zainab"))
    whole = Ending.objects.get(case=case_of("Sunil"))

    assert (early.early, early.reason) == (True, ClosureReason.OFFENDER_DECLINED)
    assert (whole.early, whole.reason) == (False, ClosureReason.COMPLETED_DIRECT)


def test_every_story_was_begun_by_a_victim(case_of) -> None:
    assert set(Case.objects.values_list("initiated_by", flat=True)) == {InitiatedBy.VICTIM}


def test_whoever_signs_never_assessed(case_of) -> None:
    signed = Assessment.objects.filter(state=AssessmentState.SIGNED)

    assert signed.count() >= 4
    here = signed.filter(signed_outside__isnull=True)
    assert set(here.values_list("signed_by__name", flat=True)) == {"Siân Maddox"}
    # And once somebody from outside, by a link for that one decision.
    assert signed.exclude(signed_outside__isnull=True).count() == 1


def test_of_the_agreements_one_ends_in_a_week_one_was_ended_and_one_waits_for_a_reader(case_of, demo) -> None:
    today = clock.today()
    ends = {row.reference: (row.ends_on - today).days for row in Agreement.objects.all()}

    assert ends["RW-FOX-1"] == 7
    assert {row.reference for row in to_read([demo.area.pk], demo.sian.pk)} == {"RW-VS-2"}
    assert Agreement.objects.get(reference="RW-POL-1").ended_why
    assert {row.reference for row in in_force(demo.area.pk, at=clock.now())} == {"RW-PROB-3", "RW-FOX-1", "RW-VLO-2"}
