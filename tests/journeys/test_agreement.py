"""An agreement in the browser: drafted, sent back once, read by somebody else, signed by both, in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from talkingpiece.agreements.models import Agreement, SignedPaper
from talkingpiece.agreements.queries import in_force
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World


@dataclass(frozen=True)
class Other:
    """With whom: as the form offers them, the number of the agreement, and who signs for them."""

    name: str
    number: str
    signs: str
    role: str


LIAISON = Other("Victim liaison, Ridgeway", "RDG-VLO-1", "Mona Hale", "Head of the unit")
DECIDED = {
    "Our lawful basis": "Public task.",
    "Their lawful basis": "Public task.",
    "Powers and duties to share": "The power to help people who were harmed.",
    "How long it is kept, and how it is destroyed": "Seven years, then it is shredded.",
    "Whom people ask about their data": "The scheme manager, rj@example.org.",
}


def test_from_a_draft_to_an_agreement_in_force(service: World, somebody: Visitor, on_an_old_phone: Visitor) -> None:
    when_the_manager_drafts_it(service, somebody)
    then_what_is_missing_is_said(somebody)
    when_she_writes_the_rest(somebody)
    when_a_colleague_sends_it_back(service, on_an_old_phone)
    when_she_sends_it_again(service, somebody)
    when_the_colleague_says_yes(service, on_an_old_phone)
    when_both_have_signed(service, somebody)
    then_it_is_in_force(service, somebody)


def when_the_manager_drafts_it(service: World, ngozi: Visitor, other: Other = LIAISON) -> None:
    ngozi.sign_in(service.scheme_manager).open("agreements:list").follow("Draft a new agreement")
    ngozi.press("Begin").sees("Choose an organisation", "Enter a number", "Enter a title")
    ngozi.select("With which organisation?", other.name)
    ngozi.fill("Number", other.number).fill("Title", f"Sharing with {other.name}").press("Begin")
    ngozi.sees("Part 1 of 5", "What it is for, and when")
    today = timezone.localdate()
    ngozi.day("First day", today).day("Last day", today - timedelta(days=1)).press("Save and go on")
    ngozi.sees("The last day must not come before the first")
    ngozi.fill("The same in your own words", "So that people are asked only once")
    ngozi.day("Last day", today + timedelta(days=200))
    ngozi.select("Who else is warned?", "Priya Raman").press("Save and come back later").sees("Saved.", "Being written")


def then_what_is_missing_is_said(ngozi: Visitor) -> None:
    ngozi.follow("Send it to a second person").sees("Nothing was sent.", "square brackets", "Already in place")
    ngozi.follow("Write it")


def when_she_writes_the_rest(ngozi: Visitor) -> None:
    ngozi.fill("Special category data, and the condition for it", "Health, where safety needs it.")
    ngozi.fill("Criminal offence data, and the condition for it", "The offence and the sentence.").press(
        "Save and go on"
    )
    for _page in range(3):
        for label, words in DECIDED.items():
            field = ngozi.page.get_by_label(label)
            if field.count():
                field.fill(words)
        ngozi.press("Save and go on")
    ngozi.sees("Saved.").follow("Send it to a second person").press("Send it").sees("With a second person")


def when_a_colleague_sends_it_back(service: World, sian: Visitor, other: Other = LIAISON) -> None:
    sian.sign_in(service.supervisor).open("casefile:my_work")
    sian.follow(f"Read the agreement with {other.name} as the second person")
    sian.sees("Read every word as if you had to keep it", "Seven years, then it is shredded.")
    sian.follow("No: back to its writers").press("Send it back").sees("Write what should be changed")
    sian.fill("What should be changed?", "Seven years is too long.").press("Send it back").sees("Being written")


def when_she_sends_it_again(service: World, ngozi: Visitor, other: Other = LIAISON) -> None:
    ngozi.open("agreements:list").follow(f"Sharing with {other.name}")
    ngozi.sees("It came back: what should be changed", "Seven years is too long.")
    ngozi.follow("How it is looked after")
    ngozi.fill("How long it is kept, and how it is destroyed", "Two years.").press("Save and come back later")
    ngozi.follow("Send it to a second person").press("Send it").sees("With a second person")


def when_the_colleague_says_yes(service: World, sian: Visitor) -> None:
    sian.open("casefile:my_work").follow("Read the agreement with").follow("What it would change")
    sian.sees("Over the cases that run", "open case")
    sian.follow("Back to the agreement").follow("Read it as the second person").press("Yes, it can be signed")
    sian.sees("Its words stand still now.", "To be signed")


def when_both_have_signed(service: World, ngozi: Visitor, other: Other = LIAISON) -> None:
    with inside(service):
        mark = SignedPaper.objects.get(agreement__reference=other.number).mark
    ngozi.open("agreements:list").follow(f"Sharing with {other.name}").follow("Write down a signature")
    ngozi.choose("Restorative justice service, Ridgeway", of="Who signed?")
    ngozi.fill("Name", "Ngozi Balogun").fill("Role", "Scheme manager")
    ngozi.fill("The mark at the foot of the paper that they signed", "AAAA BBBB CCCC").press("Write it down")
    ngozi.sees("This is not the mark of this text")
    ngozi.fill("The mark at the foot of the paper that they signed", mark).press("Write it down")
    ngozi.sees("It opens when the other party has signed too").follow("Write down a signature")
    ngozi.choose(other.name, of="Who signed?").fill("Name", other.signs).fill("Role", other.role)
    ngozi.fill("The mark at the foot of the paper that they signed", mark).press("Write it down")


def then_it_is_in_force(service: World, ngozi: Visitor, other: Other = LIAISON) -> None:
    ngozi.sees("Both have signed: the agreement is in force.", f"{other.signs}, {other.role}")
    ngozi.open("agreements:matrix").sees("Who may send what to whom, today", other.name)
    with inside(service):
        agreement = Agreement.objects.get(reference=other.number)
        assert in_force(service.area.pk, at=timezone.now()).filter(pk=agreement.pk).exists()
