"""Most cases end without a meeting: he says no, she hears it kindly, and the file is closed and can be opened again."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.states import ClosureReason, OffenderTold
from talkingpiece.engagement.models import Approach
from tests.journeys.conftest import inside
from tests.journeys.given import WORDS, Given, approach_is_open
from tests.journeys.visitor import Visitor
from tests.world import World

TOLD = "I told her that he would rather not. She said: now I know, and I can stop waiting."
NEUTRAL = "This will not be going ahead. Nobody is to blame for that, and nothing is expected of you."


def test_the_offender_says_no_and_the_case_ends_well(service: World, on_an_old_phone: Visitor) -> None:
    given = given_the_approach_is_open(service)
    daniel = on_an_old_phone.sign_in(service.facilitator)
    when_he_is_told_exactly_these_words(daniel, given)
    when_he_says_no(daniel, given)
    then_she_is_to_be_told(service, daniel)
    when_she_is_told_kindly(service, daniel, given)
    when_the_case_is_ended_in_haste(service, daniel, given)
    when_it_is_ended_whole(daniel)
    then_it_says_how_it_ended(service, daniel, given)
    then_nobody_else_opens_it_again(service, daniel, given)
    then_its_worker_opens_it_again(service, daniel, given)


def given_the_approach_is_open(service: World) -> Given:
    with inside(service):
        return approach_is_open(service)


def when_he_is_told_exactly_these_words(daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:case", given.case.reference).sees("They must not learn that Maya has contacted us")
    daniel.open("engagement:approach", given.case.reference, given.responsible.pk).sees(WORDS)
    daniel.press("They were told exactly this").sees("Everything you wrote is still here")
    daniel.choose("In person").press("They were told exactly this")
    daniel.sees("Now Callum thinks it over", "Told on", "no answer yet")


def when_he_says_no(daniel: Visitor, given: Given) -> None:
    daniel.follow("write down the answer").sees("What Callum answered", WORDS)
    daniel.choose("No", of="What did they answer?").fill("In their words", "I cannot face it.").press("Save")
    daniel.sees("The answer of Callum is recorded", "Answered: No")


def then_she_is_to_be_told(service: World, daniel: Visitor) -> None:
    daniel.open("casefile:my_work").sees("Tell the victim what the offender said", "Maya Deol", service.area.code)


def when_she_is_told_kindly(service: World, daniel: Visitor, given: Given) -> None:
    row = daniel.page.locator("li", has_text="Tell the victim what the offender said").first
    row.locator("summary").click()
    row.get_by_label("They were told what the offender said").check()
    row.get_by_role("button", name="We spoke").click()
    daniel.looks_right().sees("The contact with Maya is recorded")
    daniel.sees_not("Tell the victim what the offender said")
    with inside(service):
        assert Approach.objects.get(case=given.case).victim_told_at is not None


def when_the_case_is_ended_in_haste(service: World, daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:case", given.case.reference).follow("End well").sees("that is a full ending")
    daniel.fill("What you told them, and what they said", TOLD).choose("No", of="May we ask later how it was for them?")
    daniel.press("End the case").sees("4 things to check", "Everything you wrote is still here")
    for question, missing in (
        ("How does this end?", "Choose one reason from the list."),
        ("How did the victim hear?", "Tell them in the way they chose"),
        ("What else did you offer?", "Say what was offered, or that they wanted nothing."),
        ("How did the offender hear?", "Tell them, or ask the offender manager to do it."),
    ):
        field = daniel.page.locator("form .govuk-form-group", has_text=question)
        expect(field.locator(".govuk-error-message")).to_contain_text(missing)
    daniel.shows_typed("What you told them, and what they said", TOLD).shows_typed(
        "The words for the offender", NEUTRAL
    )
    asked = daniel.page.get_by_role("radiogroup", name="May we ask later how it was for them?")
    expect(asked.get_by_label("No", exact=True)).to_be_checked()
    with inside(service):
        assert not Ending.objects.exists()


def when_it_is_ended_whole(daniel: Visitor) -> None:
    daniel.select("How does this end?", "The offender said no").choose("By telephone", of="How did the victim hear?")
    daniel.fill("What else did you offer?", "A letter that is not sent. She took the number of Victim Support.")
    daniel.choose("Told in neutral words", of="How did the offender hear?").press("End the case")


def then_it_says_how_it_ended(service: World, daniel: Visitor, given: Given) -> None:
    daniel.sees("The case has ended", "How it ended", "The offender said no", TOLD, "Told in neutral words", NEUTRAL)
    # Nothing is left to do for her. Whoever supervises him is still owed a word.
    desk = daniel.open("casefile:my_work")
    desk.sees("You work on 0 open cases", "Nothing is due today.", "Report to the offender manager of Callum")
    with inside(service):
        ending = Ending.objects.get(case=given.case)
        assert (ending.reason, ending.early) == (ClosureReason.OFFENDER_DECLINED, True)
        assert ending.offender_told == OffenderTold.TOLD
        assert ending.may_ask_later is False
        assert ending.offender_words == NEUTRAL
        assert not [name for name in ("Maya", "Deol") if name in ending.offender_words]


def then_nobody_else_opens_it_again(service: World, daniel: Visitor, given: Given) -> None:
    ruth = daniel.sign_in(service.other_facilitator)
    answer = ruth.page.goto(ruth.site + reverse("casefile:reopen", args=[given.case.reference]))
    assert answer is not None
    assert answer.status == 404


def then_its_worker_opens_it_again(service: World, daniel: Visitor, given: Given) -> None:
    daniel.sign_in(service.facilitator).open("casefile:case", given.case.reference).follow("Open again")
    daniel.sees("What was withdrawn stays withdrawn", "The offender said no")
    daniel.press("Open the case again").sees("Say why the case goes on")
    daniel.fill("Why does it go on?", "He wrote to us. He would like to be asked once more.")
    daniel.press("Open the case again").sees("The case is open again", "Daniel Okafor")
    daniel.open("casefile:my_work").sees("Maya Deol")
    with inside(service):
        assert Case.objects.get(pk=given.case.pk).is_open
