"""Seats that are open to victims of other cases. Nobody learns of anybody before a seat is kept."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import pause_case
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings import services
from talkingpiece.meetings.models import Meeting, Participant, Proposal
from talkingpiece.meetings.queries import invitable, proposals_to_answer, with_open_seats
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from tests.meetings.circle import CIRCLE, CircleScene, make_circle_scene
from tests.world import World


@pytest.fixture
def scene(world: World) -> CircleScene:
    return make_circle_scene(world)


@pytest.fixture
def amina(world: World, scene: CircleScene) -> Case:
    """A victim of another case, on which only the other facilitator works."""
    case = world.case("Amina", facilitator=world.other_facilitator)
    return Case.objects.select_related("victim", "area").get(pk=case.pk)


def page(user: User, scene: CircleScene, name: str, *args: Any, status: int = 200) -> str:
    answer = scene.world.client(user).get(reverse(f"meetings:{name}", args=args))
    assert answer.status_code == status
    show_areas([scene.world.area.pk])
    return unescape(answer.content.decode())


def post(user: User, scene: CircleScene, name: str, *args: Any, **typed: Any) -> int:
    answer = scene.world.client(user).post(reverse(f"meetings:{name}", args=args), typed)
    show_areas([scene.world.area.pk])
    return int(answer.status_code)


def propose(scene: CircleScene, meeting: Meeting, case: Case) -> Proposal:
    return services.propose_seat(
        meeting_id=meeting.pk,
        case_id=case.pk,
        words="Sits near the door.",
        by=scene.world.other_facilitator,
        at=scene.now,
    )


def accept(scene: CircleScene, proposal: Proposal) -> Proposal:
    return services.accept_proposal(proposal_id=proposal.pk, by=scene.worker, at=scene.now)


def test_nobody_is_proposed_for_what_they_did_not_choose_themselves(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle(seats_offered=1)
    with pytest.raises(Blocked) as refused:
        propose(scene, meeting, amina)
    assert refused.value.verdict.codes == ["mode"]
    scene.chose(amina)
    pause_case(case_id=amina.pk, words="", resume_on=None, by=scene.worker, at=scene.now)
    with pytest.raises(Blocked) as refused:
        propose(scene, meeting, amina)
    assert refused.value.verdict.codes == ["case_rests"]


def test_asked_twice_is_asked_once(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle(seats_offered=1)
    scene.chose(amina)
    assert propose(scene, meeting, amina).pk == propose(scene, meeting, amina).pk
    assert [one.pk for one in proposals_to_answer(scene.world.area.pk, user=scene.worker)] == [
        Proposal.objects.get().pk
    ]


def test_only_whoever_leads_it_from_a_case_of_their_own_has_it_on_their_list(scene: CircleScene, amina: Case) -> None:
    scene.chose(amina)
    propose(scene, scene.circle(seats_offered=1), amina)

    def desk(user: User) -> str:
        answer = scene.world.client(user).get(reverse("casefile:my_work"))
        show_areas([scene.world.area.pk])
        return unescape(answer.content.decode())

    asks = "Ruth Penhaligon asks for a seat in a circle"
    assert asks in desk(scene.worker)
    assert asks not in desk(scene.world.other_facilitator)
    assert "Joan" not in desk(scene.world.other_facilitator)


def test_a_kept_seat_means_that_everybody_is_asked_again(scene: CircleScene, amina: Case) -> None:
    meeting = scene.ready_circle(seats_offered=1)
    services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
    scene.chose(amina)
    accept(scene, propose(scene, meeting, amina))
    meeting = scene.fresh(meeting)
    assert (meeting.stage, meeting.seats_offered) == ("planned", 0)
    seat = Participant.objects.select_related("person").get(meeting=meeting, case=amina)
    assert (seat.person.called, seat.part) == ("Amina", "victim")
    assert "attend" in scene.codes(meeting)
    names = {(event.case_id, event.name) for event in scene.events("proposal.accepted")}
    assert names == {(scene.case.pk, "proposal.accepted"), (amina.pk, "proposal.accepted")}


def test_no_seat_is_kept_twice_nor_for_somebody_who_changed_their_mind(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle(seats_offered=1)
    scene.chose(amina)
    proposal = propose(scene, meeting, amina)
    other = make_circle_scene(scene.world, "Beth", "Kit")
    second = propose(scene, meeting, other.case)
    accept(scene, second)
    with pytest.raises(Blocked) as refused:
        accept(scene, proposal)
    assert refused.value.verdict.codes == ["no_seat"]
    with pytest.raises(IllegalTransition):
        accept(scene, second)
    services.take_back_proposal(proposal_id=proposal.pk, by=scene.world.other_facilitator, at=scene.now)
    with pytest.raises(IllegalTransition):
        accept(scene, proposal)


def test_who_asks_sees_a_date_and_who_leads_and_no_name(scene: CircleScene, amina: Case) -> None:
    meeting = scene.with_people(seats_offered=1)
    ruth = scene.world.other_facilitator
    assert [one.pk for one in with_open_seats(amina, scene.now)] == [meeting.pk]
    shown = page(ruth, scene, "circles", amina.reference)
    assert "Daniel Okafor" in shown
    asked = page(ruth, scene, "propose", amina.reference, meeting.pk)
    assert "Amina has not chosen this" in asked
    scene.chose(amina)
    asked = page(ruth, scene, "propose", amina.reference, meeting.pk)
    assert "Ask for a seat for Amina?" in asked
    for hidden in ("Joan", "Carol", "Aziz", "Tanner Street", scene.case.reference):
        assert hidden not in shown + asked
    assert post(ruth, scene, "propose", amina.reference, meeting.pk, words="Sits near the door.") == 302
    assert "Waits for an answer" in page(ruth, scene, "circles", amina.reference)


def test_a_circle_without_an_open_seat_does_not_exist_for_others(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle()
    ruth = scene.world.other_facilitator
    assert "has an open seat now" in page(ruth, scene, "circles", amina.reference)
    page(ruth, scene, "propose", amina.reference, meeting.pk, status=404)
    page(ruth, scene, "circle", amina.reference, meeting.pk, status=404)


def test_whoever_leads_reads_who_asks_and_learns_the_name_with_the_seat(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle(seats_offered=1)
    scene.chose(amina)
    proposal = propose(scene, meeting, amina)
    shown = page(scene.worker, scene, "circle", scene.case.reference, meeting.pk)
    asked = page(scene.worker, scene, "seat", scene.case.reference, meeting.pk, proposal.pk)
    assert "Ruth Penhaligon asks for a seat" in shown
    assert "Sits near the door." in asked
    assert "Amina" not in shown + asked
    assert post(scene.worker, scene, "seat", scene.case.reference, meeting.pk, proposal.pk, answer="yes") == 302
    assert "Amina" in page(scene.worker, scene, "circle", scene.case.reference, meeting.pk)


def test_another_worker_of_one_case_reads_no_name_of_the_other(scene: CircleScene, amina: Case) -> None:
    meeting = scene.with_people(seats_offered=1, co_facilitator=None)
    scene.chose(amina)
    accept(scene, propose(scene, meeting, amina))
    ruth = scene.world.other_facilitator
    shown = page(ruth, scene, "circle", amina.reference, meeting.pk)
    assert "Amina" in shown
    assert "Somebody from another case" in shown
    assert "Joan" not in shown
    assert "Carol" not in shown
    assert scene.case.reference not in shown
    assert "Not everything is in place yet" in shown
    scene.consent(scene.case.victim, Side.VICTIM, "share", target="those_there", wording="Call me Joan.")
    assert "Joan" in page(ruth, scene, "circle", amina.reference, meeting.pk)


def test_a_proposal_is_nothing_to_somebody_of_another_case(scene: CircleScene, amina: Case) -> None:
    meeting = scene.circle(seats_offered=1)
    scene.chose(amina)
    proposal = propose(scene, meeting, amina)
    third = make_circle_scene(scene.world, "Beth", "Kit")
    page(scene.worker, scene, "seat", third.case.reference, meeting.pk, proposal.pk, status=404)
    assert post(scene.worker, scene, "take_back_seat", third.case.reference, proposal.pk) == 404
    assert post(scene.world.other_facilitator, scene, "take_back_seat", amina.reference, proposal.pk) == 302
    assert Proposal.objects.get().answer == "taken_back"


def test_a_worker_of_both_cases_seats_both_at_once_if_each_chose_it(scene: CircleScene, amina: Case) -> None:
    def offered(user: User) -> set[str]:
        return {place.person.called for place in invitable(scene.case, user, on=scene.now.date())}

    assert "Amina" not in offered(scene.world.coordinator)
    scene.chose(amina)
    assert "Amina" in offered(scene.world.coordinator)
    assert "Amina" not in offered(scene.worker)
    assert CIRCLE == "healing_circle"
