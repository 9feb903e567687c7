"""The pages of whoever looks after addresses: what they may do, what is refused, and what is never on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event as Entry
from talkingpiece.core import clock
from talkingpiece.outbox.gates import AddFacts, blockers_to_add
from talkingpiece.outbox.models import Delivery, Endpoint
from talkingpiece.outbox.services import add_endpoint
from talkingpiece.outbox.states import State, Why
from tests.agreements.given import over
from tests.information_sharing.conftest import Setting
from tests.world import World

HERE = "http://127.0.0.1:9/hooks"
LIST = reverse("outbox:list")


def address(name: str, *of: object) -> str:
    return reverse(f"outbox:{name}", args=list(of))


def add(world: World, **typed: str):
    given = {"name": "Case system", "url": HERE} | typed
    return world.client(world.scheme_manager).post(address("add", world.agreement.pk), given)


@pytest.fixture
def dead(setting: Setting) -> Delivery:
    """Something that was given up."""
    add_endpoint(
        agreement_id=setting.world.agreement.pk,
        name="Case system",
        url=HERE,
        by=setting.world.scheme_manager,
        at=clock.now(),
    )
    setting.ask()
    delivery = Delivery.objects.get()
    delivery.state, delivery.why, delivery.status = State.DEAD, Why.ANSWER, 503
    delivery.tries, delivery.settled_at = 11, clock.now()
    delivery.save()
    return delivery


def test_an_address_is_added_and_its_secret_is_shown_once(world: World) -> None:
    answer = add(world)
    endpoint = Endpoint.objects.get()
    page = answer.content.decode()
    assert endpoint.secret in page
    assert endpoint.secret.startswith("whsec_")
    assert "no-store" in answer["Cache-Control"]
    client = world.client(world.scheme_manager)
    for url in (LIST, address("endpoint", endpoint.pk)):
        assert endpoint.secret not in client.get(url).content.decode()
    [entry] = Entry.objects.filter(name="endpoint.added")
    assert endpoint.secret not in str(entry.detail)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Enter the address"),
        ("hooks", "Enter a whole address"),
        ("https://someone:word@127.0.0.1/", "Enter a whole address"),
        ("https://systems.example.org/hooks", "This is a practice service"),
    ],
)
def test_an_address_to_which_nothing_is_sent_is_refused(world: World, url: str, words: str) -> None:
    assert words in add(world, url=url).content.decode()
    assert not Endpoint.objects.exists()


def test_in_a_real_service_only_the_open_net_by_https(world: World, settings) -> None:
    settings.TP_ENDPOINTS_HERE = False
    assert "begins with https" in add(world, url=HERE).content.decode()
    assert "into our own network" in add(world, url="https://10.0.0.1/").content.decode()
    assert "Hand this over now" in add(world, url="https://systems.example.org/hooks").content.decode()


def test_the_same_address_twice_is_refused(world: World) -> None:
    add(world)
    assert "already" in add(world).content.decode()
    assert Endpoint.objects.count() == 1


def test_without_an_agreement_that_carries_it_none_is_added(world: World) -> None:
    open_now = AddFacts(str(world.agreement.pk), in_force=True, names_people=True)
    assert blockers_to_add(open_now).is_open
    assert blockers_to_add(replace(open_now, names_people=False)).codes == ["no_identity"]
    over(world.agreement)
    page = world.client(world.scheme_manager).get(address("add", world.agreement.pk)).content.decode()
    assert "The agreement is not in force" in page
    add(world)
    assert not Endpoint.objects.exists()


def test_a_new_secret_beside_the_old_one_or_in_its_place(world: World) -> None:
    add(world)
    old = Endpoint.objects.get()
    client, page = world.client(world.scheme_manager), address("secret", old.pk)
    assert "Choose when the old one stops" in client.post(page, {}).content.decode()
    assert "7 days" in client.post(page, {"when": "week"}).content.decode()
    new = Endpoint.objects.get()
    assert (new.secret_before, new.secret != old.secret) == (old.secret, True)
    client.post(page, {"when": "now"})
    assert Endpoint.objects.get().secret_before == ""
    assert Entry.objects.filter(name="endpoint.secret_renewed").count() == 2


def test_one_that_is_stopped_stays_so(world: World) -> None:
    add(world)
    endpoint, client = Endpoint.objects.get(), world.client(world.scheme_manager)
    client.post(address("stop", endpoint.pk))
    assert not Endpoint.objects.get().is_live
    assert "Stopped" in client.get(address("endpoint", endpoint.pk)).content.decode()
    for name in ("stop", "secret"):
        assert client.get(address(name, endpoint.pk)).status_code == 404
    assert "Hand this over now" in add(world).content.decode(), "added anew"


def test_what_was_given_up_is_seen_and_sent_again(setting: Setting, dead: Delivery) -> None:
    world, client = setting.world, setting.world.client(setting.world.scheme_manager)
    page = client.get(address("endpoint", dead.endpoint_id)).content.decode()
    assert "It answered with an error (503)" in page
    assert str(dead.event_id)[:8].upper() in page
    for hidden in ("Maya", "Callum", setting.case.reference, str(setting.case.pk), str(setting.responsible.pk)):
        assert hidden not in page
    again = address("resend", dead.pk)
    assert again in page
    client.post(again)
    found = Delivery.objects.get()
    assert (found.state, found.tries, found.resent_by) == (State.QUEUED, 0, world.scheme_manager)
    [entry] = Entry.objects.filter(name="event.sent_again")
    assert (entry.actor_id, entry.case_id) == (world.scheme_manager.pk, setting.case.pk)
    assert "It has arrived, or still waits its turn" in client.get(again).content.decode()


def test_it_is_not_sent_again_once_they_may_not_see_it(setting: Setting, dead: Delivery) -> None:
    client = setting.world.client(setting.world.scheme_manager)
    setting.answer(dead_request(dead))
    page = client.get(address("resend", dead.pk)).content.decode()
    assert "They may not, or can no longer, see it" in page
    client.post(address("resend", dead.pk))
    assert Delivery.objects.get().state == State.DEAD
    over(setting.world.agreement)
    assert "No agreement allows it" in client.get(address("resend", dead.pk)).content.decode()
    assert "Nothing is sent now" in client.get(address("endpoint", dead.endpoint_id)).content.decode()


def dead_request(dead: Delivery):
    from talkingpiece.information_sharing.models import InformationRequest

    return InformationRequest.objects.get(pk=dead.event.subject_id)


def test_whoever_looks_after_it_has_a_line_about_what_was_given_up(setting: Setting, dead: Delivery) -> None:
    world = setting.world
    overview = world.client(world.scheme_manager).get(reverse("casefile:overview")).content.decode()
    assert "One message to Probation, Ridgeway was given up" in overview
    assert address("endpoint", dead.endpoint_id) in overview
    desk = world.client(world.coordinator).get(reverse("casefile:my_work")).content.decode()
    assert "One message to Probation, Ridgeway was given up" in desk
    assert address("endpoint", dead.endpoint_id) not in desk, "the owner of the agreement looks after no address"
    other = world.client(world.facilitator).get(reverse("casefile:my_work")).content.decode()
    assert "was given up" not in other


def test_its_agreement_leads_there(setting: Setting, dead: Delivery) -> None:
    world = setting.world
    page = reverse("agreements:agreement", args=[world.agreement.pk])
    assert LIST in world.client(world.scheme_manager).get(page).content.decode()
    assert LIST not in world.client(world.coordinator).get(page).content.decode()


def test_nobody_else_comes_there_and_nobody_of_another_area(setting: Setting, dead: Delivery) -> None:
    from talkingpiece.protection.context import show_areas
    from tests.world import build_world

    world = setting.world
    for who in (world.coordinator, world.supervisor, world.facilitator, world.offender_manager, world.evaluator):
        assert world.client(who).get(LIST).status_code == 404
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    show_areas([world.area.pk, other.area.pk])
    client = other.client(other.scheme_manager)
    for url in (address("endpoint", dead.endpoint_id), address("resend", dead.pk)):
        assert client.get(url).status_code == 404


def test_an_empty_list_and_one_with_too_much(setting: Setting, dead: Delivery) -> None:
    client = setting.world.client(setting.world.scheme_manager)
    event = dead.event
    for number in range(30):
        fresh = type(event)(
            area=setting.world.area,
            agency=setting.world.probation,
            kind=event.kind,
            case_id=event.case_id,
            responsible_id=event.responsible_id,
            person_id=event.person_id,
            subject_id=event.subject_id,
            happened_at=clock.now() - timedelta(minutes=number),
        )
        fresh.save()
        Delivery.objects.create(
            area=setting.world.area,
            endpoint=dead.endpoint,
            event=fresh,
            state=State.SENT,
            status=204,
            next_at=clock.now(),
            settled_at=clock.now(),
        )
    page = client.get(address("endpoint", dead.endpoint_id)).content.decode()
    assert "And 5 more." in page
    Delivery.objects.all().delete()
    assert "Nothing was sent yet." in client.get(address("endpoint", dead.endpoint_id)).content.decode()
    Endpoint.objects.all().delete()
    assert "No system is told anything." in client.get(LIST).content.decode()
