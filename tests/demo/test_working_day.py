"""The other ways in, the list of last week, who is there, and what the planning group had before it opened the area."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import leave_at
from talkingpiece.areas.queries import opening_of
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.states import VictimAs
from talkingpiece.consents.queries import family_against
from talkingpiece.core import clock
from talkingpiece.planning_group.queries import decision_of, lapsed, steps_of
from talkingpiece.records.queries import taken_count, taken_over
from talkingpiece.records.states import TakenKind
from talkingpiece.referrals.agency_told import Stage
from talkingpiece.referrals.enquiry_queries import waiting
from talkingpiece.referrals.gates import blockers_to_accept, facts_for_accept
from talkingpiece.referrals.models import IntakeDraft, Invitation, OffenderEnquiry, Referral
from talkingpiece.referrals.presenters.agency import told_of
from talkingpiece.referrals.remit import RemitFacts
from talkingpiece.referrals.states import EnquiryState, FirstContact, Form, Intake, ReferralState
from talkingpiece.staffing.queries import duty_owner, facilitators, rota
from tests.demo.conftest import in_sight

pytestmark = pytest.mark.usefixtures("demo")


def named(called: str) -> Referral:
    return next(one for one in Referral.objects.select_related("case", "area") if one.called == called)


def case_of(called: str) -> Case:
    return next(one for one in Case.objects.select_related("victim") if one.victim.called == called)


def test_a_call_that_was_cut_off_waits_for_priya_and_another_is_half_written_on_her_desk() -> None:
    with in_sight() as ridgeway:
        odile = named("Odile")
        ball = open_ball(odile.pk)
        draft = IntakeDraft.objects.get(kind=Intake.CALL)

        assert (odile.form, odile.state, odile.taken_by) == (Form.TELEPHONE, ReferralState.NEW, ridgeway.ruth)
        assert ball is not None
        assert (ball.what, ball.user) == (What.CALL_BACK, ridgeway.priya)
        assert draft.user == ridgeway.priya
        assert draft.answers["typed"]["called"] == ["Tadeusz"]


def test_hanna_hears_what_each_of_the_two_lets_her_hear() -> None:
    with in_sight():
        mercy, joao = named("Mercy"), named("João")
        told = told_of([mercy, joao])

        assert told[mercy.pk].stage == Stage.TAKEN_UP
        assert told[joao.pk].stage == Stage.RECEIVED
        assert joao.decided_at is not None


def test_nobody_has_asked_annette_and_the_rule_carries_her_referral() -> None:
    with in_sight() as ridgeway:
        annette = named("Annette")
        remit_facts = RemitFacts(annette.stage, annette.category, "adult")
        facts = facts_for_accept(annette, remit_facts, same_person="", by=ridgeway.priya)

        assert (annette.state, annette.first_contact) == (ReferralState.NEW, FirstContact.RULE)
        assert annette.referred_by == ridgeway.graham
        assert not annette.first_contact_agreed
        assert blockers_to_accept(facts).codes == []


def test_the_officers_link_is_used_up_and_the_sister_who_said_no_is_not_spoken_of() -> None:
    with in_sight():
        link = Invitation.objects.get()
        case = case_of("Efua")

        assert link.used_at is not None
        assert link.referral == named("Efua")
        assert case.victim_as == VictimAs.BEREAVED
        assert [one.person.called for one in family_against(case)] == ["Abena"]


def test_one_offender_is_held_and_one_was_met_and_nobody_worked_on_both_sides_alone() -> None:
    with in_sight() as ridgeway:
        held = waiting(OffenderEnquiry.objects.all()).get()
        met = OffenderEnquiry.objects.get(state=EnquiryState.MET)
        ines = named("Ines")

        assert (held.called, held.state) == ("Dean", EnquiryState.HELD)
        assert met.met_case == ines.case
        assert ines.received_at > met.received_at
        assert ines.looked_by == ridgeway.sian
        assert met.recorded_by == ridgeway.priya


def test_of_the_list_one_case_was_gone_through_one_in_part_and_one_not_at_all() -> None:
    with in_sight():
        counts = [taken_count(case_of(called).pk) for called in ("Solveig", "Terrence", "Bronagh")]
        solveig, bronagh = open_ball(case_of("Solveig").pk), open_ball(case_of("Bronagh").pk)
        terrence = taken_over(case_of("Terrence").pk)

        assert counts[0].waiting == 0 < counts[0].total
        assert 0 < counts[1].waiting < counts[1].total
        assert counts[2].waiting == counts[2].total > 0
        assert solveig is not None
        assert bronagh is not None
        assert (solveig.what, bronagh.what) == (What.NEXT_CONTACT, What.RECONFIRM)
        assert [one.kind for one in terrence if one.holds is False] == [TakenKind.CONSENT]


def test_amina_is_away_until_next_week_and_ruth_stands_in() -> None:
    with in_sight() as ridgeway:
        leave = leave_at(ridgeway.amina.pk, ridgeway.area.pk, clock.now())

        assert leave is not None
        assert leave.stand_in == ridgeway.ruth
        assert leave.ends_on > clock.today() + timedelta(days=1)
        assert Leave.objects.count() == 1


def test_whoever_is_on_duty_is_known_for_two_weeks() -> None:
    with in_sight() as ridgeway:
        turns = rota(ridgeway.area.pk, clock.now())

        assert duty_owner(ridgeway.area.pk, clock.now()) == ridgeway.priya
        assert [turn.user for turn in turns] == [ridgeway.priya, ridgeway.owen, ridgeway.priya]
        assert turns[-1].starts_at > clock.now() + timedelta(days=7)


def test_somebodys_supervision_and_somebodys_clearance_run_out_soon_and_none_has() -> None:
    with in_sight() as ridgeway:
        found = [one.facilitator for one in facilitators(ridgeway.area.pk, clock.now())]
        today = clock.today()
        supervised = {
            one.user.first_name: (one.supervision_due_on - today).days for one in found if one.supervision_due_on
        }
        vetted = {one.user.first_name: (one.vetting_until - today).days for one in found if one.vetting_until}

        assert len(supervised) == len(vetted) == len(found)
        assert (supervised["Ruth"], vetted["Amina"]) == (9, 18)
        assert min(*supervised.values(), *vetted.values()) > 0


def test_the_area_was_opened_at_a_sitting_and_still_shows_what_it_needs() -> None:
    with in_sight() as ridgeway:
        opening = opening_of(ridgeway.area.pk)
        steps = steps_of(ridgeway.area, clock.now())

        assert opening is not None
        assert decision_of(opening.pk) is not None
        assert lapsed(ridgeway.area.pk, clock.now()) == []
        assert any(one.met and not one.live for one in steps)
        assert not all(one.met for one in steps)


@pytest.mark.parametrize(
    ("first_name", "page", "words"),
    [
        ("Priya", "referrals:call", "Tadeusz"),
        ("Priya", "referrals:queue", "Odile"),
        ("Owen", "referrals:queue", "Annette"),
        ("Ruth", "casefile:my_work", "Amina"),
        ("Amina", "casefile:my_work", "Ruth"),
        ("Hanna", "referrals:made", "Mercy"),
        ("Graham", "referrals:made", "Annette"),
        ("Ngozi", "casefile:overview", "Amina"),
        ("Ngozi", "staffing:team", "Owen"),
        ("Ngozi", "planning_group:steps", "Nine members"),
        ("Isla", "evaluation:quarter", "Ridgeway"),
        ("Marit", "casefile:emergencies", "Ruth Penhaligon opened"),
    ],
)
def test_everybody_finds_what_their_line_promises(sign_in, first_name: str, page: str, words: str) -> None:
    answer = sign_in(User.objects.get(name__startswith=first_name)).get(reverse(page))

    assert answer.status_code == 200
    assert words in html.unescape(answer.content.decode())
