"""Two worlds that are equal but for a victim's enquiry and case about one offender, before any yes to an approach.

Whoever is not the victim's side reads the same bytes in both: every page that they can reach, every address that there
is, and the answer to whatever they send.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.areas.services import add_agency
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import add_responsible
from talkingpiece.core import clock
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.services import ask_agency
from talkingpiece.people.services import Way, create_person
from talkingpiece.protection.classes import Side
from tests.referrals.agencies import referred
from tests.referrals.visitor import Visitor, arrived
from tests.world import World, undone

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
ONCE = re.compile(r'name="(csrfmiddlewaretoken|submission|who)" value="[^"]*"')
MADE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|RDG-E?[A-Z2-9]{6}\b|\d{4} \d{4} \d{4} \d{4}")
LINK = re.compile(r'href="(/[^"#?]*)')
# Files of the house, the ways in and out (each with a challenge that is made by chance), and what was made by chance.
LEFT_OUT = re.compile(r"/static/|/exit|sign-out|sign-in|[*(]")
OUTSIDERS = ("offender_manager", "prison", "referrer", "liaison_officer", "nobody")
Did = dict[str, tuple[int, str]]


@pytest.fixture
def ours(world: World) -> Iterator[World]:
    """Callum is known already: his manager was asked about him in a case of another matter."""
    with clock.pretend(TEN):
        world.now = TEN
        case = world.case("Odile")
        responsible = world.responsible(case, "Callum")
        ask(world, responsible.pk)
        world.now = TEN - timedelta(hours=1)  # else which of two referrals is the newer one would be left to chance
        referred(world, called="Farida")
        world.now = TEN
        prison = add_agency(name="HMP Foxcombe", kind="prison")
        worker = add_user(email="wing@example.org", name="Wing Officer", at=TEN - timedelta(days=9), agency=prison)
        give_role(user=worker, area=world.area, role=Role.OFFENDER_MANAGER, by=None, at=TEN - timedelta(days=9))
        yield world


def ask(world: World, responsible_id: Any) -> InformationRequest:
    return ask_agency(responsible_id=responsible_id, questions=["suitable"], message="", by=world.facilitator, at=TEN)


def a_victim_comes(world: World) -> Case:
    """Maya writes by herself and names Callum; her case is opened, and nobody has approached anybody."""
    ways = (Way("call", "07700 900417"),)
    arrived(world, called="Maya", ways=ways, offender_name="Callum Reeve", about_offender="He lives with his mother.")
    case = world.case("Maya", ways=(Way("call", "07700 900417"),), facilitator=world.other_facilitator)
    add_responsible(
        case_id=case.pk,
        person=create_person(
            area_id=world.area.pk,
            called="Callum",
            full_name="Callum Reeve",
            by=world.coordinator,
            at=TEN,
            side=Side.OFFENDER,
        ),
        by=world.coordinator,
        at=TEN,
        agency=world.probation,
        offender_manager=world.offender_manager,
    )
    return case


def browser(world: World, who: str) -> Client:
    if who == "nobody":
        return Client()
    user = User.objects.get(email="wing@example.org") if who == "prison" else getattr(world, who)
    return world.client(user)


def plain(text: str) -> str:
    """Without what is new on each page whoever asks, and without names that are made by chance."""
    return MADE.sub("*", ONCE.sub("", text))


def read(client: Client, path: str, data: dict[str, Any] | None = None) -> tuple[int, str]:
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    return answer.status_code, plain(answer.content.decode(errors="replace"))


def addresses() -> list[str]:
    """Every address of both doors, with something that the first world holds in the place of what it names."""
    case, asked = Case.objects.get(), InformationRequest.objects.get()
    found = {re.sub(r"<uuid:\w+>", str(asked.pk), re.sub(r"<str:\w+>", case.reference, route)) for route in routes()}
    found = {"/" + re.sub(r"<\w+:\w+>", "x", path) for path in found}
    return sorted(path for path in found if not LEFT_OUT.search(path))


def routes(patterns: Any = None, prefix: str = "") -> Iterator[str]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)


def walked(world: World, who: str, paths: list[str]) -> Did:
    """Every page that leads on from another, and every address that there is."""
    client, found, ahead = browser(world, who), {}, list(paths)
    while ahead:
        path = ahead.pop()
        if plain(path) in found and path not in paths:
            continue
        with undone(world):
            status, text = read(client, path)
        found[path if path in paths else plain(path)] = (status, text)
        if status == 200:
            led = {html.unescape(to) for to in LINK.findall(text)}
            ahead += [to for to in led - found.keys() if not LEFT_OUT.search(to)]
    return found


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_and_no_address_tells_that_a_victim_came(ours: World, who: str) -> None:
    paths = addresses()
    before = walked(ours, who, paths)
    a_victim_comes(ours)
    after = walked(ours, who, paths)
    assert {path for path in before if before[path] != after.get(path)} == set()
    assert before.keys() == after.keys()
    assert sum(status == 200 for status, _text in before.values()) >= 3, "they can open something"


def test_the_service_itself_reads_of_her(ours: World) -> None:
    """Else the two worlds would be alike for everybody, and the test above could not fail."""
    queue = reverse("referrals:queue")
    before = read(browser(ours, "coordinator"), queue)
    a_victim_comes(ours)
    assert read(browser(ours, "coordinator"), queue) != before


def refers_her(world: World) -> list[tuple[int, str]]:
    """Victim Support refers the same woman, with the same telephone."""
    client = browser(world, "referrer")
    begun = client.post(reverse("referrals:make"), {"area": str(world.area.pk)}, follow=True)
    assert "referrer_reach" in begun.content.decode()
    sent = referred(world, called="Maya", ways=(Way("call", "07700 900417"),), offender_name="Callum Reeve")
    pages = [reverse("referrals:made"), reverse("referrals:made_one", args=[sent.reference])]
    return [(begun.status_code, plain(begun.content.decode())), *(read(client, page) for page in pages)]


def passes_his_wish_on(world: World) -> list[tuple[int, str]]:
    """Callum asks first; the worker who writes it down is not hers."""
    typed = {"called": "Callum", "full_name": "Callum Reeve", "words": "I want to say sorry."}
    client = browser(world, "facilitator")
    pages = [reverse("referrals:enquiry_recorded"), reverse("casefile:my_work"), reverse("casefile:cases")]
    return [read(client, reverse("referrals:enquiry_record"), typed), *(read(client, page) for page in pages)]


def writes_as_her(world: World) -> list[tuple[int, str]]:
    """Somebody types her name, her number and his name into the public form."""
    somebody = Visitor()
    pages = [
        somebody.answer("name", called="Maya"),
        somebody.answer("contact", safe=["text"], text_number="07700 900417"),
    ]
    somebody.answer("other-person", about_offender="Callum Reeve")
    pages += [somebody.post("check"), somebody.client.get(reverse("front:receipt"))]
    return [(page.status_code, plain(page.content.decode())) for page in pages]


def asks_to_be_called(world: World) -> list[tuple[int, str]]:
    return [read(Client(), reverse("front:call_me"), {"called": "Maya", "way": "call", "call_number": "07700 900417"})]


def is_asked_about_him_again(world: World) -> list[tuple[int, str]]:
    """His manager is asked about him in a case that is opened later: its number counts nobody."""
    case = world.case("Leszek")
    request = ask(world, world.responsible(case, "Callum").pk)
    client = browser(world, "offender_manager")
    pages = [reverse("information_sharing:requests"), reverse("information_sharing:answer", args=[request.pk])]
    answered = {"view": "support", "suitable": "Yes"}
    return [*(read(client, page) for page in pages), read(client, pages[1], answered), read(client, pages[0])]


@pytest.mark.parametrize(
    "act", [refers_her, passes_his_wish_on, writes_as_her, asks_to_be_called, is_asked_about_him_again]
)
def test_no_answer_to_anything_that_is_sent_tells_that_a_victim_came(
    ours: World, act: Callable[[World], list[tuple[int, str]]]
) -> None:
    with undone(ours):
        before = act(ours)
    a_victim_comes(ours)
    with undone(ours):
        after = act(ours)
    assert before == after
    assert [len(text) for _status, text in before] == [len(text) for _status, text in after]
    assert all(status == 200 for status, _text in before[-1:])
