"""He said no. She asks for a circle instead: planned, joined by somebody of another case, held, and followed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.states import ClosureReason, OffenderTold
from talkingpiece.core import clock
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from tests.journeys.conftest import inside
from tests.journeys.given import CIRCLE, Given, chose_a_circle, is_prepared, offender_declined, risk_is_signed, says_yes
from tests.journeys.visitor import Visitor
from tests.world import World

Travel = Callable[[timedelta], datetime]


def test_a_circle_for_somebody_whose_offender_said_no(service: World, on_an_old_phone: Visitor, travel: Travel) -> None:
    with inside(service):
        given, amina = offender_declined(service), chose_a_circle(service, "Amina", service.other_facilitator)
    daniel = on_an_old_phone.sign_in(service.facilitator)
    when_she_is_offered_a_circle_and_wants_it(daniel, given)
    meeting = when_it_is_planned(service, daniel, given)
    when_somebody_of_another_case_asks_for_a_seat(service, daniel, amina)
    when_a_seat_is_kept(service, daniel, given, meeting)
    when_everybody_is_asked_prepared_and_looked_at(service, daniel, given, amina, meeting)
    when_it_is_arranged_and_booked(daniel, given, meeting)
    then_the_other_worker_sees_their_circle_and_not_the_other_case(service, daniel, given, amina, meeting)
    when_the_day_comes(service, daniel, given, meeting, travel)
    when_it_is_written_up(service, daniel, given, meeting, travel)
    when_each_is_talked_with(service, meeting)
    when_the_plan_is_written_down_and_kept(service, daniel, given, meeting, travel)
    then_the_case_ends_as_a_circle(service, daniel, given)


def when_she_is_offered_a_circle_and_wants_it(daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:case", given.case.reference).sees("Answered: No", "Offer Maya this: Healing circle")
    daniel.follow("Offer Maya this: Healing circle").sees("Healing circle")
    daniel.choose("Yes").press("Write it down")
    daniel.open("casefile:case", given.case.reference).sees("before this can be planned: Healing circle")


def when_it_is_planned(service: World, daniel: Visitor, given: Given) -> Meeting:
    at = datetime.now().astimezone().replace(hour=18, minute=0) + timedelta(days=10)
    daniel.open("meetings:plan", given.case.reference)
    daniel.choose("Healing circle").choose("To stand by somebody who was harmed")
    daniel.fill("Somebody new who comes from no case", "Mr Aziz")
    daniel.select("What are they there as?", "from the community")
    daniel.fill("How many seats are open to victims of other cases?", "1")
    daniel.fill("Somebody new who comes with Maya", "Anita")
    daniel.moment("When does it start?", at).choose("A neutral place").fill("Where is it?", "Tanner Street Chapel hall")
    daniel.select("Who leads?", "Daniel Okafor").select("Who facilitates with them?", "Ruth Penhaligon")
    daniel.press("Save the plan").sees("Healing circle", "Keeper", "Second keeper", "Anita", "Mr Aziz")
    daniel.sees_not("Callum")
    with inside(service):
        return Meeting.objects.get()


def when_somebody_of_another_case_asks_for_a_seat(service: World, daniel: Visitor, amina: Case) -> None:
    ruth = daniel.sign_in(service.other_facilitator)
    ruth.open("meetings:circles", amina.reference).sees("Daniel Okafor").sees_not("Maya", "Anita", "Tanner Street")
    ruth.follow("Ask for a seat for Amina").fill("A few words to whoever leads it", "She sits near the door.")
    ruth.press("Ask for a seat").sees("Waits for an answer")


def when_a_seat_is_kept(service: World, daniel: Visitor, given: Given, meeting: Meeting) -> None:
    daniel.sign_in(service.facilitator).open("meetings:meeting", given.case.reference, meeting.pk)
    daniel.sees("Ruth Penhaligon asks for a seat").follow("Answer").sees("She sits near the door.").sees_not("Amina")
    daniel.choose("Yes, keep a seat").press("Save the answer").sees("Amina")


def when_everybody_is_asked_prepared_and_looked_at(
    service: World, daniel: Visitor, given: Given, amina: Case, meeting: Meeting
) -> None:
    daniel.open("meetings:book", given.case.reference, meeting.pk).sees("Not yet: ").sees_not("Callum")
    with inside(service):
        hers = Participant.objects.get(meeting=meeting, person=given.case.victim).pk
    daniel.open("meetings:ask", given.case.reference, meeting.pk, hers).sees("Healing circle", "Tanner Street")
    daniel.choose("Yes", of="What did they say?").choose("Spoken, written down by us").press("Write it down")
    with inside(service):
        at = clock.now()
        for seat in Participant.objects.filter(meeting=meeting).select_related("person", "case__victim"):
            case = seat.case or given.case
            if seat.pk != hers:
                says_yes(case, seat.person, "attend", str(meeting.pk), given.worker, at)
            is_prepared(service, case, seat.person, CIRCLE, at)
        for case in (given.case, amina):
            risk_is_signed(service, case, CIRCLE, at)


def when_it_is_arranged_and_booked(daniel: Visitor, given: Given, meeting: Meeting) -> None:
    daniel.open("meetings:circle", given.case.reference, meeting.pk).sees("Rounds", "Seats, in the order")
    daniel.follow("Change the rounds").fill("What is the talking piece?", "A river stone")
    daniel.fill("Is a chair kept empty, and for whom?", "her late husband").press("Save the rounds")
    daniel.sees("her late husband").press("Move Anita one seat on").sees("1. Daniel Okafor")
    daniel.open("meetings:book", given.case.reference, meeting.pk).press("Book it").sees("Booked, and stands")
    daniel.open("meetings:list").sees("Healing circle, led by Daniel Okafor")


def then_the_other_worker_sees_their_circle_and_not_the_other_case(
    service: World, daniel: Visitor, given: Given, amina: Case, meeting: Meeting
) -> None:
    """Ruth keeps it with Daniel and meets everybody; the case that it was planned from stays closed to her."""
    ruth = daniel.sign_in(service.other_facilitator)
    ruth.open("meetings:meeting", amina.reference, meeting.pk).sees("Amina").sees_not(given.case.reference, "Callum")
    daniel.sign_in(service.facilitator)


def when_the_day_comes(service: World, daniel: Visitor, given: Given, meeting: Meeting, travel: Travel) -> None:
    for days, kind in ((3, "seven_days"), (6, "day_before"), (1, "")):
        travel(timedelta(days=days))
        if kind:
            with inside(service):
                answers: dict[str, Any] = {"everybody_willing": True, "place_cleared": True, "words": ""}
                meetings.record_check(meeting_id=meeting.pk, kind=kind, by=given.worker, at=clock.now(), **answers)
    daniel.sign_in(service.facilitator).open("meetings:check", given.case.reference, meeting.pk)
    daniel.choose("Yes, I asked each of them").choose("Yes", of="Is the place cleared?").press("Write it down")
    daniel.open("meetings:begin", given.case.reference, meeting.pk).sees_not("offender", "Callum").press("Begin")


def when_it_is_written_up(service: World, daniel: Visitor, given: Given, meeting: Meeting, travel: Travel) -> None:
    travel(timedelta(hours=3))
    now = datetime.now().astimezone()
    daniel.sign_in(service.facilitator).open("meetings:record", given.case.reference, meeting.pk)
    daniel.sees("Do not write what was said", "Only whether, never who said what")
    daniel.moment("When did it start?", now - timedelta(hours=2)).moment("When did it end?", now - timedelta(hours=1))
    for name in ("Maya", "Amina", "Anita", "Mr Aziz"):
        daniel.choose("Well", of=f"How was {name} when it closed?")
    daniel.page.get_by_label("How do you come here today?").check()
    daniel.fill("Which guidelines did they agree on together?", "One voice at a time.")
    daniel.choose("Yes", of="Did they agree on something").press("Save the record").sees("Talk owed")
    daniel.open("meetings:circle", given.case.reference, meeting.pk).sees("One voice at a time.", "Used", "Left out")


def when_each_is_talked_with(service: World, meeting: Meeting) -> None:
    with inside(service):
        for seat in Participant.objects.filter(meeting=meeting):
            meetings.record_debrief(
                participant_id=seat.pk,
                spoke=True,
                means="call",
                wellbeing="well",
                words="",
                by=service.facilitator,
                at=clock.now(),
            )


def when_the_plan_is_written_down_and_kept(
    service: World, daniel: Visitor, given: Given, meeting: Meeting, travel: Travel
) -> None:
    ref = given.case.reference
    daniel.open("meetings:agreement", ref, meeting.pk)
    for box in daniel.page.locator("input[name=freely]").all():
        box.check()
    daniel.choose("It is lawful, and fair to both").choose("It breaches no order and no condition")
    daniel.fill("What will be done?", "He walks to the market with her on Saturdays").select("Who does it?", "Mr Aziz")
    daniel.day("By when?", (datetime.now() + timedelta(days=14)).date()).press("Save the agreement")
    daniel.sees("The plan they made").open("meetings:agreed", ref).sees("He walks to the market", "Copy for Maya")
    daniel.follow("Copy for Maya").sees("For Maya.", "Mr Aziz, by").sees_not("Tanner Street", "Deol")
    item = the_item(service)
    signing = "Who told you themselves that they agree freely?"
    daniel.open("meetings:item", ref, item).follow("They agreed on another day")
    daniel.day("By when now?", (datetime.now() + timedelta(days=20)).date()).fill(
        "Why another day?", "The market moved."
    )
    daniel.press("Write it down").sees("Not yet another day", "The market moved.")
    for name in ("Maya", "Amina", "Mr Aziz"):
        daniel.choose(name, of=signing)
    daniel.press("Write it down").sees("As first agreed", "The market moved.")
    travel(timedelta(days=21))
    daniel.sign_in(service.facilitator).open("casefile:my_work").sees("He walks to the market")
    daniel.open("meetings:item", ref, item).choose("Done").choose("Yes, they were told in the way they chose")
    daniel.press("Write it down")


def the_item(service: World) -> UUID:
    with inside(service):
        return AgreementItem.objects.get().pk


def then_the_case_ends_as_a_circle(service: World, daniel: Visitor, given: Given) -> None:
    daniel.open("casefile:case", given.case.reference).sees("The circle was held on")
    daniel.open("casefile:end", given.case.reference).select("How does this end?", "A circle was held for the victim")
    daniel.choose("By telephone", of="How did the victim hear?")
    daniel.fill("What you told them", "That it is done. She said: I have four people now.")
    daniel.fill("What else did you offer?", "She wanted nothing more.").choose("Told in neutral words")
    daniel.choose("Everything is followed up").choose("Yes, both")
    daniel.choose("Yes", of="Was everybody offered").press("End the case")
    daniel.sees("The case has ended", "A circle was held for the victim")
    with inside(service):
        ending = Ending.objects.get(case=given.case)
        assert (ending.reason, ending.early) == (ClosureReason.COMPLETED_CIRCLE, False)
        assert ending.offender_told == OffenderTold.TOLD
        assert "circle" not in ending.offender_words.lower()
