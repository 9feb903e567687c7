"""The work list, one row, what is kept out and why, the numbers: as their readers see them."""

import re

from django.test import Client
from django.urls import reverse

from talkingpiece.identification.models import Screened
from talkingpiece.identification.states import ScreenState
from talkingpiece.referrals.models import Referral
from tests.identification.given import police, police_row, screened
from tests.world import World


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"identification:{name}", args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def decide(client: Client, row: Screened, **posted: object):
    row.refresh_from_db()
    url = reverse("identification:row", args=[row.pk])
    return client.post(url, {"version": row.version, **posted}, follow=True)


def test_one_row_after_the_other(world: World) -> None:
    later = police_row(2, **{"Offence Date": "04/03/2026"})
    first, second = screened(world, police(world), [police_row(1), later])
    client = world.client(world.coordinator)
    assert "2 people to look at" in page(client, "screen")
    text = page(client, "row", first.pk)
    assert "Burglary of a home" in text
    assert "07700" not in text

    answer = decide(client, first, accept=1)
    assert answer.redirect_chain[-1][0] == reverse("identification:row", args=[second.pk])
    assert "Accepted" in answer.content.decode()
    assert Referral.objects.get().full_name == "Bram Ashdown"

    answer = decide(client, second, out=1)
    assert "Choose why it is left out" in answer.content.decode()
    answer = decide(client, second, out=1, why="other")
    assert "Say why it is left out" in answer.content.decode()
    answer = decide(client, second, out=1, why="wrong", words="It was her sister.")
    assert answer.redirect_chain[-1][0] == reverse("identification:screen")
    assert "Nobody waits to be looked at" in answer.content.decode()
    assert "It was her sister." in page(client, "rows", "left_out")
    second.refresh_from_db()
    assert (second.state, second.decided_by) == (ScreenState.LEFT_OUT, world.coordinator)


def test_a_press_of_no_button_decides_nothing(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    answer = decide(world.client(world.coordinator), row)
    assert "Press one of the three buttons" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == ScreenState.WAITING


def test_whoever_comes_second_is_told(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1)])
    client = world.client(world.coordinator)
    decide(client, row, later=1)
    answer = client.post(reverse("identification:row", args=[row.pk]), {"version": 1, "accept": 1}, follow=True)
    assert "Somebody decided this row since you opened it" in answer.content.decode()
    assert not Referral.objects.exists()


def test_what_is_kept_out_says_every_reason_and_when_a_rule_is_looked_at_again(world: World) -> None:
    [row] = screened(world, police(world), [police_row(1, Mobile="", DOB="01/03/2015")])
    client = world.client(world.coordinator)
    text = page(client, "rows", "kept_out")
    assert "no way to reach them stands in the row" in text
    assert "The person is under 18" in text
    assert "looked at again by" in text
    assert "Why it is kept out" in page(client, "row", row.pk)


def test_numbers_are_whole_for_whoever_opens_them_and_small_ones_hidden_for_others(world: World) -> None:
    rows = [police_row(n) for n in range(12)] + [police_row(n, DOB="01/01/2001") for n in range(12, 15)]
    screened(world, police(world), rows)
    inside = page(world.client(world.coordinator), "funnel")
    outside = page(world.client(world.scheme_manager), "funnel")
    young = re.compile(r"25 to 44</th><td[^>]*>(?P<all>[^<]*)<")
    assert [found.group("all") for found in (young.search(inside), young.search(outside)) if found] == [
        "3",
        "fewer than 5",
    ]
    assert "are not shown, nor any from which one could be worked out" in outside
    assert "Ashdown" not in inside + outside


def test_nobody_is_owed_an_offer_on_the_first_day(world: World) -> None:
    screened(world, police(world), [police_row(1)])
    assert "Nobody is owed an offer" in page(world.client(world.coordinator), "owed")


def test_a_state_that_is_none_is_not_there(world: World) -> None:
    client = world.client(world.coordinator)
    assert client.get(reverse("identification:rows", args=["accepted"])).status_code == 404
