"""Circles, companions, papers, visits and a pause: each story at the point of which it tells."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.cases.legal_queries import change_rows
from talkingpiece.cases.models import Case, Companion, Ending
from talkingpiece.cases.queries import open_pause, responsibles
from talkingpiece.cases.states import ClosureReason, CompanionPart, VictimAs
from talkingpiece.core import clock
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.engagement.models import LegalVisit, Preparation, SupervisorAgreement, Visit
from talkingpiece.engagement.queries import is_out, last_approach
from talkingpiece.engagement.states import Reply
from talkingpiece.meetings.models import ItemResult, Meeting, Participant
from talkingpiece.meetings.queries import due_now, items_of, meetings_of, standing
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.states import LetterState
from talkingpiece.offender_management.models import OutcomeReport, Showing
from talkingpiece.offender_management.states import Heard
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.states import AssessmentState
from tests.demo.conftest import in_sight


@pytest.fixture
def case_of(demo: Ridgeway) -> Iterator[Callable[[str], Case]]:
    with in_sight():
        cases = {case.victim.full_name.split()[0]: case for case in Case.objects.select_related("victim")}
        yield lambda name: cases[name]


def circle_of(case: Case) -> Meeting:
    return meetings_of(case.pk)[0]


def test_a_circle_in_nine_days_waits_for_one_neighbour(case_of: Callable[[str], Case]) -> None:
    circle = circle_of(case_of("Anneke"))
    seats = list(Participant.objects.filter(meeting=circle).select_related("person"))

    assert 9 <= (circle.starts_at.date() - clock.today()).days <= 14
    assert sorted(seat.part for seat in seats) == ["community", "supporter", "victim", "victim"]
    assert sorted(standing([circle], clock.now())[circle.pk].codes) == ["attend", "not_prepared"]
    said_no = last_approach(responsibles(case_of("Anneke").pk)[0].pk)
    assert said_no is not None
    assert said_no.reply == Reply.NO


def test_a_seat_was_kept_for_somebody_of_another_case(case_of: Callable[[str], Case]) -> None:
    hers, his = circle_of(case_of("Anneke")), circle_of(case_of("Idris"))

    assert hers == his
    assert hers.seats_offered == 0


def test_a_circle_was_held_and_the_case_ended_as_that(case_of: Callable[[str], Case]) -> None:
    case = case_of("Lakshmi")
    circle = circle_of(case)

    assert Ending.objects.get(case=case).reason == ClosureReason.COMPLETED_CIRCLE
    assert circle.guidelines
    assert all(one.used for one in circle.rounds.all())
    assert {item.result for item in items_of(case.pk)} == {ItemResult.DONE}


def test_a_shop_is_spoken_for_and_heard_how_each_promise_went(case_of: Callable[[str], Case]) -> None:
    case = case_of("Hartnell’s")
    speaker = Companion.objects.get(case=case)
    items = items_of(case.pk)
    partly = next(item for item in items if item.result == ItemResult.PARTLY)

    assert (case.victim_as, speaker.part) == (VictimAs.ORGANISATION, CompanionPart.REPRESENTATIVE)
    assert sorted(item.result for item in items) == ["done", "not_done", "partly"]
    assert all(item.victim_told_at for item in items)
    assert due_now(partly) > clock.today() > partly.due_on


def test_halina_is_prepared_with_an_interpreter_and_her_sister(case_of: Callable[[str], Case]) -> None:
    case = case_of("Halina")
    beside = {one.part: one for one in Companion.objects.filter(case=case)}

    assert set(beside) == {CompanionPart.INTERPRETER, CompanionPart.SUPPORTER}
    assert beside[CompanionPart.INTERPRETER].independent is True
    prepared = Preparation.objects.filter(case=case).values_list("person_id", flat=True)
    assert {case.victim_id, *(one.person_id for one in beside.values())} == set(prepared)


def test_twice_somebody_next_door_was_the_second_person(case_of: Callable[[str], Case]) -> None:
    agreed = SupervisorAgreement.objects.get(case=case_of("Halina"))
    signed = Assessment.objects.get(case=case_of("Hartnell’s"), state=AssessmentState.SIGNED)

    assert agreed.answered_name == signed.signed_name == "Rosa Lindgren, Fenmoor Mediation"


def test_one_report_was_read_by_tom_and_one_was_objected_to(case_of: Callable[[str], Case]) -> None:
    read = OutcomeReport.objects.get(case=case_of("Hartnell’s"))
    objected = OutcomeReport.objects.get(case=case_of("Peter"))

    assert read.recipient is not None
    assert read.recipient.name == "Tom Adeyemi"
    assert read.first_read_at is not None
    assert objected.is_draft
    assert len(objected.left_out) == 1
    heard = Showing.objects.filter(report=objected).values_list("heard", flat=True)
    assert sorted(heard) == [Heard.FINE, Heard.OBJECTS]


def test_one_letter_is_ready_to_go_and_one_is_a_draft(case_of: Callable[[str], Case]) -> None:
    assert Letter.objects.get(case=case_of("Peter")).state == LetterState.RELEASED
    assert Letter.objects.get(case=case_of("Halina")).state == LetterState.DRAFT


def test_the_day_on_which_thandeka_wanted_to_be_asked_again_has_come(case_of: Callable[[str], Case]) -> None:
    pause = open_pause(case_of("Thandeka").pk)

    assert pause is not None
    assert pause.resume_on is not None
    assert pause.resume_on <= clock.today()


def test_daniel_is_out_and_expected_home(case_of: Callable[[str], Case]) -> None:
    visit = Visit.objects.get(case=case_of("Dilip"))

    assert visit.arrived_at is not None
    assert visit.home_at is None
    assert visit.home_by > clock.now()
    assert is_out(visit, visit.home_by)


def test_leila_is_asked_for_a_legal_visit_and_has_not_answered(case_of: Callable[[str], Case]) -> None:
    asked = LegalVisit.objects.get(case=case_of("Grace"))

    assert asked.waits
    assert asked.addressed_to is not None
    assert asked.addressed_to.name == "Leila Haddad"


def test_tom_reads_what_was_sent_to_him(demo: Ridgeway, sign_in: Callable[[User], Client]) -> None:
    tom = sign_in(demo.tom)
    with in_sight():
        report = OutcomeReport.objects.get(released_at__isnull=False)

    assert "Kieran Moss" in tom.get(reverse("offender_management:received")).content.decode()
    page = tom.get(reverse("offender_management:received_one", args=[report.pk]))
    assert "Pay back £240" in page.content.decode()
    assert "Hartnell" not in page.content.decode()


def test_gretas_meeting_fell_because_he_was_recalled_and_ruth_reads_why(case_of, sign_in, demo) -> None:
    with in_sight() as ridgeway:
        case = case_of("Greta")
        [meeting] = meetings_of(case.pk)
        codes = set(standing([meeting], clock.now())[meeting.pk].codes)
        [offender] = responsibles(case.pk)
        changes = [(row.kind, row.noted_at is None) for row in change_rows(case.pk)]

        assert codes == {"legal_stale", "changed", "place_reopened"}
        assert (offender.held_at, offender.offender_manager) == ("HMP Foxcombe", ridgeway.tom)
        assert changes[0] == ("recall", True)
        assert {kind for kind, unread in changes if not unread} == {"transfer", "release", "officer"}
    page = html.unescape(sign_in(ridgeway.ruth).get(reverse("casefile:my_work")).content.decode())
    assert "Dale: Recalled to prison" in page
