"""Somebody rings whom the worker may know: seen while they type, kept with the call, taken back until it is decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import add_responsible
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.models import IntakeDraft, Referral
from tests.referrals.test_call_page import FILLED, page, saving, taking
from tests.referrals.visitor import arrived
from tests.world import World, undone

CALLER = {**FILLED, "called": "Jon", "full_name": "Jon Smyth", "call_number": "01632 960 999"}
ACCEPTED = {
    "age": "adult", "victim_as": "direct", "stage": "post_sentence", "category": "burglary",
    "incident_words": "Burglary of a home.", "offender_known": "no",
}  # fmt: skip


@pytest.fixture
def ended(world: World) -> Case:
    """Jonathan Smith, whose case is over."""
    case = world.case("Jonathan", full_name="Jonathan Smith", ways=(Way("call", "01632 960417"),))
    Case.objects.filter(pk=case.pk).update(ended_at=clock.now())
    return case


def rings(world: World, **typed: Any) -> Any:
    client, draft = taking(world, world.coordinator)
    return client.post(page(draft), {**CALLER, **typed})


def test_without_a_script_the_button_shows_who_may_be_meant_and_keeps_what_was_typed(world: World, ended: Case) -> None:
    client, draft = taking(world, world.coordinator)
    shown = client.post(page(draft), {"called": "Jon Smyth", "what_happened": "A man.", "look": "same_person"})
    text = shown.content.decode()
    assert "It is Jonathan Smith" in text
    assert ended.reference in text
    assert "A man." in text
    assert IntakeDraft.objects.get().answers["typed"]["called"] == ["Jon Smyth"]


def test_whom_they_chose_is_kept_with_the_call_and_can_be_taken_back(world: World, ended: Case) -> None:
    client, draft = taking(world, world.coordinator)
    saving(client, draft, changed="same_person", same_person=str(ended.victim_id))
    assert f'value="{ended.victim_id}" checked' in client.get(page(draft)).content.decode()
    saving(client, draft, changed="same_person", same_person="", version=2)
    assert "It is Jonathan" not in client.get(page(draft)).content.decode()


def test_a_call_says_who_it_was_and_whoever_accepts_finds_it_chosen(world: World, ended: Case) -> None:
    rings(world, send="1", same_person=str(ended.victim_id))
    referral = Referral.objects.get()
    assert referral.said_to_be_id == ended.victim_id
    assert Event.objects.get(name="referral.sent").detail["known"] == str(ended.victim_id)
    client, accept = world.client(world.coordinator), reverse("referrals:accept", args=[referral.reference])
    assert f'value="{ended.victim_id}" checked' in client.get(accept).content.decode()
    before = Person.objects.count()
    answer = client.post(accept, {**ACCEPTED, "known_victim": str(ended.victim_id)})
    assert answer.status_code == 302
    referral.refresh_from_db()
    assert referral.person_id == ended.victim_id
    assert Person.objects.count() == before
    assert Event.objects.get(name="referral.accepted").detail["known"] == str(ended.victim_id)


def test_or_says_otherwise(world: World, ended: Case) -> None:
    rings(world, send="1", same_person=str(ended.victim_id))
    referral = Referral.objects.get()
    accept = reverse("referrals:accept", args=[referral.reference])
    # Named alike, so the question stands on the page as ever.
    told = {**ACCEPTED, "known_victim": "", "same_person": "new"}
    assert world.client(world.coordinator).post(accept, told).status_code == 302
    referral.refresh_from_db()
    assert referral.person_id != ended.victim_id


def test_whoever_has_an_open_case_has_a_worker_who_hears_of_it(world: World) -> None:
    case = world.case("Jonathan", full_name="Jonathan Smith")
    rings(world, send="1", same_person=str(case.victim_id))
    accept = reverse("referrals:accept", args=[Referral.objects.get().reference])
    answer = world.client(world.coordinator).post(accept, {**ACCEPTED, "known_victim": str(case.victim_id)})
    assert answer.status_code == 409
    assert "This person has an open case already" in answer.content.decode()


def test_somebody_they_may_not_know_cannot_be_said(world: World) -> None:
    hidden = world.case("Jonathan", facilitator=world.other_facilitator)
    client, draft = taking(world, world.facilitator)
    client.post(page(draft), {**CALLER, "send": "1", "same_person": str(hidden.victim_id)})
    assert Referral.objects.get().said_to_be is None


def test_an_offender_recognised_beside_the_form_is_not_entered_anew(world: World) -> None:
    known = add_responsible(
        case_id=world.case("Maya").pk,
        person=world.person("Jonathan", side=Side.OFFENDER, full_name="Jonathan Smith", birth_date=date(1985, 3, 4)),
        by=world.coordinator,
        at=world.now,
    ).person
    referral = arrived(world, called="Odile")
    told = {**ACCEPTED, "offender_known": "yes", "offender_name": "Jonny Smyth", "sentence_kind": "unknown",
            "known_from": "victim", "supervised": "not_known"}  # fmt: skip
    accept = reverse("referrals:accept", args=[referral.reference])
    client = world.client(world.coordinator)
    shown = client.post(accept, {**told, "look": "known_offender"}).content.decode()
    assert "It is Jonathan Smith" in shown
    assert 'value="Jonny Smyth"' in shown
    with undone(world):
        answer = client.post(accept, {**told, "known_offender": str(uuid4())})
        assert "cannot be chosen any more" in answer.content.decode()
    assert client.post(accept, {**told, "known_offender": str(known.pk)}).status_code == 302
    referral.refresh_from_db()
    assert Responsible.objects.get(case=referral.case).person_id == known.pk


def test_a_draft_is_nobody_elses_and_says_nothing_at_the_public_door(world: World, ended: Case) -> None:
    """The forms of visitors and of agencies do not look for anybody."""
    client = world.client(world.referrer)
    begun = client.post(reverse("referrals:make"), {"begin": "1"}, follow=True).content.decode()
    assert "data-tp-known" not in begun
    assert services.begin_call(area=world.area, by=world.coordinator, at=clock.now()).user_id == world.coordinator.pk
