"""From a victim's own words to a conference that was held, followed up, and needs that were met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

from django.core.management import call_command
from django.urls import reverse

from talkingpiece.areas.queries import section
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.meetings.models import AgreementItem, Meeting
from talkingpiece.people.models import Person
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.profile import VICTIM_FIRST, Risk
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World

Travel = Callable[[timedelta], datetime]


def test_from_her_own_words_to_needs_that_were_met(service: World, somebody: Visitor, travel: Travel) -> None:
    given_she_asks_to_be_called(somebody)
    when_the_coordinator_accepts_and_offers_the_case(service, somebody)
    case = when_the_facilitator_takes_it(service, somebody)
    when_he_listens(service, somebody, case)
    when_probation_is_asked_and_answers(service, somebody, case)
    when_nothing_forbids_contact(service, somebody, case)
    when_her_side_of_the_risk_is_signed(service, somebody, case)
    then_the_approach_is_not_open_until_she_agreed_to_the_words(service, somebody, case)
    when_the_offender_says_yes(service, somebody, case)
    when_everybody_is_prepared(service, somebody, case)
    when_the_risk_of_meeting_is_signed(service, somebody, case)
    meeting = when_the_conference_is_planned_and_booked(service, somebody, case, travel)
    when_it_is_held(service, somebody, case, meeting, travel)
    when_they_agree_and_he_keeps_it(service, somebody, case, meeting, travel)
    when_she_is_asked_whether_her_needs_were_met(service, somebody, case, travel)
    then_the_case_ends_well(service, somebody, case)


def given_she_asks_to_be_called(her: Visitor) -> None:
    her.open("front:home").follow("Ask us to call you")
    her.fill("What is your first name", "Joan").choose("Phone call")
    her.fill("Which number may we call?", "01632 960 512").choose("Yes", of="Are you safe now?")
    her.press("Send").sees("It has arrived")


def when_the_coordinator_accepts_and_offers_the_case(service: World, priya: Visitor) -> None:
    priya.sign_in(service.coordinator).open("casefile:my_work").sees("Joan")
    priya.open("referrals:queue").follow("Joan").follow("Accept")
    priya.fill("Their full name", "Joan Arkwright").choose("18 or older")
    priya.select("What kind of harm was it?", "Burglary of a home")
    priya.fill("What happened, in one neutral sentence", "Burglary of her home, in spring.")
    priya.select("How far did it get", "Somebody was sentenced").choose("Yes, by name")
    priya.page.get_by_label("Their full name").nth(1).fill("Callum Reeve")
    priya.select("What did the court decide?", "Prison sentence").select(
        "From whom do we know it?", "the court’s result"
    )
    priya.select("Who supervises them?", "Tom Adeyemi, Probation, Ridgeway")
    priya.press("Accept and open the case").sees("Joan Arkwright")
    with inside(service):
        reference = Case.objects.latest("opened_at").reference
    priya.open("staffing:allocate", reference).choose("Daniel Okafor")
    priya.fill("A few words to them", "She asked for somebody patient.").press("Offer the case")


def when_the_facilitator_takes_it(service: World, daniel: Visitor) -> str:
    with inside(service):
        reference = Case.objects.latest("opened_at").reference
    daniel.sign_in(service.facilitator).open("staffing:answer", reference).sees("Burglary of her home").sees_not("Joan")
    daniel.choose("Yes, I take this case").press("Send your answer")
    daniel.open("casefile:case", reference).sees("Joan Arkwright", "Callum")
    return str(reference)


def ids(service: World, reference: str) -> tuple[Person, Responsible]:
    with inside(service):
        case = Case.objects.select_related("victim").get(reference=reference)
        return case.victim, Responsible.objects.select_related("person").get(case=case)


def section_of_risk(found: Assessment) -> Risk:
    return section(found.area_id, found.case.profile_version, Risk)


def when_he_listens(service: World, daniel: Visitor, case: str) -> None:
    victim, _him = ids(service, case)
    daniel.open("engagement:contact", case, victim.pk).choose("No answer").fill("Try again", "Thursday after six")
    daniel.press("Save")
    daniel.open("engagement:contact", case, victim.pk).choose("We spoke").press("Save")
    daniel.open("engagement:listen", case).fill("Need 1, in their words", "To ask why he chose our house")
    daniel.fill("Rank of need 1", "1").fill("Need 2, in their words", "To stop listening for the back door")
    daniel.fill("What they wish for", "To see his face when I say it").fill("What they are afraid of", "His brothers")
    daniel.fill("What they think could go wrong", "That he laughs").fill(
        "Who and what supports them", "My sister Anita"
    )
    daniel.choose("I went through the information sheet with them").choose("In person", of="How?").press(
        "Save all of it"
    )
    daniel.open("casefile:case", case).sees("To ask why he chose our house")


def when_probation_is_asked_and_answers(service: World, daniel: Visitor, case: str) -> None:
    _her, him = ids(service, case)
    daniel.open("information_sharing:ask", case, him.pk).sees("Do not tell Callum").press("Send the questions")
    tom = daniel.sign_in(service.offender_manager).open("information_sharing:requests").sees("Callum")
    tom.sees_not("Joan", "Arkwright").follow("Callum").sees_not("Joan", "Arkwright")
    for box in tom.page.locator("main textarea:visible").all():
        if "words" not in str(box.get_attribute("name")):
            box.fill("Steady. He speaks of it with shame.")
    tom.choose("I support an approach").press("Send the answer")
    daniel.sign_in(service.facilitator).open("casefile:my_work").sees("Joan")
    daniel.open("information_sharing:consultation", case).choose("The victim liaison officer").choose("There is none")
    daniel.fill("How do we know that there is none?", "She is not in the contact scheme.").press("Save")


def when_nothing_forbids_contact(service: World, daniel: Visitor, case: str) -> None:
    _her, him = ids(service, case)
    daniel.open("cases:legal_check", case, him.pk).sees("Unknown")
    daniel.fill("Whom did you ask?", "Tom Adeyemi, probation").choose("Nothing forbids contact").press("Save the check")


def assess(service: World, daniel: Visitor, case: str, section: str, approach: str) -> None:
    daniel.open("risk:assess", case).press(f"Begin {section}")
    with inside(service):
        found = Assessment.objects.get(case__reference=case, approach=approach)
        factors = section_of_risk(found).required(approach)
    for n, factor in enumerate(factors):
        daniel.page.goto(daniel.site + reverse("risk:factor", args=[case, found.pk, factor.key]))
        daniel.choose("No", of="Is it there?").choose("No concern").press("Save, and back to the list", looking=not n)
    daniel.open("risk:submit", case, found.pk).choose("Go ahead").fill("Why?", "Both want it, and both are steady.")
    daniel.press("Put it forward")
    sian = daniel.sign_in(service.supervisor).open("casefile:my_work").sees("Joan")
    sian.open("risk:sign", case, found.pk).choose("I sign it off").fill("Your words to it", "Thought through.")
    sian.press("Save your answer")
    daniel.sign_in(service.facilitator)


def when_her_side_of_the_risk_is_signed(service: World, daniel: Visitor, case: str) -> None:
    assess(service, daniel, case, "Before the offender is approached", VICTIM_FIRST)


def then_the_approach_is_not_open_until_she_agreed_to_the_words(service: World, daniel: Visitor, case: str) -> None:
    her, him = ids(service, case)
    daniel.open("engagement:approach", case, him.pk).sees("Not yet: one thing comes before")
    daniel.open("consents:ask", case, her.pk, "approach").choose("Yes")
    daniel.fill("In exactly these words", "Somebody whose home you entered would like to ask you a question.")
    daniel.press("Write it down")


def when_the_offender_says_yes(service: World, daniel: Visitor, case: str) -> None:
    _her, him = ids(service, case)
    daniel.open("engagement:approach", case, him.pk).sees("would like to ask you a question")
    daniel.choose("In person").press("They were told exactly this")
    daniel.open("engagement:reply", case, him.pk).choose("Yes", of="What did they answer?").choose("Yes, freely")
    daniel.press("Save")
    daniel.open("engagement:stance", case, him.pk).choose("Takes full responsibility").press("Save")


def when_everybody_is_prepared(service: World, daniel: Visitor, case: str) -> None:
    her, him = ids(service, case)
    for person in (her, him.person):
        daniel.open("consents:ask", case, person.pk, "mode").choose("Face-to-face conference").choose("Yes")
        daniel.press("Write it down")
        daniel.open("engagement:prepare", case, person.pk)
        for box in daniel.page.locator("main input[type=checkbox]").all():
            box.check()
        daniel.choose("Yes, they say so").press("Save this session")
    daniel.open("consents:ask", case, her.pk, "ask_later").choose("Yes").press("Write it down")


def when_the_risk_of_meeting_is_signed(service: World, daniel: Visitor, case: str) -> None:
    assess(service, daniel, case, "Face-to-face conference", "conference")


def when_the_conference_is_planned_and_booked(service: World, daniel: Visitor, case: str, travel: Travel) -> Meeting:
    at = datetime.now().astimezone().replace(hour=14, minute=0) + timedelta(days=10)
    daniel.open("meetings:plan", case).choose("Face-to-face conference").moment("When does it start?", at)
    for box in daniel.page.locator("input[name=people]").all():
        box.check()
    daniel.choose("A neutral place").fill("Where is it?", "Wexbourne library, room 2")
    daniel.select("Who leads?", "Daniel Okafor").select("Who facilitates with them?", "Ruth Penhaligon")
    daniel.press("Save the plan").sees("Wexbourne library")
    with inside(service):
        meeting = Meeting.objects.get()
        seats = list(meeting.participants.select_related("person"))
    daniel.open("meetings:book", case, meeting.pk).sees("Not yet: ")
    for seat in seats:
        daniel.open("meetings:ask", case, meeting.pk, seat.pk).choose("Yes", of="What did they say?")
        daniel.choose("Spoken, written down by us").press("Write it down")
    daniel.open("meetings:book", case, meeting.pk).press("Book it")
    daniel.open("meetings:list").sees("Joan")
    return meeting


def when_it_is_held(service: World, daniel: Visitor, case: str, meeting: Meeting, travel: Travel) -> None:
    _her, him = ids(service, case)
    for days in (3, 6, 1):  # seven days before, the day before, and on the day
        travel(timedelta(days=days))
        daniel.sign_in(service.facilitator).open("cases:legal_check", case, him.pk)
        daniel.fill("Whom did you ask?", "Tom Adeyemi, probation").choose("Nothing forbids contact")
        daniel.press("Save the check").open("meetings:check", case, meeting.pk).sees("Ask everybody again")
        daniel.choose("Yes, I asked each of them").choose("Yes", of="Is the place cleared?").press("Write it down")
    daniel.open("meetings:begin", case, meeting.pk).press("Begin")
    travel(timedelta(hours=3))
    now = datetime.now().astimezone()
    daniel.sign_in(service.facilitator).open("meetings:record", case, meeting.pk).sees("Do not write what was said")
    daniel.moment("When did it start?", now - timedelta(hours=2)).moment("When did it end?", now - timedelta(hours=1))
    for name in ("Joan", "Callum"):
        daniel.choose("Well", of=f"How was {name} when it closed?")
    daniel.choose("Yes", of="Did they agree on something").press("Save the record")
    with inside(service):
        seats = list(meeting.participants.all())
    for seat in seats:
        daniel.open("meetings:debrief", case, meeting.pk, seat.pk).choose("Yes", of="Did you talk?")
        daniel.choose("Telephone").choose("Well", of="How are they now?").press("Write it down")


def when_they_agree_and_he_keeps_it(
    service: World, daniel: Visitor, case: str, meeting: Meeting, travel: Travel
) -> None:
    daniel.open("meetings:agreement", case, meeting.pk)
    for box in daniel.page.locator("input[name=freely]").all():
        box.check()
    daniel.choose("It is lawful, and fair to both").choose("It breaches no order and no condition")
    daniel.fill("What will be done?", "He writes down which way he came in").select("Who does it?", "Callum")
    daniel.day("By when?", (datetime.now() + timedelta(days=14)).date()).press("Save the agreement")
    travel(timedelta(days=13))
    with inside(service):
        item = AgreementItem.objects.get()
    daniel.sign_in(service.facilitator).open("casefile:my_work").sees("Joan")
    daniel.open("meetings:item", case, item.pk).choose("Done")
    daniel.choose("Yes, they were told in the way they chose").press("Write it down")


def when_she_is_asked_whether_her_needs_were_met(service: World, daniel: Visitor, case: str, travel: Travel) -> None:
    travel(timedelta(days=40))
    daniel.sign_in(service.facilitator).open("casefile:my_work").sees("Joan")
    daniel.open("evaluation:ask", case).sees("To ask why he chose our house").choose("Telephone")
    daniel.choose("Yes, some or all of it")
    for choice in daniel.page.locator("fieldset", has_text="Was this need met?").all():
        choice.get_by_label("Yes", exact=True).first.check()
    daniel.press("Save what they said")


def then_the_case_ends_well(service: World, daniel: Visitor, case: str) -> None:
    daniel.open("casefile:end", case).select("How does this end?", "They met")
    daniel.choose("By telephone", of="How did the victim hear?")
    daniel.fill("What you told them", "That it is done. She said: I sleep again.")
    daniel.fill("What else did you offer?", "She wanted nothing more.").choose("Told in neutral words")
    daniel.choose("Everything is followed up").choose("Yes, both")
    daniel.choose("Yes", of="Was everybody offered").press("End the case")
    daniel.open("casefile:case", case).sees("They met", "To ask why he chose our house")
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    assert "whole" in said.getvalue()
