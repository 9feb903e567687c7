"""She takes her yes back on the eve: everybody who has to know sees it at once, and nobody hears whose it was."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import standing
from talkingpiece.notifications.models import Message
from talkingpiece.ui.dates import short_date
from tests.journeys.conftest import inside
from tests.journeys.given import Given, conference_tomorrow
from tests.journeys.visitor import Visitor
from tests.world import World

FELL = "no longer stands"


def test_a_yes_taken_back_on_the_eve_is_felt_at_once(service: World, somebody: Visitor) -> None:
    given, meeting = given_a_conference_that_stands(service)
    given_everybody_reads_that_it_stands(service, somebody, given, meeting)
    when_she_takes_her_yes_back_in_one_step(service, somebody, given)
    then_the_meeting_says_what_to_tell_everybody(service, somebody, given, meeting)
    then_every_desk_and_list_says_so(service, somebody, given, meeting)
    then_it_cannot_begin(service, somebody, given, meeting)
    then_nothing_else_was_done(service, given)


def given_a_conference_that_stands(service: World) -> tuple[Given, Meeting]:
    with inside(service):
        given, meeting = conference_tomorrow(service)
        assert standing([meeting], timezone.now())[meeting.pk].is_open
        return given, meeting


def everybody(service: World) -> tuple[User, ...]:
    return service.facilitator, service.coordinator, service.supervisor


def given_everybody_reads_that_it_stands(service: World, who: Visitor, given: Given, meeting: Meeting) -> None:
    for user in everybody(service):
        who.sign_in(user).open("meetings:list").sees("Booked, and stands").sees_not("No longer stands")
        who.open("casefile:my_work").sees_not(FELL)
    who.sign_in(service.facilitator).open("casefile:my_work").sees("Tanner Street Hall")
    who.open("meetings:meeting", given.case.reference, meeting.pk).sees("Booked, and stands")


def when_she_takes_her_yes_back_in_one_step(service: World, daniel: Visitor, given: Given) -> None:
    daniel.sign_in(service.facilitator).open("casefile:case", given.case.reference)
    daniel.open("consents:ledger", given.case.reference)
    hers = daniel.page.locator(".tp-rows > div", has_text="Take part on this date").first
    hers.get_by_role("button", name="Take back").click()
    daniel.looks_right().sees("Taken back. They are not expected. The meeting no longer stands.")


def then_the_meeting_says_what_to_tell_everybody(service: World, who: Visitor, given: Given, meeting: Meeting) -> None:
    for user in everybody(service):
        who.sign_in(user).open("meetings:meeting", given.case.reference, meeting.pk)
        who.sees("No longer stands", "Tell everybody, in these words and no others")
        words = who.page.locator("section[aria-labelledby=tell]")
        expect(words).to_contain_text("will not go ahead as planned")
        for name in ("Maya", "Callum", "took", "withdr"):
            expect(words.locator("p").first).not_to_contain_text(name)


def then_every_desk_and_list_says_so(service: World, who: Visitor, given: Given, meeting: Meeting) -> None:
    for user in everybody(service):
        who.sign_in(user).open("meetings:list").sees(
            "No longer stands", "One thing is no longer in place. Tell everybody."
        )
        who.sees_not("Booked, and stands")
        who.open("casefile:my_work").sees(f"The meeting on {short_date(meeting.starts_at)} {FELL}")
        row = who.page.locator("li", has_text=FELL)
        expect(row).to_contain_text("Everybody hears the same words")
        expect(row).not_to_contain_text("yes of")
        # Nobody is sent to a place where nobody is expected, nor to ask again whether everybody still comes.
        who.sees_not("Tanner Street Hall", "A meeting is booked")
        who.follow(f"The meeting on {short_date(meeting.starts_at)}").sees("It no longer stands")
    who.sign_in(service.facilitator).open("casefile:case", given.case.reference)
    who.sees("The meeting no longer stands: tell everybody").sees_not("A meeting is booked")


def then_it_cannot_begin(service: World, daniel: Visitor, given: Given, meeting: Meeting) -> None:
    daniel.sign_in(service.facilitator).open("meetings:begin", given.case.reference, meeting.pk)
    daniel.sees("Not yet: 4 things come before beginning this meeting", "There is no longer a yes of Maya to this date")
    daniel.sees("Only Maya can open this one", "not today", "What has happened can always be recorded")
    expect(daniel.page.get_by_role("button", name="Begin")).to_have_count(0)
    daniel.follow("Write down a new yes").sees("Maya")
    daniel.open("meetings:meeting", given.case.reference, meeting.pk)
    expect(daniel.page.locator("main").get_by_role("link", name="Begin")).to_have_count(0)
    with inside(service):
        assert Meeting.objects.get(pk=meeting.pk).begun_at is None


def then_nothing_else_was_done(service: World, given: Given) -> None:
    """One act is in the trail since, and no message waits to be sent to anybody."""
    with inside(service):
        withdrawn = Event.objects.get(name="consent.withdrawn")
        since = Event.objects.filter(kind=Kind.ACT, recorded_at__gte=withdrawn.recorded_at)
        assert [event.name for event in since] == ["consent.withdrawn"]
        assert withdrawn.case_id == given.case.pk
        assert not Message.objects.exists()
