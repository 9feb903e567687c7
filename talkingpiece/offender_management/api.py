"""What came of it, for the system of an agency: reports, what is to be done, whom it may know of; and what changed for
offenders, told to us."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.states import SENT_FOR, Category, Purpose
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.models import Responsible
from talkingpiece.clients.paging import PageAsked, Strict, client_of, only_known, page_of
from talkingpiece.clients.problems import Fault, Problem, pointer
from talkingpiece.clients.said import as_posted, require_valid
from talkingpiece.clients.way_in import ByClient
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import pdf_response, record_response
from talkingpiece.information_sharing.api import FOR as FOR_REQUESTS
from talkingpiece.offender_management import services
from talkingpiece.offender_management.access import (
    get_action,
    get_entry,
    get_received,
    visible_entries,
    visible_received,
)
from talkingpiece.offender_management.domain_event import DomainEvent, Malformed
from talkingpiece.offender_management.exports import RECEIVED, RECEIVED_RECORD
from talkingpiece.offender_management.feed import FeedFact, OffenderEntry
from talkingpiece.offender_management.forms import DoneForm
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.papers import FILE_NAME
from talkingpiece.offender_management.presenters import sent_paper
from talkingpiece.offender_management.record import SCHEMA, as_file
from talkingpiece.offender_management.states import Kind
from talkingpiece.offender_management.waiting import keep_waiting
from talkingpiece.outbox.queries import BadCursor, events_after
from talkingpiece.outbox.states import Kind as EventKind
from talkingpiece.protection.classes import Side

router = Router(tags=["offender management"])


class Who(Schema):
    name: str
    birth_date: str | None


class ReportRow(Schema):
    id: UUID
    number: str
    kind: Kind
    about: Who
    released_at: str


class ReportList(Schema):
    items: list[ReportRow]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ActionRow(Schema):
    id: UUID
    offender: UUID = Field(description="Under which `GET offenders/{id}` says more.")
    about: Who
    words: str
    due_on: str | None
    reported_on: str | None = Field(description="Since when it waits for somebody of the service to make sure.")


class ActionList(Schema):
    items: list[ActionRow]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class DoneIn(Strict):
    words: str = Field("", max_length=500, description="How you know.")


class DoneTaken(Schema):
    id: UUID
    reported_on: str


class FactOut(Schema):
    kind: Kind
    key: str
    words: str
    category: Category
    ground: str = Field(description="The agreement under which it is told.")
    on: str | None
    reported_on: str | None


class OffenderOut(Schema):
    id: UUID
    name: str
    birth_date: str
    facts: list[FactOut]


class Identifier(Schema):
    type: Literal["CRN", "NOMS"]
    value: str


class Person(Schema):
    identifiers: list[Identifier]


class EventOut(Schema):
    type: EventKind
    version: Literal[1]
    id: UUID
    timestamp: str
    detail_url: str = Field(description="Where to ask what it is. The answer is what you may see when you ask.")
    person: Person


class EventList(Schema):
    items: list[EventOut]
    next: str = Field(description="After which to ask on, now or later; the cursor that you gave, if nothing came.")
    more: bool = Field(description="Whether there is more already.")


class Received(Schema):
    received: bool = True


@cache
def report_schema() -> dict[str, Any]:
    """The published one, with its own references led to where it stands in this interface's description."""
    text = (Path(__file__).parent / "schemas" / f"{SCHEMA}.json").read_text()
    found: dict[str, Any] = json.loads(text.replace('"#/$defs/', '"#/components/schemas/OutcomeReport/$defs/'))
    del found["$schema"], found["$id"]
    return found


def _content(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {200: {"content": {kind: {"schema": schema}}}}}


@router.get("/reports", auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME), response=ReportList, operation_id="reports")
def reports(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """What was sent to anybody of your agency."""
    client = client_of(request)
    sent = [one for one in visible_received(client.user) if one.record is not None]
    rows, after = page_of(sent, asked, request=request, of="reports", key=_when_released)
    for one in rows:
        record_reading("report.listed", by=client.user, about=one, side=Side.OFFENDER, case_id=one.case_id)
    return {"items": [_report_row(one) for one in rows], "next": after}


@router.get(
    "/reports/{uuid:report_id}",
    auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME),
    response={200: None},
    operation_id="report",
    openapi_extra=_content("application/json", {"$ref": "#/components/schemas/OutcomeReport"}),
)
@exports(RECEIVED_RECORD)
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """As it was when it was sent, and as its schema says."""
    client = client_of(request)
    found = _received(request, report_id)
    return record_response(
        RECEIVED_RECORD,
        as_file(found.record or {}),
        "report.json",
        by=client.user,
        about=found,
        side=Side.OFFENDER,
        case_id=found.case_id,
        detail={"audience": sent_paper(found).audience.value},
    )


@router.get(
    "/reports/{uuid:report_id}/report.pdf",
    auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME),
    response={200: None},
    operation_id="report_pdf",
    openapi_extra=_content("application/pdf", {"type": "string", "contentEncoding": "binary"}),
)
@exports(RECEIVED)
def report_pdf(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The same for people: a tagged PDF."""
    client = client_of(request)
    found = _received(request, report_id)
    return pdf_response(
        RECEIVED,
        sent_paper(found),
        FILE_NAME,
        by=client.user,
        about=found,
        side=Side.OFFENDER,
        case_id=found.case_id,
    )


@router.get("/actions", auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME), response=ActionList, operation_id="actions")
def actions(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """What somebody whom you may know of has agreed to do."""
    client = client_of(request)
    found = [(entry, fact) for entry in visible_entries(client.user) for fact in entry.of(Kind.ACTIONS)]
    listed = [(entry, fact) for entry, fact in found if fact.subject_id is not None]
    rows, after = page_of(listed, asked, request=request, of="actions", key=lambda row: ("", str(row[1].subject_id)))
    _note_read(request, {entry.entry_id for entry, _fact in rows})
    return {"items": [_action_row(entry, fact) for entry, fact in rows], "next": after}


@router.post(
    "/actions/{uuid:item_id}/reported",
    auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME, once=True),
    response={201: DoneTaken},
    operation_id="report_done",
)
def report_done(request: HttpRequest, item_id: UUID, said: DoneIn) -> Any:
    """It is done, as far as you know. It counts once somebody of the service has made sure."""
    client = client_of(request)
    entry, _action = get_action(client.user, item_id)
    form = DoneForm(data=as_posted({"words": said.words}))
    require_valid(form, lambda name: (name,))
    done = services.report_done(
        item_id=item_id,
        responsible_id=entry.entry_id,
        agency=client.agency,
        words=form.cleaned_data["words"],
        by=client.user,
        at=clock.now(),
    )
    return Status(201, {"id": item_id, "reported_on": done.happened_at.isoformat()})


@router.get(
    "/offenders/{uuid:entry_id}",
    auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME, Purpose.ARRANGING, *FOR_REQUESTS),
    response=OffenderOut,
    operation_id="offender",
)
def offender(request: HttpRequest, entry_id: UUID) -> Any:
    """One offender, and what you are told of them now: the same as on the page of your people, of what your system is
    registered for."""
    client = client_of(request)
    entry = get_entry(client.user, entry_id)
    granted = set(client.purposes) & set(client.agreement.purposes)
    told = [fact for fact in entry.facts if _told_for(fact) & granted]
    if not told:
        raise Http404
    _note_read(request, {entry.entry_id})
    return replace(entry, facts=tuple(told)).data()


def _told_for(fact: FeedFact) -> frozenset[Purpose]:
    return frozenset(FOR_REQUESTS) if fact.kind is Kind.QUESTION else SENT_FOR[fact.category]


# For what a system must be registered to hear of these at all.
_HEARD_FOR = {
    EventKind.REQUEST_MADE: {*FOR_REQUESTS},
    EventKind.REQUEST_CHASED: {*FOR_REQUESTS},
    EventKind.REQUEST_WITHDRAWN: {*FOR_REQUESTS},
}


@router.get(
    "/events",
    auth=ByClient(Act.REPORT_RECEIVE, Purpose.OUTCOME, *FOR_REQUESTS),
    response=EventList,
    operation_id="events",
)
def events(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """That something is new, for the last thirty days, oldest first: what is sent to your address, to be fetched. Each
    stands here only while you may see what it leads to."""
    client = client_of(request)
    only_known(request)
    try:
        page = events_after(
            agency=client.agency, area=client.area, cursor=asked.cursor, limit=asked.limit, at=clock.now()
        )
    except BadCursor:
        raise Problem("bad_cursor", faults=[Fault("Begin again without one.", parameter="cursor")]) from None
    granted = set(client.purposes) & set(client.agreement.purposes)
    heard = [one for one in page.events if _HEARD_FOR.get(EventKind(one["type"]), {Purpose.OUTCOME}) & granted]
    record_reading("event.listed", by=client.user, about=client, side=Side.OFFENDER, detail={"events": len(heard)})
    return {"items": heard, "next": page.cursor, "more": page.more}


@router.post(
    "/changes",
    auth=ByClient(Act.CHANGE_TELL, Purpose.CHANGES, signed=True),
    response={202: Received},
    operation_id="tell_change",
)
def tell_change(request: HttpRequest, event: DomainEvent) -> Any:
    """Something happened to an offender. The answer is the same, and takes as long, whether or not we know them."""
    client = client_of(request)
    name = f"{client.pk} {request.headers['webhook-id']}"
    try:
        keep_waiting(event=json.loads(request.body), name=name, area_id=client.area_id, by=client.user, at=clock.now())
    except Malformed as wrong:
        places = [error.partition(": ") for error in wrong.errors]
        raise Problem("invalid", faults=[Fault(why, pointer=pointer(place)) for place, _, why in places]) from None
    return Status(202, {"received": True})


def _received(request: HttpRequest, report_id: UUID) -> OutcomeReport:
    client = client_of(request)
    found = get_received(client.user, report_id)
    if found.record is None:  # sent before reports were records
        raise Http404
    services.note_first_reading(report_id=found.pk, by=client.user, at=clock.now())
    return found


def _note_read(request: HttpRequest, ids: set[UUID]) -> None:
    user = client_of(request).user
    for row in Responsible.objects.filter(pk__in=ids):
        record_reading("feed.read", by=user, about=row, side=Side.OFFENDER, case_id=row.case_id)


def _when_released(one: OutcomeReport) -> tuple[str, str]:
    assert one.released_at is not None
    return one.released_at.isoformat(), str(one.pk)


def _report_row(one: OutcomeReport) -> dict[str, Any]:
    record = one.record or {}
    return {
        "id": one.pk,
        "number": one.number,
        "kind": one.kind,
        "about": record["about"],
        "released_at": _when_released(one)[0],
    }


def _action_row(entry: OffenderEntry, fact: FeedFact) -> dict[str, Any]:
    return {
        "id": fact.subject_id,
        "offender": entry.entry_id,
        "about": {"name": entry.name, "birth_date": entry.birth_date or None},
        "words": fact.words,
        "due_on": fact.on.isoformat() if fact.on else None,
        "reported_on": fact.waits_since.isoformat() if fact.waits_since else None,
    }
