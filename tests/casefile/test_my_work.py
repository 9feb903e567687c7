"""My work: danger first, then today; whom to call and how it is safe to; nothing lost below the fold."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from talkingpiece.accounts.models import User
from talkingpiece.casefile.presenters.desk.rows import sentences
from talkingpiece.casefile.presenters.turns import turn_door
from talkingpiece.casefile.queries import Shelf
from talkingpiece.casefile.services import end_case
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import offer_case, pass_ball, pause_case
from talkingpiece.cases.states import Holder
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.engagement.models import LegalVisit, StanceTaken
from talkingpiece.engagement.services import plan_visit
from talkingpiece.engagement.states import Outcome
from talkingpiece.information_sharing.services import disclose_under_duty
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.services import begin_letter, record_gone, release_letter
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.services import hold_referral
from talkingpiece.referrals.states import SafeNow
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.services import raise_flag
from talkingpiece.risk.states import AssessmentState, FlagKind
from talkingpiece.ui.dates import short_date
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.referrals.visitor import arrived
from tests.world import World

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
MORNINGS = Way("call", "01632 960 001", from_time=time(9), to_time=time(11))
WORK = reverse("casefile:my_work")


@pytest.fixture
def world(world: World) -> World:
    world.now = TEN
    return world


def desk(world: World, who: str = "facilitator", query: str = "", at: datetime = TEN) -> str:
    with clock.pretend(at):
        answer = world.client(getattr(world, who)).get(WORK + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def section(html: str, key: str) -> str:
    """The part of the page under one heading; empty if the list is not there."""
    found = re.search(rf'<section aria-labelledby="{key}".*?</section>', html, re.DOTALL)
    return found.group() if found else ""


def ball(world: World, case: Case, what: str, *, user: User | None = None, days: float = 0, since: int = 2) -> None:
    due = world.now + timedelta(days=days)
    at = world.now - timedelta(days=since)
    pass_ball(case=case, holder=Holder.USER, user=user or world.facilitator, what=What(what), at=at, due_at=due)


def count(html: str, label: str) -> int:
    found = re.search(rf"<b>(\d+)</b><span>{label}</span>", html)
    assert found, label
    return int(found.group(1))


def test_what_is_late_and_what_is_due_stand_under_today_the_oldest_first(world: World) -> None:
    late, due = world.case("Maya"), world.case("Peter")
    ball(world, late, What.LISTEN, days=-3)
    ball(world, due, What.ASSESS_RISK, days=0.2)
    today = section(desk(world), "today")
    assert today.index("Maya Deol") < today.index("Peter Deol")
    assert "tp-work__late" in today
    assert "by 2:48pm" in today


def test_what_has_no_date_is_not_lost(world: World) -> None:
    case = world.case()
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.READ_ANSWER, at=world.now)
    today = section(desk(world), "today")
    assert "Read the agency’s answer" in today
    assert "any time" in today


def test_what_is_due_later_stands_under_the_week_or_later(world: World) -> None:
    soon, later = world.case("Maya"), world.case("Peter")
    ball(world, soon, What.LISTEN, days=3)
    ball(world, later, What.LISTEN, days=20)
    html = desk(world)
    assert "Maya Deol" in section(html, "week")
    assert "Peter Deol" in section(html, "later")


@pytest.mark.parametrize(("hour", "safe"), [(10, True), (12, False)])
def test_the_row_says_how_it_is_safe_and_shows_the_number_only_then(world: World, hour: int, safe: bool) -> None:
    case = world.case(ways=(MORNINGS,))
    ball(world, case, What.FIRST_CONTACT)
    today = section(desk(world, at=TEN.replace(hour=hour)), "today")
    assert "Any day, 9am to 11am only" in today
    assert ("Show the number: safe now" in today) is safe
    assert "960001" not in today.replace(" ", "")


def test_a_call_is_logged_from_the_row_in_three_inputs(world: World) -> None:
    case = world.case(ways=(MORNINGS,), opened=TEN)
    ball(world, case, What.FIRST_CONTACT)
    path = reverse("engagement:contact", args=[case.reference, case.victim_id])
    assert f'action="{path}"' in section(desk(world), "today")
    typed = {"quick": "1", "back": "work", "outcome": Outcome.NO_ANSWER, "next_words": "Thursday after six"}
    with clock.pretend(TEN):
        answer = world.client(world.facilitator).post(path, typed)
    assert answer["Location"] == WORK
    html = desk(world)
    assert "Maya Deol" not in section(html, "today")
    assert "Thu 26 Nov" in section(html, "soon")


def test_a_turn_and_the_try_that_was_noted_for_it_are_one_line(world: World) -> None:
    case = world.case(ways=(MORNINGS,))
    ball(world, case, What.NEXT_CONTACT, days=-1)
    rows.contact(world, case, outcome=Outcome.NO_ANSWER, days_ago=1, next_at=TEN + timedelta(hours=1))
    html = desk(world)
    assert section(html, "today").count("Maya Deol") == 1
    assert "Try after six." in section(html, "today")
    assert count(html, "due today") == 1


def test_a_word_is_owed_to_the_victim_even_without_news(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=25))
    rows.listened_to(world, case, days_ago=25)
    assert "Tell Maya how things stand" in section(desk(world), "week")
    rows.contact(world, case, days_ago=0)
    assert "Tell Maya how things stand" not in desk(world)


def test_a_call_that_is_due_anyway_is_the_word(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=60))
    rows.listened_to(world, case, days_ago=60)
    ball(world, case, What.NEXT_CONTACT, days=0)
    assert section(desk(world), "today").count("Maya Deol") == 1
    ball(world, case, What.NEXT_CONTACT, days=3)
    assert "Tell Maya how things stand" in section(desk(world), "today")


def test_everything_for_which_one_person_is_rung_is_one_line(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=60))
    rows.listened_to(world, case, days_ago=60)
    ball(world, case, What.TELL_VICTIM, days=0)
    rows.contact(world, case, outcome=Outcome.NO_ANSWER, days_ago=1, next_at=TEN + timedelta(hours=1))
    today = section(desk(world), "today")
    assert today.count("Maya Deol") == 1
    assert "Tell Maya how things stand" in today
    assert "Also: Tell the victim what the offender said." in today
    assert today.count("Log the call") == 1
    assert "They were told what the offender said" in today


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("She said “a week before”", "She said “a week before”. Do not ring."),
        ("Try after six.", "Try after six. Do not ring."),
        ("He asked “why?”", "He asked “why?” Do not ring."),
    ],
)
def test_what_somebody_jotted_down_ends_before_the_safe_rule_begins(written: str, shown: str) -> None:
    assert sentences(written, "Do not ring.") == shown


def test_a_booked_meeting_is_one_line_and_no_task(world: World) -> None:
    case = world.case()
    rows.seat(rows.meeting(world, case, booked=True, in_days=3), case, case.victim)
    ball(world, case, What.MEETING_AHEAD, days=3)
    html = desk(world)
    assert "A meeting is booked" not in html


def test_a_way_that_is_no_call_says_its_hours_and_its_note_too(world: World) -> None:
    text = Way("text", "07700 900417", from_time=time(9), to_time=time(11), note="Never on a Friday")
    arrived(world, ways=(text,), at=TEN)
    assert "Never on a Friday" in section(desk(world, "coordinator"), "door")


def test_a_supervisor_without_cases_reads_what_waits_for_their_word(world: World) -> None:
    world.case()
    html = desk(world, "supervisor")
    assert "Here is what waits for your word." in html
    assert "0 open cases" not in html


def test_a_late_word_stands_under_today(world: World) -> None:
    rows.listened_to(world, world.case(opened=TEN - timedelta(days=60)), days_ago=60)
    today = section(desk(world), "today")
    assert "Tell Maya how things stand" in today
    assert "tp-work__late" in today


def test_a_pause_owes_nothing_and_runs_no_clock(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=60))
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=TEN - timedelta(days=3))
    html = desk(world)
    assert "Tell Maya how things stand" not in html
    assert "Paused by the victim" in section(html, "victim")
    assert "tp-work__late" not in section(html, "victim")
    assert section(html, "waiting").count("<li>") == 0


def test_whoever_keeps_us_waiting_longest_stands_first(world: World) -> None:
    short, long = world.case("Maya"), world.case("Peter")
    for case, days in ((short, 2), (long, 21)):
        pass_ball(
            case=case,
            holder=Holder.AGENCY,
            user=world.offender_manager,
            agency=world.probation,
            what=What.AGENCY_ANSWER,
            at=TEN - timedelta(days=days),
            due_at=TEN - timedelta(days=days - 10),
        )
    waiting = section(desk(world), "waiting")
    assert waiting.index("21 days") < waiting.index("2 days</span>")
    assert waiting.index("Peter Deol") < waiting.index("Maya Deol")
    assert waiting.count("tp-work__late") == 1


def test_a_facilitator_has_their_own_cases_and_a_coordinator_the_areas(world: World) -> None:
    case = world.case("Maya", facilitator=world.other_facilitator, opened=TEN - timedelta(days=25))
    assert case.reference not in desk(world)
    wide = desk(world, "coordinator")
    assert f"Maya Deol, {case.reference} · Ruth" in wide
    assert "You are coordinating 1 open case." in wide


def test_an_ended_case_is_nobodys_work(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=60))
    ball(world, case, What.LISTEN)
    end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=TEN)
    assert case.reference not in desk(world)


def test_a_red_flag_stands_before_everything_for_whoever_answers_and_whoever_works(world: World) -> None:
    case = world.case()
    raise_flag(
        case_id=case.pk, kind=FlagKind.THREATS, side=Side.VICTIM, words="He rang her.", by=world.facilitator, at=TEN
    )
    for who in ("supervisor", "coordinator", "facilitator"):
        html = desk(world, who)
        assert "Red flag: Threats or inducement" in section(html, "first")
        assert html.index('id="first"') < html.index('id="today"')
        assert count(html, "not safe, or a red flag") == 1
    assert "Answer a red flag" not in section(desk(world, "supervisor"), "today")
    assert "Red flag" not in desk(world, "other_facilitator")


def test_a_referral_that_waits_says_until_when(world: World) -> None:
    referral = arrived(world, called="Grace")
    hold_referral(
        referral_id=referral.pk,
        until=(TEN + timedelta(days=30)).date(),
        why="A trial",
        by=world.coordinator,
        at=TEN,
        remit_version=1,
        remit_reason="",
    )
    assert f"Waits until {short_date((TEN + timedelta(days=30)).date())}." in section(
        desk(world, "coordinator"), "door"
    )


def test_somebody_who_is_not_safe_is_the_first_line_of_the_duty_owner(world: World) -> None:
    arrived(world, called="Grace", safe_now=SafeNow.NO)
    arrived(world, called="Sunil", safe_now=SafeNow.YES)
    html = desk(world, "coordinator")
    assert "Grace is not safe, or not sure" in section(html, "first")
    assert "Sunil" in section(html, "door")
    assert "Grace" not in desk(world)
    assert "Sunil" not in desk(world)


def test_somebody_who_is_not_back_from_a_visit_is_missed_by_their_coordinator(world: World) -> None:
    case = world.case()
    plan_visit(
        case_id=case.pk,
        person_id=case.victim_id,
        purpose="First talk",
        planned_at=TEN - timedelta(hours=3),
        place="The library",
        home_by=TEN - timedelta(hours=1),
        worker=world.facilitator,
        by=world.facilitator,
        at=TEN - timedelta(days=2),
    )
    assert "Daniel Okafor is not back from a visit" in section(desk(world, "coordinator"), "first")
    assert "is not back" not in desk(world, "coordinator", at=TEN - timedelta(hours=2))


def test_a_case_that_is_offered_waits_for_an_answer_without_a_name(world: World) -> None:
    case = world.case("Maya", facilitator=world.other_facilitator)
    offer_case(
        case_id=case.pk, to=world.facilitator, words="She asked for you.", by=world.coordinator, at=TEN, due_at=TEN
    )
    html = desk(world)
    assert count(html, "offered to you") == 1
    assert "She asked for you." in html
    assert reverse("staffing:answer", args=[case.reference]) in html
    assert "Maya" not in html


def submitted(world: World, case: Case, assessor: User) -> None:
    Assessment(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        number=1,
        approach="conference",
        state=AssessmentState.SUBMITTED,
        assessor=assessor,
        started_at=TEN,
        submitted_at=TEN,
    ).save()


def test_a_supervisor_signs_what_others_assessed_and_nobody_their_own(world: World) -> None:
    submitted(world, world.case("Maya"), world.facilitator)
    submitted(world, world.case("Peter"), world.supervisor)
    signs = section(desk(world, "supervisor"), "sign")
    assert "Maya Deol" in signs
    assert "Peter Deol" not in signs
    assert not section(desk(world), "sign")


def test_what_was_told_under_a_duty_is_seen_by_those_who_answer_for_it(world: World) -> None:
    case = world.case()
    with clock.pretend(TEN):
        disclose_under_duty(
            case_id=case.pk,
            to="The police",
            categories=["safety"],
            told="Somebody is in danger.",
            duty="Serious harm",
            person_told="told",
            by=world.facilitator,
            at=TEN,
        )
    assert "The police" in section(desk(world, "supervisor"), "told")
    assert "The police" in section(desk(world, "coordinator"), "told")
    assert not section(desk(world), "told")


def test_after_a_meeting_everybody_is_talked_with_and_promises_are_followed(world: World) -> None:
    case = world.case()
    meeting = rows.meeting(world, case, held=True)
    rows.promise(world, meeting, rows.seat(meeting, case, case.victim))
    html = desk(world)
    assert "Talk with Maya after the meeting" in section(html, "after")
    assert "Write to the food bank." in section(html, "items")


def test_a_booked_meeting_that_lost_its_ground_is_said(world: World) -> None:
    case = world.case()
    meeting = rows.meeting(world, case, booked=True, in_days=5)
    rows.seat(meeting, case, case.victim)
    assert "no longer stands" in section(desk(world), "fell")


def test_a_victim_who_said_that_we_may_is_asked_later(world: World) -> None:
    case = world.case(opened=TEN - timedelta(days=400))
    with clock.pretend(TEN - timedelta(days=300)):
        at = clock.now()
        end_case(
            case_id=case.pk,
            told=type(WITHDREW)(**{**WITHDREW.__dict__, "ask_later": "yes"}),
            by=world.facilitator,
            at=at,
        )
    assert "Ask Maya how far needs were met" in section(desk(world), "ask")
    assert "Ask Maya" not in desk(world, "other_facilitator")


def test_a_long_list_says_what_it_leaves_out_and_shows_it_all_on_demand(world: World) -> None:
    for number in range(11):
        ball(world, world.case(f"Maya{number}", opened=TEN), What.LISTEN)
    html = desk(world)
    assert section(html, "today").count("<li>") == 8
    assert "8 of 11" in section(html, "today")
    assert count(html, "due today") == 11
    assert section(desk(world, query="?all=today"), "today").count("<li>") == 11


def test_an_empty_desk_says_so_kindly(world: World) -> None:
    html = desk(world, "other_facilitator")
    assert "Nothing is due today." in html
    assert "You work on 0 open cases." in html
    assert count(html, "not safe, or a red flag") == 0


def test_cases_are_counted_by_the_step_at_which_they_stand(world: World) -> None:
    world.case("Maya")
    paused = world.case("Peter")
    pause_case(case_id=paused.pk, words="", resume_on=None, by=world.facilitator, at=TEN)
    html = section(desk(world), "by-step")
    assert reverse("casefile:cases") + "?step=4" in html
    assert "One is paused by the victim." in html
    assert re.findall(r"<dd>(\d)</dd>", html) == ["0", "0", "0", "1", "0", "0", "0", "0"]


def busy(world: World, called: str) -> None:
    case = world.case(called, ways=(MORNINGS,), opened=TEN - timedelta(days=60))
    responsible = world.responsible(case)
    rows.consent(world, case, Item.CONTACT)
    rows.approach(world, case, responsible)
    rows.contact(world, case, outcome=Outcome.NO_ANSWER, next_at=TEN)
    held = rows.meeting(world, case, held=True)
    rows.promise(world, held, rows.seat(held, case, case.victim))
    ahead = rows.meeting(world, case, booked=True, in_days=3)
    rows.seat(ahead, case, case.victim)
    rows.seat(ahead, case, responsible.person, "offender")
    raise_flag(case_id=case.pk, kind=FlagKind.THREATS, side=Side.VICTIM, words="x", by=world.facilitator, at=TEN)
    ball(world, case, What.NEXT_CONTACT)
    released(world, case)
    asked_of_prison(world, case, due=timedelta(days=-2))


@pytest.mark.parametrize("who", ["facilitator", "coordinator", "supervisor"])
def test_thirty_cases_take_as_many_queries_as_three(world: World, who: str) -> None:
    def queries() -> int:
        client = world.client(getattr(world, who))
        with clock.pretend(TEN), CaptureQueriesContext(connection) as captured:
            assert client.get(WORK).status_code == 200
        return len(captured)

    for number in range(3):
        busy(world, f"Maya{number}")
    three = queries()
    for number in range(27):
        busy(world, f"Peter{number}")
    assert queries() == three


@pytest.mark.parametrize("what", [w for w in What if w not in {What.TRIAGE, What.HELD_REFERRAL}])
def test_every_turn_has_a_page_where_it_is_taken(world: World, what: What) -> None:
    case = world.case()
    responsible = world.responsible(case)
    rows.approach(world, case, responsible)
    StanceTaken(**rows.facts(world, case), case=case, responsible=responsible, stance="partial").save()
    meeting = rows.meeting(world, case)
    rows.seat(meeting, case, case.victim)
    submitted(world, case, world.facilitator)
    raise_flag(case_id=case.pk, kind=FlagKind.THREATS, side=Side.VICTIM, words="x", by=world.facilitator, at=TEN)
    shelf = Shelf([Case.objects.select_related("victim", "area").get(pk=case.pk)], TEN)
    found = resolve(turn_door(shelf, shelf.cases[0], what))
    asks_an_agency = what in {What.AGENCY_ANSWER, What.READ_ANSWER, What.UNANSWERED}  # nothing was asked here
    assert (found.view_name == "casefile:case") is asks_an_agency


def test_the_first_page_leads_each_to_their_own(world: World) -> None:
    start = reverse("casefile:door")
    assert world.client(world.facilitator).get(start)["Location"] == WORK
    requests = reverse("information_sharing:requests")
    assert world.client(world.offender_manager).get(start)["Location"] == requests
    assert world.client(world.offender_manager).get(WORK).status_code == 404


def released(world: World, case: Case, *, by_hand: bool = True) -> Letter:
    letter = begin_letter(
        case_id=case.pk,
        person_id=case.victim_id,
        template="reach",
        fields={},
        by_hand=by_hand,
        by=world.facilitator,
        at=TEN,
    )
    return release_letter(letter_id=letter.pk, version=letter.version, by=world.facilitator, at=TEN)


def test_a_letter_that_was_released_waits_on_the_desk_until_it_has_gone(world: World) -> None:
    case = world.case()
    letter = released(world, case)
    door = reverse("notifications:letter", args=[case.reference, letter.pk])
    for who in ("facilitator", "coordinator"):
        shown = section(desk(world, who), "letters")
        assert door in shown
        assert "since Tue 24 Nov" in shown
        assert "To be handed over. Released by Daniel Okafor." in shown
    assert door not in desk(world, "supervisor")
    assert door not in desk(world, "other_facilitator")
    with clock.pretend(TEN):
        assert world.client(world.facilitator).get(door).status_code == 200
    record_gone(letter_id=letter.pk, went_at=TEN, by=world.facilitator, at=TEN)
    assert section(desk(world), "letters") == ""


def test_a_letter_to_a_victim_who_pauses_or_of_a_draft_asks_for_nothing(world: World) -> None:
    case, other = world.case("Maya"), world.case("Peter")
    released(world, case)
    begin_letter(
        case_id=other.pk,
        person_id=other.victim_id,
        template="reach",
        fields={},
        by_hand=True,
        by=world.facilitator,
        at=TEN,
    )
    assert "Peter" not in section(desk(world), "letters")
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=TEN)
    assert section(desk(world), "letters") == ""


def asked_of_prison(world: World, case: Case, *, due: timedelta) -> LegalVisit:
    responsible = world.responsible(case)
    disclosure = disclose_under_duty(
        case_id=case.pk,
        to="The prison",
        categories=["identity"],
        told="Whom we come to see.",
        duty="Other",
        person_told="told",
        by=world.facilitator,
        at=TEN - timedelta(days=30),
    )
    asked = LegalVisit(
        **rows.facts(world, case, 20),
        case=case,
        responsible=responsible,
        agency=world.probation,
        asked_by="phone",
        worker=world.facilitator,
        wished=[TEN + timedelta(days=14)],
        disclosure=disclosure,
        due_at=TEN + due,
    )
    asked.save()
    return asked


def test_a_prison_that_does_not_answer_is_asked_again(world: World) -> None:
    case, in_time = world.case("Maya"), world.case("Peter")
    asked = asked_of_prison(world, case, due=timedelta(days=-2))
    door = reverse("engagement:legal_visit_asked", args=[case.reference, asked.pk])
    early = asked_of_prison(world, in_time, due=timedelta(hours=1))
    for who in ("facilitator", "coordinator"):
        shown = section(desk(world, who), "prisons")
        assert "Ask Probation, Ridgeway again about the visit to Callum" in shown
        assert door in shown
        assert "tp-work__late" in shown
        assert str(early.pk) not in shown
    with clock.pretend(TEN):
        assert world.client(world.facilitator).post(door, {"chase": "1"}).status_code == 302
    assert section(desk(world), "prisons") == ""
    shown = section(desk(world, at=TEN + timedelta(days=60)), "prisons")
    assert "chased once" in shown
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=TEN)
    assert case.reference not in section(desk(world, at=TEN + timedelta(days=60)), "prisons")
