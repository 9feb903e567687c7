"""A victim comes by herself; the duty owner sees it at once."""

from tests.journeys.visitor import Visitor
from tests.world import World


def test_a_victim_refers_herself_on_an_old_phone(service: World, on_an_old_phone: Visitor) -> None:
    given_she_begins(on_an_old_phone)
    when_she_says_which_ways_are_safe(on_an_old_phone)
    when_she_says_what_happened(on_an_old_phone)
    then_she_checks_and_sends(on_an_old_phone)
    then_the_duty_owner_sees_it(service, on_an_old_phone)


def given_she_begins(her: Visitor) -> None:
    her.open("front:home").sees("You speak first").follow("Start for yourself")
    her.press("Start")
    her.press("Save and continue").sees("Enter a name that we can call you by")
    her.fill("What should we call you?", "Grace").press("Save and continue")


def when_she_says_which_ways_are_safe(her: Visitor) -> None:
    her.sees("Which ways of contacting you are safe?")
    her.choose("Phone call").fill("Which number may we call?", "01632 96").fill("Safe from", "9am").fill(
        "Safe until", "11am"
    )
    her.press("Save and continue").sees("Everything you wrote is still here")
    her.shows_typed("Which number may we call?", "01632 96").shows_typed("Safe from", "9am")
    her.fill("Which number may we call?", "01632 960 417").press("Save and continue")
    her.sees("Are you safe now?").choose("Yes").press("Save and continue")
    her.fill("Is there anybody who must not know?", "My brother-in-law").press("Save and continue")


def when_she_says_what_happened(her: Visitor) -> None:
    her.fill("What happened?", "He took my bag and pushed me down the steps.").press("Save and continue")
    her.press("Skip this question")
    her.choose("Somebody was sentenced").press("Save and continue")
    her.choose("Ask questions").choose("Feel safer").press("Save and continue")
    her.press("Save and continue")


def then_she_checks_and_sends(her: Visitor) -> None:
    her.sees("Check your answers", "Grace", "01632 960 417", "He took my bag")
    her.press("Send").sees("Thank you. It has arrived", "Your number", "You hear from us by")
    her.sees_not("Grace", "01632")


def then_the_duty_owner_sees_it(service: World, browser_of: Visitor) -> None:
    browser_of.sign_in(service.coordinator).open("referrals:queue").sees("Grace")
    browser_of.follow("Grace").sees("He took my bag", "My brother-in-law", "9am to 11am")
    browser_of.sees_not("01632 960 417")
