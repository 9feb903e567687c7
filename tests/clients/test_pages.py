"""Whoever looks after the area lets systems in, renews their secrets and closes them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import NotForMachines, give_role, make_link
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Purpose
from talkingpiece.audit.models import Event
from talkingpiece.clients import services
from talkingpiece.clients.models import Client
from talkingpiece.clients.queries import works
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from tests.agreements.given import over, replaced
from tests.clients.machine import Machine, covered, let_in
from tests.world import World

TYPED = {"name": "Case link", "contact": "The integration team", "purposes": ["outcome"]}


@pytest.fixture
def agreement(world: World) -> Agreement:
    return covered(world, purposes=["outcome", "changes"])


@pytest.mark.parametrize("who", ["scheme_manager", "coordinator"])
def test_let_in_and_its_secret_is_shown_once(world: World, agreement: Agreement, who: str) -> None:
    browser = world.client(getattr(world, who))
    answer = browser.post(reverse("clients:register", args=[agreement.pk]), TYPED)
    page = answer.content.decode()
    client = Client.objects.select_related("area").get()
    secret = re.findall(r'<code class="tp-break">([^<]+)</code>', page)
    assert answer.status_code == 200
    assert secret[0] == client.public_id
    assert Machine(client, secret[1], secret[2]).ask_for_token().status_code == 200
    assert client.purposes == [Purpose.OUTCOME]
    assert client.user.machine
    assert Event.objects.filter(name="client.registered", about_id=client.pk).count() == 1
    shown_later = browser.get(reverse("clients:client", args=[client.pk])).content.decode()
    assert secret[1] not in shown_later
    assert client.public_id in shown_later


def test_only_what_the_agreement_is_for_can_be_chosen(world: World, agreement: Agreement) -> None:
    browser = world.client(world.scheme_manager)
    address = reverse("clients:register", args=[agreement.pk])
    assert "Keeping everybody safe" not in browser.get(address).content.decode()
    browser.post(address, TYPED | {"purposes": ["safety"]})
    assert not Client.objects.exists()
    with pytest.raises(IllegalTransition):
        let_in(world, agreement=agreement, purposes=["safety"])


def test_nothing_is_let_in_under_an_agreement_that_is_over(world: World, agreement: Agreement) -> None:
    over(agreement)
    answer = world.client(world.scheme_manager).get(reverse("clients:register", args=[agreement.pk]))
    assert "This agreement is not in force" in answer.content.decode()
    with pytest.raises(Blocked):
        let_in(world, agreement=agreement)


def test_it_stops_with_its_agreement_and_goes_on_under_the_next(world: World, agreement: Agreement) -> None:
    machine = let_in(world, agreement=agreement)
    after = replaced(Agreement.objects.get(pk=agreement.pk), purposes=["changes"])
    client = Client.objects.get(pk=machine.client.pk)
    assert not works(client, clock.now())
    browser = world.client(world.coordinator)
    page = browser.get(reverse("clients:client", args=[client.pk])).content.decode()
    assert "Its agreement is over" in page
    browser.post(reverse("clients:bind", args=[client.pk]))
    client = Client.objects.get(pk=client.pk)
    assert client.agreement == after
    assert client.purposes == [Purpose.CHANGES]
    assert works(client, clock.now())


def test_closed_for_good(world: World, agreement: Agreement) -> None:
    client = let_in(world, agreement=agreement).client
    browser = world.client(world.scheme_manager)
    browser.post(reverse("clients:revoke", args=[client.pk]), {"why": "The contract is over."})
    assert "The contract is over." in browser.get(reverse("clients:client", args=[client.pk])).content.decode()
    for name in ("renew_secret", "revoke", "bind"):
        assert browser.get(reverse(f"clients:{name}", args=[client.pk])).status_code == 404
    with pytest.raises(IllegalTransition):
        services.renew_secret(client_id=client.pk, at_once=True, by=world.scheme_manager, at=clock.now())


def test_a_machine_is_nobody_who_is_invited_or_given_a_role(world: World, agreement: Agreement) -> None:
    user = let_in(world, agreement=agreement).client.user
    with pytest.raises(NotForMachines):
        give_role(user=user, area=world.area, role=Role.COORDINATOR, by=world.scheme_manager, at=clock.now())
    with pytest.raises(NotForMachines):
        give_role(
            user=world.facilitator, area=world.area, role=Role.AGENCY_SYSTEM, by=world.scheme_manager, at=clock.now()
        )
    with pytest.raises(NotForMachines):
        make_link(user=user, area=world.area, by=world.scheme_manager, at=clock.now())
    page = world.client(world.scheme_manager).get(reverse("people_and_roles")).content.decode()
    assert user.name not in page


def test_the_door_stands_where_agreements_are(world: World, agreement: Agreement) -> None:
    browser = world.client(world.coordinator)
    assert reverse("clients:list") in browser.get(reverse("agreements:list")).content.decode()
    one = browser.get(reverse("agreements:agreement", args=[agreement.pk])).content.decode()
    assert reverse("clients:register", args=[agreement.pk]) in one
    facilitator = world.client(world.facilitator).get(reverse("agreements:list")).content.decode()
    assert reverse("clients:list") not in facilitator
