"""Who is there, once more: what could hurt asks for a proof of the last five minutes, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import KeptForm
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Restriction
from talkingpiece.consents.models import Consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core import clock
from talkingpiece.people.models import ContactPoint
from tests.world import World

ASKED = reverse("still_you")
PASSWORD = "a long enough password"


@pytest.fixture
def me(world: World):
    user = add_user(email="alex@example.org", name="Alex Moss", at=world.now, password=PASSWORD)
    give_role(user=user, area=world.area, role=Role.COORDINATOR, by=None, at=world.now)
    return user


@pytest.fixture
def case(world: World):
    return world.case()


def ways(case) -> str:
    return reverse("cases:ways", args=[case.reference, case.victim_id])


ADDRESS = {"channel": "post", "address": "3 Mill Row\nRidgeway", "days": "any", "note": "Plain envelope."}


def test_within_five_minutes_nobody_is_asked(world: World, case, me, moving) -> None:
    client = world.client(me)
    moving.shift(timedelta(minutes=4, seconds=59))
    client.post(ways(case), ADDRESS)
    assert ContactPoint.objects.filter(channel="post").count() == 1


def test_after_that_they_prove_it_and_find_what_they_typed(world: World, case, me, moving) -> None:
    client = world.client(me)
    moving.shift(timedelta(minutes=5))

    asked = client.post(ways(case), ADDRESS, headers={"referer": "http://testserver" + ways(case)})
    assert asked["Location"] == ASKED
    assert not ContactPoint.objects.filter(channel="post").exists()
    assert b"Mill Row" not in bytes(KeptForm.objects.get().sealed)
    assert "Your password" in client.get(ASKED).content.decode()

    wrong = client.post(ASKED, {"password": "not this one, surely"})
    assert wrong.status_code == 200
    assert "That is not your password" in wrong.content.decode()
    before = client.session.session_key

    proved = client.post(ASKED, {"password": PASSWORD})
    assert proved["Location"] == ways(case)
    assert client.session.session_key != before
    page = client.get(ways(case)).content.decode()
    assert "3 Mill Row" in page
    assert "Plain envelope." in page
    assert Event.objects.filter(name="account.proved_again", actor_id=me.pk).count() == 1

    client.post(ways(case), ADDRESS)
    assert ContactPoint.objects.filter(channel="post").count() == 1


def test_the_same_form_sent_again_after_the_proof_acts(world: World, case, me, moving) -> None:
    """Whoever goes back in the browser sends the page that was asked about: it was not spent."""
    client, form = world.client(me), {**ADDRESS, "submission": "0d1f5e1c-2f56-4a53-9a54-6b8d8d3f5a11"}
    moving.shift(timedelta(minutes=6))
    client.post(ways(case), form)
    client.post(ASKED, {"password": PASSWORD})

    client.post(ways(case), form)

    assert ContactPoint.objects.filter(channel="post").count() == 1


def test_a_number_is_added_without_being_asked(world: World, case, me, moving) -> None:
    client = world.client(me)
    moving.shift(timedelta(minutes=20))
    number = {"channel": "text", "text_number": "01632 960 777", "days": "any"}
    assert client.post(ways(case), number)["Location"] == ways(case)


def test_the_demo_asks_with_one_button(world: World, case, settings, moving) -> None:
    client = world.client(world.coordinator)
    settings.TP_MODE = "demo"
    moving.shift(timedelta(minutes=6))
    client.post(ways(case), ADDRESS)
    assert "It is still me" in client.get(ASKED).content.decode()

    assert client.post(ASKED)["Location"] == ways(case)
    client.post(ways(case), ADDRESS)
    assert ContactPoint.objects.filter(channel="post").count() == 1


def test_outside_the_demo_the_button_alone_proves_nothing(world: World, case, me, moving) -> None:
    client = world.client(me)
    moving.shift(timedelta(minutes=6))
    client.post(ASKED)
    assert client.post(ways(case), ADDRESS)["Location"] == ASKED


def test_a_button_without_a_page_of_its_own_leads_back_to_where_it_stands(world: World, me, moving) -> None:
    client, page, button = world.client(me), reverse("evaluation:quarter") + "?period=2026q3", reverse("evaluation:csv")
    moving.shift(timedelta(minutes=6))
    assert client.post(button, headers={"referer": "http://testserver" + page})["Location"] == ASKED

    after = client.post(ASKED, {"password": PASSWORD}, follow=True)

    assert after.redirect_chain[-1][0] == page
    assert "choose it again" in after.content.decode()


def test_a_stranger_to_the_act_is_asked_nothing(world: World, moving) -> None:
    client = world.client(world.evaluator)
    moving.shift(timedelta(minutes=6))
    assert client.get(reverse("planning_group:open")).status_code == 404


def test_a_proof_is_of_one_session_only(world: World, case, me, moving) -> None:
    old = world.client(me)
    moving.shift(timedelta(minutes=6))
    world.client(me)
    assert old.post(ways(case), ADDRESS)["Location"] == ASKED


def test_an_order_asks_before_its_form_is_filled_in(world: World, case, me, moving) -> None:
    page = reverse("cases:restriction", args=[case.reference, world.responsible(case).pk])
    client = world.client(me)
    assert client.get(page).status_code == 200
    moving.shift(timedelta(minutes=6))
    assert client.get(page)["Location"] == ASKED
    assert client.post(page, {})["Location"] == ASKED
    assert not Restriction.objects.exists()
    assert client.post(ASKED, {"password": PASSWORD})["Location"] == page


def said(client: Client, case, answer: str):
    page = reverse("consents:ask", args=[case.reference, case.victim_id, Item.CONTACT])
    return client.post(page, {"answer": answer, "method": "spoken", "language": "English", **when()})


def when() -> dict[str, str]:
    now = timezone.localtime(clock.now())
    return {"at_day": f"{now:%d}", "at_month": f"{now:%m}", "at_year": f"{now:%Y}", "at_time": f"{now:%H:%M}"}


def test_a_consent_is_taken_back_without_being_asked_and_given_back_only_after(world: World, case, me, moving) -> None:
    client = world.client(me)
    moving.shift(timedelta(minutes=6))
    assert said(client, case, Answer.GIVEN)["Location"] != ASKED
    given = Consent.objects.get()

    taken = client.post(reverse("consents:withdraw", args=[case.reference, given.pk]))
    given.refresh_from_db()
    assert taken["Location"] != ASKED
    assert given.withdrawn_at is not None

    assert said(client, case, Answer.GIVEN)["Location"] == ASKED
    assert Consent.objects.count() == 1
    assert said(client, case, Answer.REFUSED)["Location"] != ASKED
    assert said(client, case, Answer.GIVEN)["Location"] == ASKED, "a no in between opens no way round"
    client.post(ASKED, {"password": PASSWORD})
    said(client, case, Answer.GIVEN)
    assert Consent.objects.filter(answer=Answer.GIVEN, withdrawn_at=None).count() == 1
