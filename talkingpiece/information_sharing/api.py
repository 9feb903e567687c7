"""Requests to an agency, for its system: what its people find on their desks, and the answer through the same form."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.states import Purpose
from talkingpiece.audit.services import record_reading
from talkingpiece.clients.models import Client
from talkingpiece.clients.paging import Day, PageAsked, Strict, client_of, page_of
from talkingpiece.clients.problems import Problem
from talkingpiece.clients.said import as_posted, require_valid
from talkingpiece.clients.way_in import ByClient
from talkingpiece.core import clock
from talkingpiece.information_sharing.access import get_addressed, visible_requests
from talkingpiece.information_sharing.forms.agency import AnswerForm
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import said_so_far, sharing
from talkingpiece.information_sharing.services import answer_request
from talkingpiece.information_sharing.states import Question, Rest, View
from talkingpiece.protection.classes import Side

router = Router(tags=["requests"])
FOR = (Purpose.SUITABILITY, Purpose.SAFETY)


class About(Schema):
    name: str
    birth_date: str | None


class AskedBy(Schema):
    name: str
    job: str
    service: str
    phone: str
    hours: str


class QuestionOut(Schema):
    code: Question
    words: str


class RequestRow(Schema):
    id: UUID
    about: About
    do_not_tell: bool = Field(description="They are not to learn that we asked.")
    asked_at: str
    answer_by: str
    answered: bool


class RequestList(Schema):
    items: list[RequestRow]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class RequestOut(RequestRow):
    opening: str
    message: str
    questions: list[QuestionOut]
    asked_by: AskedBy
    answers: dict[str, str] = Field(description="By the code of the question: what was answered so far.")
    view: str
    reason: str


class AnswerIn(Strict):
    rest: Rest = Field(description="How far this goes. `more_time` leaves the rest open; `refused` answers nothing.")
    answers: dict[Question, Annotated[str, Field(max_length=20_000)]] = Field({}, description="By code of question.")
    view: View | None = Field(None, description="All in all. Needed once every question is settled.")
    reason: str = Field("", max_length=20_000, description="Which conditions, or why you object.")
    words: str = Field("", max_length=2_000, description="Why nothing can be said on the rest, or on any of it.")
    until: Day | None = Field(None, description="With `more_time`: until when.")


class AnswerTaken(Schema):
    id: UUID
    settled: bool = Field(description="Nothing more is owed.")


@router.get("/requests", auth=ByClient(Act.REQUEST_ANSWER, *FOR), response=RequestList, operation_id="requests")
def requests(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """What your agency is asked, open and answered, as long as its ground holds."""
    client = client_of(request)
    rows, after = page_of(visible_requests(client.user), asked, request=request, of="requests", key=_key)
    for one in rows:
        record_reading("information_request.listed", by=client.user, about=one, side=Side.OFFENDER)
    return {"items": [_row(one) for one in rows], "next": after}


@router.get(
    "/requests/{uuid:request_id}", auth=ByClient(Act.REQUEST_ANSWER, *FOR), response=RequestOut, operation_id="request"
)
def one_request(request: HttpRequest, request_id: UUID) -> Any:
    """One request with its questions. Closed (409) once there is no ground for it, or nobody waits for it."""
    client = client_of(request)
    asked = _opened(client, request_id)
    record_reading("information_request.opened", by=client.user, about=asked, side=Side.OFFENDER)
    return _whole(asked)


@router.post(
    "/requests/{uuid:request_id}/answer",
    auth=ByClient(Act.REQUEST_ANSWER, *FOR, once=True),
    response=AnswerTaken,
    operation_id="answer",
)
def answer(request: HttpRequest, request_id: UUID, said: AnswerIn) -> Any:
    """All of it, a part, more time, or that you do not answer: judged by the same form as on the page."""
    client = client_of(request)
    asked = _opened(client, request_id)
    if asked.is_settled:
        raise Problem("closed")
    form = AnswerForm(
        data=as_posted(_typed(said), days=["until"]), asked=asked, days=sharing(asked.case).more_time_days
    )
    if strange := [code for code in said.answers if code not in form.codes]:
        raise Problem.at("answers", strange[0].value, detail="is not asked, or was answered before")
    require_valid(form, _place)
    taken = answer_request(request_id=asked.pk, by=client.user, at=clock.now(), **form.answer())
    return {"id": taken.pk, "settled": taken.is_settled}


def _opened(client: Client, request_id: UUID) -> InformationRequest:
    addressed = get_addressed(client.user, request_id)
    if not addressed.may_open:
        record_reading("information_request.found_closed", by=client.user, about=addressed.request, side=Side.OFFENDER)
        raise Problem("closed")
    return addressed.request


def _key(asked: InformationRequest) -> tuple[str, str]:
    return asked.happened_at.isoformat(), str(asked.pk)


def _row(asked: InformationRequest) -> dict[str, Any]:
    sent = asked.disclosure.sent
    return {
        "id": asked.pk,
        "about": {"name": sent["about"]["name"], "birth_date": sent["about"]["birth_date"] or None},
        "do_not_tell": sent["do_not_tell"],
        "asked_at": asked.happened_at.isoformat(),
        "answer_by": asked.due_at.isoformat(),
        "answered": asked.answered_at is not None,
    }


def _whole(asked: InformationRequest) -> dict[str, Any]:
    sent = asked.disclosure.sent
    answered = (asked.answers or {}) if asked.answered_at else said_so_far(asked)
    return _row(asked) | {
        "opening": sent["opening"],
        "message": sent["message"],
        "questions": sent["questions"],
        "asked_by": sent["from"],
        "answers": answered,
        "view": asked.view,
        "reason": asked.reason,
    }


def _typed(said: AnswerIn) -> dict[str, Any]:
    """As the form of the page would send it."""
    typed: dict[str, Any] = {f"answer_{code.value}": words for code, words in said.answers.items()}
    typed |= {"rest": said.rest.value, "view": said.view.value if said.view else "", "until": said.until}
    typed |= {"conditions_words": said.reason, "objection_words": said.reason}
    return typed | {"why_not": said.words, "why_refused": said.words}


_PLACES = {"conditions_words": "reason", "objection_words": "reason", "why_not": "words", "why_refused": "words"}


def _place(name: str) -> tuple[object, ...]:
    if name.startswith("answer_"):
        return "answers", name.removeprefix("answer_")
    return (_PLACES.get(name, name),)
