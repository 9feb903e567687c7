"""What somebody may not have is answered as what is not there: byte for byte, by the same queries, with one entry."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.context import show_areas
from tests.world import World, build_world


def answer_of(client: Client, reference: str) -> tuple[int, str, dict[str, str], int]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(reverse("casefile:case", args=[reference]))
    # What differs with every page that is drawn: the token of its forms.
    body = re.sub(r'name="(csrfmiddlewaretoken|submission|who)" value="[^"]*"', "", answer.content.decode())
    headers = {name: value for name, value in answer.headers.items() if name not in {"Date"}}
    return answer.status_code, body, headers, len(queries)


@pytest.mark.parametrize("why", ["not theirs", "another area", "excluded"])
def test_what_is_not_theirs_is_as_what_is_not_there(world: World, why: str) -> None:
    case: Case = world.case()
    reader = world.other_facilitator
    if why == "another area":
        case = build_world(slug="wexbourne", code="WEX", name="Wexbourne").case("Joan")
    if why == "excluded":
        reader = world.coordinator
        declare_conflict(user=reader, person=case.victim, words="A cousin.", by=reader, at=world.now)
    client = world.client(reader)
    client.get(reverse("casefile:my_work"))

    refused, absent = answer_of(client, case.reference), answer_of(client, "RDG-26-9999")

    assert refused == absent
    assert refused[0] == 404
    show_areas([world.area.pk])
    entries = Event.objects.filter(kind="refusal", name="page.refused", actor_id=reader.pk).order_by("recorded_at")
    assert [entry.detail["asked"]["reference"] for entry in entries] == [case.reference, "RDG-26-9999"]
    assert {entry.detail["reason"] for entry in entries} == {"not_found"}


def test_a_page_of_another_role_says_why_in_the_trail_and_to_nobody_else(world: World) -> None:
    client = world.client(world.evaluator)
    assert client.get(reverse("casefile:my_work")).status_code == 404
    show_areas([world.area.pk])
    assert Event.objects.get(name="page.refused").detail["reason"] == "role"


def test_a_stranger_who_is_not_signed_in_leaves_no_entry(world: World, client: Client) -> None:
    assert client.get("/staff/nothing-here").status_code == 404
    show_areas([world.area.pk])
    assert not Event.objects.filter(kind="refusal").exists()
