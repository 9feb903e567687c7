"""An agency refers somebody, by a one-time link or signed in, and hears what the victim agreed to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from talkingpiece.areas.services import add_agency
from talkingpiece.core import clock
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World


def test_an_officer_refers_a_bereaved_mother_by_a_one_time_link(
    service: World, somebody: Visitor, on_an_old_phone: Visitor
) -> None:
    address = given_the_coordinator_makes_a_link(service, somebody)
    when_the_officer_fills_it_in_with_a_slip(on_an_old_phone, address)
    and_mends_the_slip_and_nothing_is_lost(on_an_old_phone)
    then_there_is_a_receipt_and_the_link_is_used_up(on_an_old_phone, address)
    then_the_coordinator_accepts_under_her_yes(service, somebody)


def given_the_coordinator_makes_a_link(service: World, priya: Visitor) -> str:
    with inside(service):
        add_agency(name="Police, Ridgeway", kind="police")
    priya.sign_in(service.coordinator).open("referrals:queue").follow("One-time links for agencies")
    priya.press("Make the link").sees("Choose the organisation")
    priya.select("Which organisation?", "Police, Ridgeway")
    priya.fill("For which colleague there?", "Jo Marsh, family liaison officer").press("Make the link")
    priya.sees("It is shown once")
    address = priya.page.get_by_label("Copy it now").input_value()
    priya.open("referrals:invite").sees("Jo Marsh", "Open").sees_not(address)
    return address


def when_the_officer_fills_it_in_with_a_slip(jo: Visitor, address: str) -> None:
    jo.page.goto(address)
    jo.looks_right().sees("From Police, Ridgeway", "Are they a bereaved family?")
    yesterday = clock.today() - timedelta(days=1)
    jo.choose("Yes, they know and agreed").day("When did they say so?", yesterday)
    jo.choose("In person").choose("Yes", of="Did they ask for this themselves?").choose(
        "Whether the service took it up, and why not"
    )
    jo.fill("What should we call them?", "Farida").select("They were", "Bereaved by it")
    jo.choose("Phone call").fill("Which number may we call?", "01632 96")
    jo.fill("Safe from", "10am").fill("Safe until", "noon").fill("Is there anybody who must not know?", "Her son")
    jo.choose("Yes", of="Are they safe now, as far as you know?")
    jo.fill("What happened, in one line", "Her brother was killed by a driver.")
    jo.select("What kind of harm was it?", "Death or injury by driving").choose("Somebody was sentenced")
    jo.choose("Yes", of="Are they a bereaved family?").fill("If you are their family liaison officer", "In March")
    jo.fill("How do we reach you?", "jo.marsh@example.org")
    jo.press("Save and check your answers").sees("Enter the whole phone number")


def and_mends_the_slip_and_nothing_is_lost(jo: Visitor) -> None:
    jo.shows_typed("Which number may we call?", "01632 96").shows_typed(
        "Is there anybody who must not know?", "Her son"
    )
    jo.fill("Which number may we call?", "01632 960 733").press("Save and check your answers")
    jo.sees("Check your answers", "Farida", "01632 960 733", "10am", "Her son", "In March", "In person")
    jo.follow("Change").shows_typed("What should we call them?", "Farida")
    jo.press("Save and check your answers")


def then_there_is_a_receipt_and_the_link_is_used_up(jo: Visitor, address: str) -> None:
    jo.press("Send").sees("Thank you. It has arrived", "The person on duty", "RDG-")
    jo.sees_not("Farida", "01632 960 733", "Her son")
    answer = jo.page.goto(address)
    assert answer
    assert answer.status == 404
    jo.looks_right().sees("This link was used or has ended.").sees_not("Farida")


def then_the_coordinator_accepts_under_her_yes(service: World, priya: Visitor) -> None:
    priya.open("referrals:invite").sees("Used")
    priya.open("referrals:queue").sees("Farida", "Referred by Police, Ridgeway").follow("Farida")
    priya.sees("Jo Marsh, family liaison officer", "in person", "In March", "10am to noon").sees_not("01632 960 733")
    priya.follow("Accept").sees("Open a case for Farida", "Her brother was killed by a driver")
    priya.fill("What happened, in one neutral sentence", "Death of her brother, 2025.").choose("Not yet")
    priya.press("Accept and open the case").sees("Accepted", "Farida")


def test_a_referrer_hears_that_it_was_taken_up_only_because_she_said_so(
    service: World, somebody: Visitor, new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    hanna = somebody.sign_in(service.referrer).open("referrals:made").sees("You have not referred anybody yet")
    given_two_are_referred(hanna)
    priya = Visitor(new_page(), hanna.site, axe).sign_in(service.coordinator)
    for name in ("Wren", "Odile"):
        priya.open("referrals:queue").follow(name).follow("Accept")
        priya.fill("What happened, in one neutral sentence", "Burglary of her home.").choose("Not yet")
        priya.select("How far did it get", "Somebody was sentenced").press("Accept and open the case")
    hanna.open("referrals:made").sees("Wren", "New since you last looked", "Taken up", "Odile")
    hanna.follow("Wren").sees("Taken up", "They agreed that you hear whether we took it up")
    hanna.open("referrals:made").sees_not("New since you last looked")
    hanna.follow("Odile").sees("Received", "whatever happens").sees_not("Taken up")


def given_two_are_referred(hanna: Visitor) -> None:
    refers(hanna, "Wren", "01632 960741", "Whether the service took it up, and why not", later=True)
    refers(hanna, "Odile", "01632 960742", "Nothing more. They said so, or nobody asked them")


def refers(hanna: Visitor, name: str, number: str, hears: str, *, later: bool = False) -> None:
    hanna.open("referrals:made").follow("Refer somebody").press("Begin").sees_not("Wren")
    hanna.fill("What should we call them?", name)
    if later:
        hanna.press("Save and come back later").sees("Saved. Nothing was sent", name).follow(name)
        hanna.shows_typed("What should we call them?", name)
    hanna.choose("Not yet").choose("Phone call").fill("Which number may we call?", number)
    hanna.choose("Yes", of="Are they safe now, as far as you know?").press("Save and check your answers")
    hanna.sees("Ask them first", "nothing was sent").follow("Back to the form")
    hanna.choose("Yes, they know and agreed").day("When did they say so?", clock.today()).choose("On the telephone")
    hanna.choose("No, we told them of it").choose(hears).press("Save and check your answers")
    hanna.press("Send").sees("Sent. Thank you", "Receipt", "Received")
