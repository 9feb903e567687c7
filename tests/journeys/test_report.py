"""What came of it, told to the offender manager: written, shown to both, objected to, sent, and read by Tom."""

from __future__ import annotations

import io

import pypdf
from django.urls import reverse

from talkingpiece.core import clock
from talkingpiece.offender_management.models import OutcomeReport
from tests.journeys.conftest import inside
from tests.journeys.given import Given
from tests.journeys.visitor import Visitor
from tests.offender_management.conftest import HERS, ITEM, held, let_it_be_told
from tests.world import World

NEXT = "We see him on Thursday, to hear how the course goes."


def test_the_offender_manager_receives_what_both_let_be_told(
    service: World, somebody: Visitor, on_an_old_phone: Visitor
) -> None:
    with inside(service):
        given, _meeting = held(service)
        let_it_be_told(given, clock.now())
    daniel = somebody.sign_in(service.facilitator)
    when_it_is_put_together(daniel, given)
    then_it_cannot_be_sent_before_both_were_shown_it(daniel, given)
    when_he_hears_his_sentences_and_hers_are_not_among_them(daniel, given)
    when_she_objects_to_one_of_hers(on_an_old_phone.sign_in(service.facilitator), service, given)
    then_it_is_gone_and_what_remains_is_shown_again(daniel, service, given)
    when_it_is_sent(daniel, given)
    then_tom_reads_it_and_nobody_else(somebody, service, given)
    then_the_service_sees_that_it_was_read(somebody.sign_in(service.facilitator), given)


def when_it_is_put_together(daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:my_work").sees("Reports owed", "Report to the offender manager of Callum")
    daniel.open("casefile:case", given.case.reference).follow("Reports and messages")
    daniel.sees("There is no report yet").follow("Begin a report on Callum")
    daniel.fill("When are we in touch with them again?", NEXT).press("Put it together")
    daniel.sees("Callum took part in a restorative meeting", ITEM, HERS, NEXT)


def then_it_cannot_be_sent_before_both_were_shown_it(daniel: Visitor, given: Given) -> None:
    daniel.follow("What is missing before it can be sent").sees("Not yet: 2 things come before")
    daniel.sees("Callum has not been shown these sentences", "Maya has not been shown these sentences")


def when_he_hears_his_sentences_and_hers_are_not_among_them(daniel: Visitor, given: Given) -> None:
    daniel.follow("Show them to Callum").sees(ITEM, NEXT, "Tom Adeyemi").sees_not(HERS)
    daniel.press("Write down what they say").sees("Silence is not a yes")
    daniel.choose("All of this may be told").choose("Read together").press("Write down what they say")
    daniel.sees("Agrees")


def when_she_objects_to_one_of_hers(phone: Visitor, service: World, given: Given) -> None:
    with inside(service):
        report = OutcomeReport.objects.get()
    phone.open("offender_management:shown", given.case.reference, report.pk, given.case.victim_id)
    phone.sees(HERS, ITEM).sees_not(NEXT, "Tom Adeyemi", "We talked with Callum")
    phone.choose("Some of this must not be told")
    phone.page.get_by_label(ITEM).check()
    phone.choose("Read out on the telephone").press("Write down what they say").sees("Left out")


def then_it_is_gone_and_what_remains_is_shown_again(daniel: Visitor, service: World, given: Given) -> None:
    with inside(service):
        report = OutcomeReport.objects.get()
    daniel.open("offender_management:report", given.case.reference, report.pk)
    daniel.sees("Left out", "It has changed since")
    for name in ("Callum", "Maya"):
        daniel.follow(f"Show {name} the").sees_not(ITEM)
        daniel.choose("All of this may be told").choose("Read together").press("Write down what they say")


def when_it_is_sent(daniel: Visitor, given: Given) -> None:
    daniel.follow("Look at the pages and send it").sees("Send the report to Tom Adeyemi?", "as they will be sent")
    assert daniel.page.locator("img.tp-sheet").evaluate_all("all => all.every(i => i.naturalWidth > 300)")
    daniel.press("Send it now").sees("Sent. Tom Adeyemi can read it now.")
    daniel.open("information_sharing:disclosures", given.case.reference).sees("Daniel Okafor told Tom Adeyemi")


def then_tom_reads_it_and_nobody_else(visitor: Visitor, service: World, given: Given) -> None:
    with inside(service):
        report = OutcomeReport.objects.get()
    tom = visitor.sign_in(service.offender_manager).open("offender_management:received").sees("Callum Reeve", "New")
    tom.follow("Callum Reeve").sees("took part in a restorative meeting", NEXT, "What this report is not")
    tom.sees_not("Maya", ITEM, given.case.reference)
    address = visitor.site + reverse("offender_management:received_pdf", args=[report.pk])
    answer = tom.page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert "Callum Reeve" in printed
    assert ITEM not in printed
    assert "Maya" not in printed
    for stranger in (service.referrer, service.evaluator, service.scheme_manager):
        visitor.sign_in(stranger)
        assert visitor.page.request.get(address).status == 404


def then_the_service_sees_that_it_was_read(daniel: Visitor, given: Given) -> None:
    daniel.open("offender_management:reports", given.case.reference).sees("Read", "first read")
    daniel.open("casefile:case", given.case.reference)
    daniel.sees("Reported to the offender manager", "Tom Adeyemi opened the report on Callum")
    daniel.open("casefile:my_work").sees_not("Reports owed")
