"""All that goes to and fro with probation, in one story: nothing before an agreement, questions answered by a link, a
report that both saw, a promise that was kept, and a recall."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from talkingpiece.cases.models import Responsible
from talkingpiece.core import clock
from talkingpiece.demo.upstream import HOUR, Upstream, play
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import standing
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from tests.agreements.given import over
from tests.journeys.conftest import inside
from tests.journeys.given import Given, booked, conference_tomorrow
from tests.journeys.test_agreement import (
    Other,
    then_it_is_in_force,
    when_a_colleague_sends_it_back,
    when_both_have_signed,
    when_she_sends_it_again,
    when_she_writes_the_rest,
    when_the_colleague_says_yes,
    when_the_manager_drafts_it,
)
from tests.journeys.test_report import when_it_is_put_together, when_it_is_sent
from tests.journeys.visitor import Visitor
from tests.offender_management.conftest import ITEM, is_held, let_it_be_told
from tests.world import World

PROBATION = Other("Probation, Ridgeway", "RDG-PROB-9", "Rhona Petty", "Head of probation")
ADA = "Ada Frost, duty officer"
NUMBER = "A1234BC"


def test_from_an_agreement_to_a_recall(service: World, somebody: Visitor, on_an_old_phone: Visitor) -> None:
    with inside(service):
        over(service.agreement)
        given, meeting = conference_tomorrow(service)
    nothing_may_be_asked_without_a_ground(service, somebody, given)
    when_an_agreement_is_made(service, somebody, on_an_old_phone)
    address = when_probation_is_asked_by_a_link(service, somebody, given)
    then_the_duty_officer_answers_and_the_link_is_used_up(on_an_old_phone, address)
    then_the_answer_stands_on_its_page(service, somebody, given)
    when_they_have_met_and_a_report_goes(service, somebody, given, meeting)
    then_tom_reports_what_was_promised_as_done(service, somebody)
    then_it_counts_once_daniel_has_made_sure(service, somebody, given)
    follow_up = when_they_will_meet_again(service, given)
    when_he_is_recalled(service, given)
    then_the_next_meeting_no_longer_stands(service, somebody, given, follow_up)


def nothing_may_be_asked_without_a_ground(service: World, daniel: Visitor, given: Given) -> None:
    daniel.sign_in(service.facilitator).open("information_sharing:ask", given.case.reference, given.responsible.pk)
    daniel.sees("There is no ground to ask Probation, Ridgeway", "That way is always open.").sees_not(
        "Send the questions"
    )


def when_an_agreement_is_made(service: World, ngozi: Visitor, sian: Visitor) -> None:
    when_the_manager_drafts_it(service, ngozi, PROBATION)
    ngozi.follow("Send it to a second person").follow("Write it")
    when_she_writes_the_rest(ngozi)
    when_a_colleague_sends_it_back(service, sian, PROBATION)
    when_she_sends_it_again(service, ngozi, PROBATION)
    when_the_colleague_says_yes(service, sian)
    when_both_have_signed(service, ngozi, PROBATION)
    then_it_is_in_force(service, ngozi, PROBATION)


def when_probation_is_asked_by_a_link(service: World, daniel: Visitor, given: Given) -> str:
    daniel.sign_in(service.facilitator).open("information_sharing:ask", given.case.reference, given.responsible.pk)
    daniel.page.get_by_label("Could they be approached, and how?").check()
    daniel.press("Send the questions").sees("Questions to Tom Adeyemi about Callum").follow(
        "Let somebody there answer by a link"
    )
    daniel.fill("For whom?", ADA).fill("Their work address", "ada.frost@justice.gov.uk").press("Make the link")
    daniel.sees("It is shown once", "the person it is about must not be told")
    return daniel.page.get_by_label("Copy it now").input_value()


def then_the_duty_officer_answers_and_the_link_is_used_up(ada: Visitor, address: str) -> None:
    ada.page.context.clear_cookies()
    ada.page.goto(address)
    ada.looks_right().sees_not("Callum").press("Open the request").sees("Callum Reeve", "Do not tell Callum Reeve")
    ada.sees_not("Maya", "estorative").press("Send the answer").sees("Write your name", "Write your post")
    ada.fill("Could they be approached, and how?", "At the office, on a Tuesday.").choose("I support an approach")
    ada.choose("I cannot say anything on the questions that I left empty")
    ada.fill("Why can nothing be said on them?", "He is new to us.")
    ada.fill("Your name", "Ada Frost").fill("Your post", "duty officer").press("Send the answer")
    ada.sees("What you wrote has arrived")
    ada.page.goto(address)
    ada.sees("This link opens nothing any more").sees_not("Callum")


def then_the_answer_stands_on_its_page(service: World, daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:case", given.case.reference).follow("Read the agency’s answer")
    daniel.sees("somebody who says they are Ada Frost, duty officer, by a link", "At the office, on a Tuesday.")
    daniel.open("information_sharing:disclosures", given.case.reference).sees(f"The agreement {PROBATION.number}")


def when_they_have_met_and_a_report_goes(service: World, daniel: Visitor, given: Given, meeting: Meeting) -> None:
    with inside(service):
        is_held(given, meeting)
        let_it_be_told(given, clock.now())
    when_it_is_put_together(daniel, given)
    for name in ("Callum", "Maya"):
        daniel.follow(f"Show {name} the").choose("All of this may be told").choose("Read together")
        daniel.press("Write down what they say")
    when_it_is_sent(daniel, given)


def then_tom_reports_what_was_promised_as_done(service: World, tom: Visitor) -> None:
    tom.sign_in(service.offender_manager).open("offender_management:where_it_stands")
    tom.sees("Callum Reeve", ITEM, "A report, number").sees_not("Maya")
    tom.follow("Report this as done").fill("How do you know?", "He showed me on Monday.").press("Report as done")
    tom.sees("We are making sure")


def then_it_counts_once_daniel_has_made_sure(service: World, daniel: Visitor, given: Given) -> None:
    daniel.sign_in(service.facilitator).open("casefile:my_work").follow("says that it is done. Make sure of it")
    daniel.sees("He showed me on Monday.").press("Write it down").sees("Say whether it is done, or not yet")
    daniel.choose("It is done").fill("How do you know?", "He read it out to me.").press("Write it down")
    daniel.open("casefile:my_work").sees_not("Make sure of it")


def when_they_will_meet_again(service: World, given: Given) -> Meeting:
    with inside(service):
        now = clock.now()
        follow_up = booked(given, now, on=timezone.localdate() + timedelta(days=4))
        assert standing([follow_up], now)[follow_up.pk].is_open
    return follow_up


def when_he_is_recalled(service: World, given: Given) -> None:
    now, row = timezone.now(), given.responsible
    with inside(service):
        Responsible.objects.filter(pk=row.pk).update(held_since=now - timedelta(days=9))
        name_number(person=row.person, kind="prison_no", value=NUMBER, by=None, at=now, side=Side.OFFENDER)
    with inside(service):
        play([Upstream(NUMBER).recalled(now - HOUR, "HMP Foxcombe")], area_id=service.area.pk, at=now)


def then_the_next_meeting_no_longer_stands(service: World, daniel: Visitor, given: Given, follow_up: Meeting) -> None:
    daniel.open("casefile:my_work").sees("Callum: Recalled to prison", "no longer stands")
    daniel.open("meetings:meeting", given.case.reference, follow_up.pk).sees("No longer stands")
