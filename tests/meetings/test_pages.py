"""The pages of a meeting: who reaches them, what they explain, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.next_gates import NextGate
from talkingpiece.casefile.presenters.blocking import blocking_panel
from talkingpiece.cases.access import get_case
from talkingpiece.cases.models import Member
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.meetings.models import AgreementItem, Check, Meeting, Participant
from talkingpiece.meetings.queries import Place, standing
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from tests.meetings.conftest import Scene, make_scene
from tests.meetings.test_begin_and_hold import begin, debrief, hold, on_the_day
from tests.world import build_world


class Desk:
    """A worker's browser on the pages of one scene."""

    def __init__(self, scene: Scene, user: User | None = None) -> None:
        self.scene, self.client = scene, scene.world.client(user or scene.worker)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"meetings:{name}", args=[self.scene.case.reference, *args])

    def get(self, name: str, *args: Any) -> str:
        answer = self.client.get(self.url(name, *args))
        assert answer.status_code == 200, answer.status_code
        show_areas([self.scene.world.area.pk])
        return unescape(answer.content.decode())

    def post(self, name: str, *args: Any, **typed: Any) -> Any:
        answer = self.client.post(self.url(name, *args), typed)
        show_areas([self.scene.world.area.pk])
        return answer


def moment(name: str, at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    return {**day(name, local.date()), f"{name}_time": f"{local:%H:%M}"}


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)


def plan_typed(scene: Scene, **more: Any) -> dict[str, Any]:
    starts_at = (scene.now + timedelta(days=14)).replace(hour=14, minute=0)
    given = {
        "approach": "conference",
        "people": [str(scene.case.victim_id), str(scene.responsible.person_id)],
        "venue": "Tanner Street Hall",
        "venue_kind": "neutral",
        "practical": "Two doors",
        "lead": str(scene.worker.pk),
        "co_facilitator": str(scene.world.other_facilitator.pk),
        **moment("starts_at", starts_at),
    }
    return given | more


def test_a_meeting_is_planned_with_a_new_supporter(desk: Desk, scene: Scene) -> None:
    page = desk.get("plan")
    assert "Somebody new who comes with Maya" in page
    answer = desk.post("plan", **plan_typed(scene, supporter_victim="Anita"))
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == desk.url("meeting", meeting.pk)
    assert {seat.person.called for seat in meeting.participants.all()} == {"Maya", "Callum", "Anita"}


def test_what_is_wrong_with_a_plan_stands_beside_the_field_and_nothing_is_lost(desk: Desk, scene: Scene) -> None:
    typed = plan_typed(scene, co_facilitator=str(scene.worker.pk), venue="", practical="A bus at two")
    answer = desk.post("plan", **typed)
    page = unescape(answer.content.decode())
    assert "Say where it is" in page
    assert "Choose somebody else than the one who leads" in page
    assert "A bus at two" in page
    assert Meeting.objects.count() == 0


def test_the_plan_shows_what_each_chose_and_what_may_be_told(desk: Desk, scene: Scene) -> None:
    scene.consent(scene.case.victim, Side.VICTIM, "share", target="other_side", wording="Tell him I will sit down.")
    page = desk.get("plan")
    assert "Tell him I will sit down." in page
    assert "Ask what Callum lets us tell" in page
    assert "A date can be fixed with everybody" in page
    scene.withdraw(Consent.objects.get(person=scene.responsible.person, item="mode"))
    assert "Callum has not chosen this" in desk.get("plan")


def test_the_same_plan_sent_twice_is_one_meeting(desk: Desk, scene: Scene) -> None:
    typed = plan_typed(scene, submission="2f6c1a2e-3a50-4f7c-9a8e-0b2c5d8e9f10")
    first, second = desk.post("plan", **typed), desk.post("plan", **typed)
    assert Meeting.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_another_victim_of_the_same_offence_can_be_asked(desk: Desk, scene: Scene) -> None:
    other = make_scene(scene.world, "Joan", "Lee")
    assert "Joan" not in desk.get("plan")
    other.case.incident = scene.case.incident
    other.case.save()
    assert f"Joan, victim of the same offence ({other.case.reference})" in desk.get("plan")


def test_a_change_that_somebody_else_overtook_shows_both_and_keeps_what_was_typed(desk: Desk, scene: Scene) -> None:
    meeting = scene.planned()
    first = desk.post("change", meeting.pk, **plan_typed(scene, venue="The library", version="1"))
    assert first.status_code == 302
    second = desk.post("change", meeting.pk, **plan_typed(scene, venue="The chapel", version="1"))
    page = unescape(second.content.decode())
    assert second.status_code == 200
    assert "The library" in page
    assert "The chapel" in page
    assert scene.fresh(meeting).venue == "The library"
    third = desk.post("change", meeting.pk, **plan_typed(scene, venue="The chapel", version="2"))
    assert third.status_code == 302
    assert scene.fresh(meeting).venue == "The chapel"


def test_a_supporter_is_asked_with_the_terms_before_them(desk: Desk, scene: Scene) -> None:
    meeting = scene.with_supporter()
    anita = meeting.participants.get(part="supporter")
    page = desk.get("ask", meeting.pk, anita.pk)
    assert "Will you come beside them on this date" in page
    assert "Tanner Street Hall" in page
    typed = {"answer": "given", "method": "spoken", **moment("happened_at", scene.now)}
    assert desk.post("ask", meeting.pk, anita.pk, **typed).status_code == 302
    consent = Consent.objects.get(person=anita.person)
    assert consent.target == str(meeting.pk)
    assert "Tanner Street Hall" in consent.wording
    assert "Take it back" in desk.get("meeting", meeting.pk)


def test_nobody_on_the_offenders_side_is_asked_before_they_said_yes(desk: Desk, scene: Scene) -> None:
    from talkingpiece.engagement.models import Approach

    meeting = scene.planned()
    callum = scene.seat(meeting, scene.responsible.person)
    assert "Read this out" in desk.get("ask", meeting.pk, callum.pk)
    Approach.objects.update(reply="not_now")
    page = desk.get("ask", meeting.pk, callum.pk)
    assert "Read this out" not in page
    assert "First the offender is approached" in page
    typed = {"answer": "given", "method": "spoken", **moment("happened_at", scene.now)}
    assert desk.post("ask", meeting.pk, callum.pk, **typed).status_code == 200
    assert Consent.objects.filter(item="attend").count() == 0
    scene.withdraw(Consent.objects.get(person=scene.responsible.person, item="mode"))
    assert "Nothing is said to them before the approach" in desk.get("plan")


def test_a_yes_is_never_chosen_for_anybody(desk: Desk, scene: Scene) -> None:
    meeting = scene.planned()
    page = desk.get("ask", meeting.pk, scene.seat(meeting, scene.case.victim).pk)
    assert "checked" not in page


def test_the_booking_page_lists_what_is_missing_and_then_books(desk: Desk, scene: Scene) -> None:
    meeting = scene.planned()
    page = desk.get("book", meeting.pk)
    assert "Not yet: 2 things come before booking this meeting" in page
    assert "Callum has not agreed to this date" in page
    refused = desk.post("book", meeting.pk)
    assert refused.status_code == 409
    assert "Callum has not agreed to this date" in unescape(refused.content.decode())

    scene.attend(meeting)
    assert "Book the meeting on" in desk.get("book", meeting.pk)
    assert desk.post("book", meeting.pk).status_code == 302
    assert scene.fresh(meeting).stage == "booked"


def test_a_yes_taken_back_shows_at_once_everywhere_and_in_neutral_words(desk: Desk, scene: Scene) -> None:
    meeting = scene.booked()
    assert "Booked, and stands" in desk.get("meeting", meeting.pk)
    assert "Booked, and stands" in unescape(desk.client.get(reverse("meetings:list")).content.decode())
    show_areas([scene.world.area.pk])

    scene.withdraw(scene.attending(meeting, scene.responsible.person))

    page = desk.get("meeting", meeting.pk)
    assert "It no longer stands" in page
    assert "will not go ahead as planned" in page
    listed = unescape(desk.client.get(reverse("meetings:list")).content.decode())
    assert "No longer stands" in listed
    words = page.split("“")[1].split("”")[0]
    assert "Callum" not in words
    assert "Maya" not in words


def test_the_list_says_what_is_owed_afterwards(scene: Scene) -> None:
    hold(scene, begin(scene, on_the_day(scene)))
    cancelled = scene.planned()
    Desk(scene).post("cancel", cancelled.pk, why="Ill.", told=[])
    page = unescape(scene.world.client(scene.worker).get(reverse("meetings:list")).content.decode())
    assert "2 talks afterwards are owed." in page
    assert "2 people do not know yet." in page


def test_the_list_costs_the_same_for_many_meetings(desk: Desk, scene: Scene) -> None:
    from django.db import connection

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            answer = desk.client.get(reverse("meetings:list"))
        assert answer.status_code == 200
        show_areas([scene.world.area.pk])
        return len(seen)

    scene.booked()
    queries()
    one = queries()
    for n in range(3):
        make_scene(scene.world, f"Maya {n}", f"Lee {n}").booked()
    scene.planned()
    assert queries() == one


def two_cases(scene: Scene, **more: Any) -> tuple[Scene, Meeting]:
    """A meeting with Joan, in whose case the scene's worker has no part."""
    other = make_scene(scene.world, "Joan", "Lee")
    Member.objects.filter(case=other.case, ends_at=None).update(ends_at=scene.now)
    places = [*scene.places(), Place(other.case.victim, "victim", Side.VICTIM, other.case)]
    return other, scene.planned(places=places, **more)


def test_somebody_from_a_case_one_does_not_work_on_has_no_name(scene: Scene) -> None:
    other, meeting = two_cases(scene, lead=scene.world.coordinator, co_facilitator=None)
    desk = Desk(scene)
    page = desk.get("meeting", meeting.pk)
    assert "Somebody from another case" in page
    assert "Not everything is in place yet" in page
    joan = scene.seat(meeting, other.case.victim)
    for name in ("meeting", "book", "check", "begin", "record", "agreement", "cancel", "change"):
        assert "Joan" not in desk.get(name, meeting.pk), name
    for name in ("ask", "debrief"):
        assert desk.client.get(desk.url(name, meeting.pk, joan.pk)).status_code == 404
    assert "Joan" in Desk(scene, scene.world.coordinator).get("meeting", meeting.pk)


def test_whoever_facilitates_knows_who_is_in_the_room_and_nothing_more(scene: Scene) -> None:
    _other, meeting = two_cases(scene)
    page = Desk(scene).get("meeting", meeting.pk)
    assert "Joan, victim" in page
    assert "Joan has not agreed" not in page
    assert "Joan" in Desk(scene).get("record", meeting.pk)


PAGES = ["meeting", "change", "book", "check", "begin", "record", "take_back", "agreement", "cancel"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_meeting(scene: Scene, name: str) -> None:
    meeting = scene.planned()
    assert Desk(scene).client.get(Desk(scene).url(name, meeting.pk)).status_code == 200
    for user in (scene.world.other_facilitator, scene.world.offender_manager):
        stranger = Desk(scene, user)
        assert stranger.client.get(stranger.url(name, meeting.pk)).status_code == 404
    elsewhere = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    assert elsewhere.client(elsewhere.coordinator).get(Desk(scene).url(name, meeting.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_meeting_is_found_from_its_own_case_only(scene: Scene, name: str) -> None:
    meeting = scene.planned()
    other = Desk(make_scene(scene.world, "Joan", "Lee"))
    assert other.client.get(other.url(name, meeting.pk)).status_code == 404


def test_a_supervisor_reads_and_does_not_act(scene: Scene) -> None:
    meeting = scene.planned()
    supervisor = Desk(scene, scene.world.supervisor)
    page = supervisor.get("meeting", meeting.pk)
    assert "Change the plan" not in page
    assert "Ask for this date" not in page
    assert "meetings/" not in page.split('id="gate-title"')[1].split("</section>")[0]
    assert "Ask for this date" in Desk(scene).get("meeting", meeting.pk)
    assert supervisor.client.get(supervisor.url("book", meeting.pk)).status_code == 404


def test_no_link_of_the_page_leads_a_reader_nowhere(scene: Scene) -> None:
    from tests.meetings.test_agreement import agree

    held = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    agree(scene, held)
    for meeting in (held, scene.planned(), scene.with_supporter()):
        for user in (scene.world.supervisor, scene.world.coordinator, scene.worker):
            desk = Desk(scene, user)
            main = desk.get("meeting", meeting.pk).split("<main")[1].split("</main>")[0]
            links = {link.split('"')[0] for link in main.split('href="')[1:]}
            answers = {link: desk.client.get(link).status_code for link in links if link.startswith("/")}
            assert set(answers.values()) == {200}, (user.name, answers)
            assert user != scene.worker or len(answers) > 4
            show_areas([scene.world.area.pk])


def test_reading_a_meeting_is_in_the_trail(desk: Desk, scene: Scene) -> None:
    meeting = scene.planned()
    desk.get("meeting", meeting.pk)
    read = Event.objects.get(kind=Kind.READING, name="meeting.read")
    assert (read.about_id, read.actor_id) == (meeting.pk, scene.worker.pk)


def test_a_check_is_filed_under_the_moment_at_which_it_was_made(desk: Desk, scene: Scene) -> None:
    meeting = scene.booked(starts_at=(scene.now + timedelta(days=8)).replace(hour=14, minute=0))
    page = desk.get("check", meeting.pk)
    assert "Whom to ask" in page
    assert "Callum" in page
    typed = {"everybody_willing": "yes", "place_cleared": "no", **moment("happened_at", scene.now)}
    assert desk.post("check", meeting.pk, **typed).status_code == 302
    check = Check.objects.get()
    assert (check.kind, check.everybody_willing, check.place_cleared) == ("seven_days", True, False)
    assert "Place not cleared" in desk.get("meeting", meeting.pk)


def record_typed(meeting: Meeting, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"agreed": "no", "ended_early_by": "", "version": str(meeting.version)}
    given |= moment("started_at", meeting.starts_at) | moment("ended_at", meeting.starts_at + timedelta(hours=2))
    given |= {f"was_{seat.pk}": "well" for seat in meeting.participants.all()}
    return given | more


def test_the_record_says_not_to_write_what_was_said(scene: Scene) -> None:
    meeting = begin(scene, on_the_day(scene))
    with clock.pretend(meeting.starts_at + timedelta(hours=3)):
        desk = Desk(scene)
        assert "Do not write what was said." in desk.get("record", meeting.pk)
        assert desk.post("record", meeting.pk, **record_typed(meeting)).status_code == 302
        page = desk.get("meeting", meeting.pk)
    assert scene.fresh(meeting).stage == "held"
    assert "Talk owed" in page


def test_an_impossible_record_is_refused_beside_the_field(scene: Scene) -> None:
    meeting = begin(scene, on_the_day(scene))
    with clock.pretend(meeting.starts_at + timedelta(hours=3)):
        desk = Desk(scene)
        backwards = record_typed(meeting, **moment("ended_at", meeting.starts_at - timedelta(hours=1)))
        assert "It ended after it started" in unescape(desk.post("record", meeting.pk, **backwards).content.decode())
        nobody = record_typed(meeting, **{f"was_{seat.pk}": "absent" for seat in meeting.participants.all()})
        assert "Somebody was there" in unescape(desk.post("record", meeting.pk, **nobody).content.decode())
    assert scene.fresh(meeting).stage == "begun"


def test_a_meeting_not_begun_here_asks_why(scene: Scene) -> None:
    meeting = scene.booked()
    with clock.pretend(meeting.starts_at + timedelta(hours=3)):
        desk = Desk(scene)
        assert "Why was it held" in desk.get("record", meeting.pk)
        without = desk.post("record", meeting.pk, **record_typed(meeting))
        assert "Say why it was held all the same" in unescape(without.content.decode())
        assert desk.post("record", meeting.pk, **record_typed(meeting, despite="No signal.")).status_code == 302
    assert scene.fresh(meeting).held_despite == "No signal."


def test_an_agreement_that_is_none_yet_keeps_what_was_typed(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    callum = scene.seat(meeting, scene.responsible.person)
    typed = {
        "what_1": "Write to her once, in June",
        "who_1": str(callum.pk),
        **day("due_1", date.today() + timedelta(days=60)),
        "freely": [str(callum.pk)],
        "lawful": "on",
        **moment("happened_at", meeting.starts_at + timedelta(hours=2)),
    }
    with clock.pretend(meeting.starts_at + timedelta(hours=4)):
        desk = Desk(scene)
        page = unescape(desk.post("agreement", meeting.pk, **typed).content.decode())
        assert "Maya has not agreed freely" in page
        assert "Something in it may breach an order" in page
        assert "Write to her once, in June" in page
        assert AgreementItem.objects.count() == 0

        both = [str(seat.pk) for seat in Participant.objects.filter(meeting=meeting)]
        done = desk.post("agreement", meeting.pk, **{**typed, "freely": both, "against_no_order": "on"})
        assert done.status_code == 302
        assert "Write to her once, in June" in desk.get("meeting", meeting.pk)


def test_half_a_promise_is_asked_for_the_rest(scene: Scene) -> None:
    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    with clock.pretend(meeting.starts_at + timedelta(hours=4)):
        typed = {"what_1": "Write", **moment("happened_at", meeting.starts_at)}
        page = unescape(Desk(scene).post("agreement", meeting.pk, **typed).content.decode())
    assert "Say who does it" in page
    assert "Say by when" in page


def test_the_talk_afterwards_and_the_result_are_written_down(scene: Scene) -> None:
    from tests.meetings.test_agreement import agree

    meeting = hold(scene, begin(scene, on_the_day(scene)), agreed=True)
    maya = scene.seat(meeting, scene.case.victim)
    debrief(scene, scene.seat(meeting, scene.responsible.person))
    agree(scene, meeting)
    item = AgreementItem.objects.get()
    with clock.pretend(meeting.starts_at + timedelta(days=2)):
        desk = Desk(scene)
        when = moment("happened_at", meeting.starts_at + timedelta(days=1))
        incomplete = desk.post("debrief", meeting.pk, maya.pk, spoke="yes", **when)
        assert "Say how they are" in unescape(incomplete.content.decode())
        talk = {"spoke": "yes", "means": "call", "wellbeing": "shaken", "words": "She slept.", **when}
        assert desk.post("debrief", meeting.pk, maya.pk, **talk).status_code == 302
        told = {"result": "done", "told": "yes", "words": "It came.", **when}
        answer = desk.client.post(reverse("meetings:item", args=[scene.case.reference, item.pk]), told)
        assert answer.status_code == 302
        show_areas([scene.world.area.pk])
        assert "All is settled" in desk.get("meeting", meeting.pk)
    assert Participant.objects.get(pk=maya.pk).debrief == "She slept."
    assert AgreementItem.objects.get().victim_told_at is not None


def test_cancelling_gives_the_words_and_keeps_who_does_not_know(desk: Desk, scene: Scene) -> None:
    meeting = scene.booked()
    assert "will not go ahead as planned" in desk.get("cancel", meeting.pk)
    maya, callum = scene.seat(meeting, scene.case.victim), scene.seat(meeting, scene.responsible.person)
    assert "Say why, for the file" in unescape(desk.post("cancel", meeting.pk).content.decode())
    assert desk.post("cancel", meeting.pk, why="Moved prison.", told=[str(maya.pk)]).status_code == 302
    page = desk.get("meeting", meeting.pk)
    assert "Does not know yet" in page
    assert "Moved prison" not in desk.get("cancel", meeting.pk)
    assert desk.post("cancel", meeting.pk, told=[str(callum.pk)]).status_code == 302
    assert "Does not know yet" not in desk.get("meeting", meeting.pk)


def test_without_scripts_and_without_people_the_list_still_answers(scene: Scene) -> None:
    page = unescape(scene.world.client(scene.world.coordinator).get(reverse("meetings:list")).content.decode())
    assert "No meeting is planned" in page


def test_whoever_is_not_signed_in_is_asked_to(scene: Scene) -> None:
    answer = Client().get(reverse("meetings:list"))
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]


def test_people_of_the_case_are_named_with_their_part(desk: Desk, scene: Scene) -> None:
    page = desk.get("plan")
    assert "Maya, victim" in page
    assert "Callum, offender" in page
    assert Person.objects.count() == 2


def test_the_casefile_says_nothing_of_the_other_case_that_meets_here(scene: Scene) -> None:
    other = make_scene(scene.world, "Joan", "Lee")
    meeting = scene.planned(places=[*scene.places(), Place(other.case.victim, "victim", Side.VICTIM, other.case)])
    verdict = standing([meeting], scene.now)[meeting.pk]
    panel = blocking_panel(get_case(scene.worker, scene.case.reference), NextGate("G7a", verdict, "Not yet", "Open"))
    assert panel.gate is not None
    told = [str(row.message) for row in panel.gate.blockers]
    assert "Maya has not agreed to this date" in told
    assert told[-1] == "Not everything is in place yet"
    assert not any("Joan" in words for words in told)
