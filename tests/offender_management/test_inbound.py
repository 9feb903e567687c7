"""What prison and probation tell us: taken in, or let go, with the same answer; by event and by file."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import OffenderChange, Responsible
from talkingpiece.demo.upstream import SCENARIOS, Upstream, as_a_queue_does, play
from talkingpiece.offender_management.change_files import COLUMNS, Refused, bring_changes
from talkingpiece.offender_management.domain_event import DomainEvent, Malformed, kind_of, read
from talkingpiece.offender_management.inbound import receive_event
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from tests.world import World, build_world

HOUR = timedelta(hours=1)
DALE = Upstream("A1234BC", "X123456")


@pytest.fixture
def dale(world: World) -> Responsible:
    row = world.responsible(world.case("Greta"), "Dale")
    Responsible.objects.filter(pk=row.pk).update(held_since=world.now - timedelta(days=100))
    for kind, value in (("prison_no", DALE.prison_no), ("crn", DALE.crn)):
        name_number(person=row.person, kind=kind, value=value, by=None, at=world.now, side=Side.OFFENDER)
    row.refresh_from_db()
    return row


def arrives(world: World, message: dict[str, Any]) -> None:
    answer: object = receive_event(  # type: ignore[func-returns-value]
        message["event"], area_id=world.area.pk, by=None, at=world.now, event_id=message["messageId"]
    )
    assert answer is None


def kinds() -> list[str]:
    return sorted(OffenderChange.objects.values_list("kind", flat=True))


def trail(world: World) -> list[str]:
    return list(Event.objects.filter(area_id=world.area.pk).order_by("recorded_at").values_list("name", flat=True))


# The shape


@pytest.mark.parametrize(
    ("spoilt", "where"),
    [
        ({"eventType": ""}, "eventType"),
        ({"version": "one"}, "version"),
        ({"occurredAt": "yesterday"}, "occurredAt"),
        ({"occurredAt": "2026-05-01T10:00:00"}, "occurredAt"),  # without its offset it is no moment
        ({"additionalInformation": []}, "additionalInformation"),
        ({"personReference": {"identifiers": [{"type": "NOMS"}]}}, "personReference"),
        ({"description": "Quillfeather " * 100}, "description"),
    ],
)
def test_what_is_not_shaped_like_an_event_is_refused_without_a_word_of_it(spoilt: dict[str, Any], where: str) -> None:
    event = {"eventType": "X", "version": 1, "occurredAt": "2026-05-01T10:00:00Z"} | spoilt
    with pytest.raises(Malformed) as refused:
        read(event)
    assert [error.split(":")[0] for error in refused.value.errors] == [where]
    assert "Quillfeather" not in str(refused.value)


def test_the_published_schema_is_that_of_the_code() -> None:
    published = Path(__file__).parents[2] / "docs/domain-event.schema.json"
    assert json.loads(published.read_text()) == DomainEvent.model_json_schema()


@pytest.mark.parametrize("not_one", [None, [], "event", 7, {}])
def test_what_is_no_event_at_all_is_refused(not_one: object) -> None:
    with pytest.raises(Malformed):
        read(not_one)


def test_three_fields_are_enough_and_what_we_do_not_know_is_let_by() -> None:
    event = read({"eventType": "X", "version": 1, "occurredAt": "2026-05-01T10:00:00Z", "new": {"a": [1]}})
    assert event.numbers == set()
    assert kind_of(event) is None


@pytest.mark.parametrize(
    ("kind", "reason", "expected"),
    [
        ("prison-offender-events.prisoner.received", "TRANSFERRED", "transfer"),
        ("prison-offender-events.prisoner.received", "RECALL", "recall"),
        ("prison-offender-events.prisoner.received", "RETURN_FROM_COURT", None),
        ("prison-offender-events.prisoner.released", "RELEASED", "release"),
        ("prison-offender-events.prisoner.released", "TRANSFERRED", None),
        ("prison-offender-events.prisoner.released", "TEMPORARY_ABSENCE_RELEASE", None),
        ("prison-offender-events.prisoner.merged", "", "merged"),
        ("PERSON_RESPONSIBLE_OFFICER_CHANGED", "", "officer"),
        ("LICENCE_CONDITION_CHANGED", "", "licence"),
        ("offender.death", "", "death"),
        ("offender.order", "", "order"),
        ("MAPPA_DETAIL_CHANGED", "", None),
    ],
)
def test_each_event_means_one_kind_or_nothing(kind: str, reason: str, expected: str | None) -> None:
    event = DomainEvent.model_validate(
        {
            "eventType": kind,
            "version": 1,
            "occurredAt": "2026-05-01T10:00:00Z",
            "additionalInformation": {"reason": reason},
        }
    )
    assert kind_of(event) == expected


# Taken in, or let go


def test_a_change_reaches_every_case_of_that_person(world: World, dale: Responsible) -> None:
    other = world.case("Nadia")
    again = Responsible(
        area=world.area,
        key_id=other.key_id,
        case=other,
        person=dale.person,
        known_since=world.now,
        supervised_since=world.now,
        held_since=world.now,
    )
    again.save()
    arrives(world, DALE.recalled(world.now - HOUR, "HMP Foxcombe"))
    assert kinds() == ["recall", "recall"]
    dale.refresh_from_db()
    assert dale.held_at == "HMP Foxcombe"


def test_of_somebody_whom_we_do_not_know_nothing_at_all_is_written(world: World, dale: Responsible) -> None:
    before = trail(world)
    for message in SCENARIOS["recall"](Upstream("Z9999ZZ"), world.now - HOUR):
        arrives(world, message)
    arrives(world, DALE.risk(world.now - HOUR))
    assert trail(world) == before
    assert kinds() == []


def test_another_areas_people_are_not_found(world: World, dale: Responsible) -> None:
    other = build_world(slug="other", name="Other", code="OTH")
    show_areas([world.area.pk, other.area.pk])
    message = DALE.recalled(world.now - HOUR, "HMP Foxcombe")
    receive_event(message["event"], area_id=other.area.pk, by=None, at=world.now)
    assert kinds() == []


def test_what_has_not_happened_yet_is_refused(world: World, dale: Responsible) -> None:
    with pytest.raises(Malformed):
        arrives(world, DALE.released(world.now + HOUR))


@pytest.mark.parametrize("seed", range(6))
def test_a_queue_that_repeats_and_shuffles_ends_where_one_that_does_not_ends(
    world: World, dale: Responsible, seed: int
) -> None:
    messages = SCENARIOS["recall"](DALE, world.now - HOUR)
    play(as_a_queue_does(messages, seed), area_id=world.area.pk, at=world.now)
    dale.refresh_from_db()
    assert (kinds(), dale.held_at) == (["licence", "recall", "release"], "HMP Foxcombe")
    play(messages, area_id=world.area.pk, at=world.now)
    assert kinds() == ["licence", "recall", "release"]


def test_the_same_content_without_a_name_is_the_same_event(world: World, dale: Responsible) -> None:
    event = DALE.licence(world.now - HOUR)["event"]
    for _time in range(2):
        receive_event(event, area_id=world.area.pk, by=None, at=world.now)
    assert kinds() == ["licence"]


def test_no_number_and_no_name_of_an_event_stands_in_clear(world: World, dale: Responsible) -> None:
    message = DALE.recalled(world.now - HOUR, "HMP Foxcombe")
    arrives(world, message)
    row = OffenderChange.objects.get()
    assert len(row.event) == 32
    assert DALE.prison_no not in row.event
    details = json.dumps(list(Event.objects.filter(area_id=world.area.pk).values_list("detail", flat=True)))
    assert DALE.prison_no not in details
    assert "Foxcombe" not in details


# By file


def table(*rows: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows]).encode()


def row(what: str, when: str, number: str = "A1234BC", new: str = "", reference: str = "") -> str:
    return f"{reference},{what},{when},{number},,HMP Foxcombe,,,{new},From the list of Monday"


def bring(world: World, content: bytes) -> int:
    return bring_changes(content, area_id=world.area.pk, by=world.coordinator, at=world.now)


def day(world: World, days: int) -> str:
    return f"{world.now - timedelta(days=days):%Y-%m-%d} 09:30"


def test_a_table_is_taken_in_whole_and_the_second_time_changes_nothing(world: World, dale: Responsible) -> None:
    content = table(
        row("transfer", day(world, 5)), row("recall", day(world, 2)), row("death", day(world, 1), "Z9999ZZ")
    )
    assert bring(world, content) == 3
    assert kinds() == ["recall", "transfer"]
    before = trail(world)
    assert bring(world, content) == 3
    assert (kinds(), trail(world)) == (["recall", "transfer"], before)


def test_one_wrong_row_and_nothing_is_taken_in(world: World, dale: Responsible) -> None:
    content = table(
        row("transfer", day(world, 5)),
        row("vanished", day(world, 5)),
        row("recall", "soon"),
        row("recall", day(world, -3)),
        row("recall", day(world, 3), "nobody"),
        row("merged", day(world, 3)),
        row("recall", day(world, 3)) + ",one too many",
    )
    with pytest.raises(Refused) as refused:
        bring(world, content)
    assert [error.line for error in refused.value.errors] == [3, 4, 5, 6, 7, 8]
    assert kinds() == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2", b"{not json}", b"[]", b'{"messageId": "1"}'])
def test_what_is_no_file_of_changes_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(Refused):
        bring(world, content)


def test_lines_of_events_are_read_with_and_without_their_envelope(world: World, dale: Responsible) -> None:
    moved, freed = DALE.moved(world.now - 3 * HOUR, "HMP Foxcombe"), DALE.released(world.now - 2 * HOUR)
    assert bring(world, "\n".join([json.dumps(moved), "", json.dumps(freed["event"])]).encode()) == 2
    assert kinds() == ["release", "transfer"]
    dale.refresh_from_db()
    assert dale.held_at == ""


def test_the_page_names_each_wrong_line_and_takes_in_a_right_one(world: World, dale: Responsible) -> None:
    client, address = world.client(world.coordinator), reverse("offender_management:changes_file")
    wrong = client.post(address, {"file": SimpleUploadedFile("c.csv", table(row("vanished", day(world, 5))))})
    assert "Nothing was taken in" in wrong.content.decode()
    assert "what: one of transfer" in wrong.content.decode()
    right = client.post(address, {"file": SimpleUploadedFile("c.csv", table(row("transfer", day(world, 5))))})
    assert right.status_code == 302
    show_areas([world.area.pk])
    assert kinds() == ["transfer"]
    assert world.client(world.facilitator).get(address).status_code == 404


def test_the_command_reads_a_file_and_says_how_many_rows(world: World, dale: Responsible, tmp_path) -> None:
    good, bad, said = tmp_path / "good.csv", tmp_path / "bad.csv", StringIO()
    good.write_bytes(table(row("transfer", day(world, 5)), row("transfer", day(world, 5), "Z9999ZZ")))
    bad.write_bytes(table(row("vanished", day(world, 5))))
    call_command("changes", "import", str(good), area=world.area.slug, stdout=said)
    assert said.getvalue() == "2 rows were read.\n"
    with pytest.raises(SystemExit) as ended:
        call_command("changes", "import", str(bad), area=world.area.slug, stderr=StringIO())
    assert ended.value.code == 1
    with pytest.raises(CommandError):
        call_command("changes", "import", str(good), area="nowhere")
    assert kinds() == ["transfer"]
