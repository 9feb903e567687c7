"""A telephone call to an accepted case, by keyboard alone: somebody cries, and nobody reaches for the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from talkingpiece.cases.models import Case
from talkingpiece.referrals.models import IntakeDraft, Referral
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World

FAR = 60  # more Tabs than this between two things that belong together are too many


@dataclass
class Keyboard:
    """Hands that stay on the keys. `commands` counts what is not the caller's own words."""

    page: Page
    commands: int = 0

    def key(self, name: str, times: int = 1) -> Keyboard:
        for _time in range(times):
            self.page.keyboard.press(name)
            self.commands += 1
        return self

    def words(self, text: str) -> Keyboard:
        self.page.keyboard.type(text)
        return self

    def to(self, target: Locator) -> Keyboard:
        """Tab until it has the focus. Never clicked, never focused from outside."""
        for _time in range(FAR):
            if target.evaluate("e => e === document.activeElement"):
                return self
            self.key("Tab")
        raise AssertionError(f"{target} is more than {FAR} Tabs away")

    def into(self, label: str, text: str) -> Keyboard:
        return self.to(self.page.get_by_label(label, exact=True).first).words(text)

    def tick(self, label: str) -> Keyboard:
        return self.to(self.page.get_by_label(label, exact=True).first).key("Space")

    def radio(self, name: str, downs: int) -> Keyboard:
        """Tab reaches the group; Space takes its first answer, each arrow the next."""
        group = self.page.locator(f"input[type=radio][name={name}]")
        checked = group.locator("xpath=self::*[@checked]")
        self.to(checked.first if checked.count() else group.first)
        return self.key("ArrowDown", downs) if downs else self.key("Space")

    def select(self, label: str, start: str) -> Keyboard:
        return self.to(self.page.get_by_label(label, exact=True).first).words(start)

    def press(self, button: str) -> Keyboard:
        found = self.page.get_by_role("button", name=button, exact=True).first
        return self.to(found).key("Enter")


def test_a_call_becomes_an_open_case_without_a_mouse(service: World, somebody: Visitor) -> None:
    somebody.sign_in(service.coordinator).open("casefile:my_work")
    hands = Keyboard(somebody.page)
    when_the_telephone_rings(hands, somebody)
    when_she_speaks(hands, somebody)
    then_it_is_kept_before_anybody_sends_it(service, somebody)
    when_it_is_sent_and_accepted(hands, somebody)
    then_the_case_is_open(service, somebody)
    assert hands.commands < 130, f"{hands.commands} keystrokes beside the caller's words"


def when_the_telephone_rings(hands: Keyboard, worker: Visitor) -> None:
    hands.key("Tab").key("Enter")  # past the navigation
    hands.press("Take a call")
    expect(worker.page.get_by_label("What shall I call you?")).to_be_focused()
    # From My work to the first word that the caller says.
    assert hands.commands <= 4
    worker.looks_right()


def when_she_speaks(hands: Keyboard, worker: Visitor) -> None:
    hands.words("Grace")
    hands.radio("safe_now", 0)
    hands.tick("Phone call").into("Which number may we call?", "01632 960 417").into("Safe from", "9am").into(
        "Safe until", "11am"
    )
    hands.into("Is there anybody who must not know?", "My brother-in-law")
    hands.into("What happened?", "He took my bag and pushed me down the steps.")
    hands.into("What do you hope for?", "I want to ask him why me.")
    hands.select("How far did it get with the police and the courts?", "Somebody was")
    hands.select("What kind of harm was it?", "Robb")
    hands.into("Do you know the other person’s name?", "Callum Reeve")
    hands.into("What did you promise will happen next?", "We ring when we have found somebody for her.")


def then_it_is_kept_before_anybody_sends_it(service: World, worker: Visitor) -> None:
    line = worker.page.locator("[data-tp-saved]")
    expect(line).to_contain_text("Saved ")
    worker.page.wait_for_timeout(1500)
    with inside(service):
        typed = IntakeDraft.objects.get().answers["typed"]
        assert typed["called"] == ["Grace"]
        assert typed["category"] == ["robbery"]
        assert typed["promised"] == ["We ring when we have found somebody for her."]
        assert not Referral.objects.exists()
    worker.looks_right()


def when_it_is_sent_and_accepted(hands: Keyboard, worker: Visitor) -> None:
    hands.press("Send to triage")
    worker.sees("Priya Raman took the call", "We ring when we have found somebody for her.").looks_right()
    hands.press("Accept and open the case")
    worker.sees("Open a case for Grace").shows_typed("Their full name", "").looks_right()
    hands.radio("age", 0)
    hands.into("What happened, in one neutral sentence", "Robbery in the street, spring.")
    expect(worker.page.locator("[name=category]")).to_have_value("robbery")
    expect(worker.page.locator("[name=offender_name]")).to_have_value("Callum Reeve")
    hands.select("What did the court decide?", "Custody")
    hands.select("Who supervises them?", "Not known")
    hands.press("Accept and open the case")


def then_the_case_is_open(service: World, worker: Visitor) -> None:
    worker.sees("Grace").looks_right()
    with inside(service):
        case = Case.objects.get()
        assert case.victim.called == "Grace"
        assert case.initiated_by == "victim"
        assert case.responsibles.get().person.full_name == "Callum Reeve"
        assert not IntakeDraft.objects.exists()


def test_the_same_call_on_an_old_phone_without_scripts(service: World, on_an_old_phone: Visitor) -> None:
    worker = on_an_old_phone.sign_in(service.facilitator)
    worker.open("casefile:my_work").press("Take a call")
    worker.sees("If they say no, or are not sure")
    worker.fill("What happened?", "Somebody came in.").press("Save").sees("Saved.")
    worker.shows_typed("What happened?", "Somebody came in.")
    worker.press("The call ended early").sees("Write what to call them", "Tick one safe way")
    worker.fill("What shall I call you?", "Ines").choose("Phone call")
    worker.fill("Which number may we call?", "01632 960 418").press("The call ended early")
    worker.sees("Ines’s call is at the front door", "A call to them is on the list")
    worker.open("referrals:enquiry_record").fill("What shall we call the person who asks?", "Callum")
    worker.fill("What do they ask for?", "To say sorry.").press("Write it down and hold it")
    worker.sees("Written down and held", "It changes nothing in your sentence")


def test_saving_that_does_not_get_through_is_said_and_tried_again(service: World, somebody: Visitor) -> None:
    somebody.sign_in(service.other_facilitator).open("referrals:call").press("Take a call")
    page, line = somebody.page, somebody.page.locator("[data-tp-saved]")
    page.route("**/save", lambda route: route.abort())
    somebody.fill("What shall I call you?", "Grace")
    expect(line).to_have_text("Not saved. It is still on this page, and we keep trying.")
    somebody.shows_typed("What shall I call you?", "Grace")
    page.unroute("**/save")
    expect(line).to_contain_text("Saved ", timeout=9000)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("What shall I call you?")).to_have_value("Grace")
    other.get_by_text("A wrong number, or they rang off").click()
    other.get_by_role("button", name="Throw it away").click()
    somebody.fill("What happened?", "He took my bag.")
    expect(line).to_contain_text("sent or put away in another window")
    somebody.press("Save").sees("What you wrote is here, as a call of its own")
    somebody.shows_typed("What happened?", "He took my bag.").shows_typed("What shall I call you?", "Grace")
