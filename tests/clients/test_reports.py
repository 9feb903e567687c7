"""Reports, what is to be done, and whom an agency may know of: the same account as on the page, by one function."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import Responsible
from talkingpiece.clients.models import Client
from talkingpiece.core import clock
from talkingpiece.offender_management import feed as feeding
from talkingpiece.offender_management.access import visible_entries
from talkingpiece.offender_management.models import ActionReported, OutcomeReport
from talkingpiece.offender_management.states import Kind as FactKind
from tests.agreements.given import replaced
from tests.clients.machine import Machine, covered, let_in
from tests.offender_management.conftest import ITEM, Told, held_case, told  # noqa: F401
from tests.outbox.test_what_is_announced import looked, placed
from tests.world import World, undone

SCHEMA = Path(feeding.__file__).parent / "schemas" / "outcome-report-1.json"


@pytest.fixture
def released(told: Told) -> OutcomeReport:  # noqa: F811
    covered(told.world)
    told.show_both()
    return told.release()


@pytest.fixture
def machine(world: World, released: OutcomeReport) -> Machine:
    """Let in under the agreement that is in force now."""
    return let_in(world, agreement=_in_force(world)).sign_in()


def _in_force(world: World):
    from talkingpiece.agreements.queries import in_force

    return in_force(world.area.pk, at=clock.now()).get(agency=world.probation)


def test_a_report_as_its_schema_says_and_as_a_tagged_pdf(machine: Machine, released: OutcomeReport) -> None:
    listed = machine.get("reports").json()["items"]
    assert [(one["id"], one["number"]) for one in listed] == [(str(released.pk), released.number)]
    answer = machine.get(f"reports/{released.pk}")
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(answer.json())
    pdf = machine.get(f"reports/{released.pk}/report.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.content)) as made:
        assert made.Root.MarkInfo.Marked
    exports = Event.objects.filter(kind=Kind.EXPORT, actor_id=machine.client.user_id)
    assert sorted(exports.values_list("name", flat=True)) == ["report.downloaded", "report.record_downloaded"]
    assert OutcomeReport.objects.get(pk=released.pk).first_read_at is not None


def test_a_report_to_another_agency_is_not_there(world: World, machine: Machine, released: OutcomeReport) -> None:
    other = let_in(world, agreement=covered(world, world.liaison)).sign_in()
    assert other.get("reports").json()["items"] == []
    for what in ("", "/report.pdf"):
        foreign, missing = other.get(f"reports/{released.pk}{what}"), other.get(f"reports/{uuid4()}{what}")
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content == missing.content


def test_what_it_shows_is_the_feed_and_is_what_the_page_shows(world: World, machine: Machine) -> None:
    now = clock.now()
    entries = feeding.feed(world.probation, None, now)
    assert entries
    assert visible_entries(machine.client.user) == entries
    assert visible_entries(world.offender_manager) == entries
    for entry in entries:
        assert machine.get(f"offenders/{entry.entry_id}").json() == entry.data()
    page = world.client(world.offender_manager).get("/staff/where-it-stands/").content.decode()
    acts = machine.get("actions").json()["items"]
    assert [one["words"] for one in acts]
    assert all(one["words"] in page for one in acts)
    readings = Event.objects.filter(name="feed.read", actor_id=machine.client.user_id)
    assert readings.count() == len(entries) + len({one["offender"] for one in acts})


SETS = st.frozensets(st.sampled_from(Category.values))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(send=SETS, receive=SETS, purposes=st.frozensets(st.sampled_from(Purpose.values), min_size=1))
def test_whatever_the_agreement_says_it_tells_what_the_page_tells_and_nothing_else(
    world: World, machine: Machine, send: frozenset[str], receive: frozenset[str], purposes: frozenset[str]
) -> None:
    with undone(world):
        changed = replaced(
            _in_force(world), we_may_send=list(send), they_may_send=list(receive), purposes=list(purposes)
        )
        system = let_in(world, agreement=changed, name="Another").sign_in()
        page = visible_entries(world.offender_manager)
        for row in Responsible.objects.filter(area=world.area):
            entry = next((one for one in page if one.entry_id == row.pk), None)
            answer = system.get(f"offenders/{row.pk}")
            if answer.status_code == 200:
                assert entry
                assert answer.json() == entry.data()
            else:
                assert entry is None
        listed = system.get("actions")
        shown = {one["id"] for one in listed.json()["items"]} if listed.status_code == 200 else set()
        assert shown == {str(fact.subject_id) for entry in page for fact in entry.of(FactKind.ACTIONS)}


def test_a_system_is_told_what_it_is_registered_for_and_no_more(world: World, machine: Machine) -> None:
    [entry] = visible_entries(world.offender_manager)
    asks = let_in(world, agreement=_in_force(world), purposes=["suitability"], name="Asks").sign_in()
    assert entry.facts
    assert not entry.of(FactKind.QUESTION)
    assert asks.get(f"offenders/{entry.entry_id}").status_code == 404
    assert machine.get(f"offenders/{entry.entry_id}").status_code == 200


def test_done_counts_once_somebody_made_sure(machine: Machine) -> None:
    [act] = [one for one in machine.get("actions").json()["items"] if ITEM in one["words"]]
    answer = machine.post(f"actions/{act['id']}/reported", {"words": "The course wrote to me."})
    assert answer.status_code == 201
    said = ActionReported.objects.get()
    assert (said.answer, said.recorded_by) == ("", machine.client.user)
    [again] = [one for one in machine.get("actions").json()["items"] if one["id"] == act["id"]]
    assert again["reported_on"]
    assert machine.post(f"actions/{uuid4()}/reported", {}).status_code == 404
    assert machine.post(f"actions/{act['id']}/reported", {"strange": 1}).status_code == 422


def test_that_something_is_new_is_fetched_in_order_and_on_from_there(
    world: World, machine: Machine, released: OutcomeReport
) -> None:
    looked(world)
    first = machine.get("events", limit=1).json()
    assert (len(first["items"]), first["more"]) == (1, True)
    rest = machine.get("events", cursor=first["next"]).json()
    found = [*first["items"], *rest["items"]]
    assert len({one["id"] for one in found}) == len(found)
    [sent] = [one for one in found if one["type"] == "report.released"]
    assert sent["detail_url"].endswith(f"v1/reports/{released.pk}")
    assert "Maya" not in json.dumps(found)
    assert "Callum" not in json.dumps(found)
    again = machine.get("events", cursor=rest["next"]).json()
    assert (again["items"], again["next"], again["more"]) == ([], rest["next"], False)
    assert machine.get("events", cursor="0" * 32).json()["code"] == "bad_cursor"
    assert Event.objects.filter(name="event.listed", actor_id=machine.client.user_id).count() == 3


def test_a_system_hears_of_what_it_is_registered_for_alone(world: World, machine: Machine) -> None:
    placed()
    agreement = _in_force(world)
    asks = let_in(world, agreement=agreement, purposes=["suitability"], name="Asks").sign_in()
    heard = {one["type"].split(".")[0] for one in asks.get("events").json()["items"]}
    assert heard <= {"request"}
    assert (
        let_in(world, agreement=agreement, purposes=["referral"], name="Refers").sign_in().get("events").json()["code"]
        == "purpose"
    )


def test_who_may_not_be_known_is_not_there_and_adds_no_byte(world: World, machine: Machine) -> None:
    before = [machine.get(what).content for what in ("actions", "reports", "requests", "events")]
    secret = world.responsible(world.case("Joan"), "Piers")
    assert [machine.get(what).content for what in ("actions", "reports", "requests", "events")] == before
    hidden, missing = machine.get(f"offenders/{secret.pk}"), machine.get(f"offenders/{uuid4()}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


def test_no_answer_is_kept_or_open_to_other_sites(machine: Machine) -> None:
    for answer in (machine.get("reports"), machine.get(f"offenders/{uuid4()}"), machine.get("nothing")):
        assert answer["Cache-Control"] == "no-store"
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert "Set-Cookie" not in answer


def test_after_its_last_minute_nothing_is_answered(machine: Machine, released: OutcomeReport) -> None:
    ends = clock.now() + timedelta(minutes=2)
    client = Client.objects.select_related("agreement").get(pk=machine.client.pk)
    from tests.agreements.given import over

    over(client.agreement, at=ends)
    assert machine.get(f"reports/{released.pk}").status_code == 200
    with clock.pretend(ends):
        for what in (f"reports/{released.pk}", f"reports/{released.pk}/report.pdf", "reports", "actions", "events"):
            answer = machine.get(what)
            assert (answer.status_code, answer.json()["code"]) == (403, "no_agreement")
