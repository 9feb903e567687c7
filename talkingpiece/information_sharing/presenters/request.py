from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.core.blockers import Text
from talkingpiece.information_sharing.gates import blockers_to_close, facts_for_close
from talkingpiece.information_sharing.models import Disclosure, InformationRequest
from talkingpiece.information_sharing.queries import asked_of_another, with_ground
from talkingpiece.information_sharing.states import Errand, Ground, View
from talkingpiece.ui.components import SummaryRow, Tag
from talkingpiece.ui.dates import long_date, short_date

VIEW_TAGS = {View.SUPPORT: "done", View.CONDITIONS: "", View.OBJECT: "gate"}


@dataclass(frozen=True)
class Answer:
    question: str
    words: str


@dataclass(frozen=True)
class RequestPage:
    manager: str
    agency: str
    offender: str
    tag: Tag
    rows: Sequence[SummaryRow]
    sent: dict[str, Any]
    born: str
    answers: Sequence[Answer]
    view: Text
    view_state: str
    reason: str
    closed_why: str
    may_chase: bool
    may_refer: bool
    to_be_noted: bool


def request_page(request: InformationRequest, at: datetime) -> RequestPage:
    gone = bool(asked_of_another([request]))
    waiting = request.answered_at is None and request.closed_at is None and request.stands and not gone
    ball = open_ball(request.case_id)
    return RequestPage(
        manager=request.addressed_to.name,
        agency=request.agency.name,
        offender=request.responsible.person.called,
        tag=_tag(request, at, gone),
        rows=_rows(request, waiting, at),
        sent=request.disclosure.sent,
        born=born_in_words(request.disclosure.sent["about"]["birth_date"]),
        answers=answers_of(request),
        view=request.get_view_display() if request.view else "",
        view_state=VIEW_TAGS[View(request.view)] if request.view else "",
        reason=request.reason,
        closed_why=request.closed_why,
        may_chase=waiting,
        may_refer=waiting and blockers_to_close(facts_for_close(request, at)).is_open,
        to_be_noted=request.answered_at is not None and ball is not None and ball.what == What.READ_ANSWER,
    )


def answers_of(request: InformationRequest) -> list[Answer]:
    """Of an answered request; a draft is nobody's but its author's."""
    if request.answered_at is None:
        return []
    given: dict[str, str] = request.answers or {}
    return [Answer(q["words"], given.get(q["code"], "")) for q in request.disclosure.sent["questions"]]


def _tag(request: InformationRequest, at: datetime, gone: bool) -> Tag:
    if not request.stands:
        return Tag(_("Entered in error"), "")
    if request.answered_at is not None:
        return Tag(_("Answered"), "done")
    if request.closed_at is not None:
        return Tag(_("Decided without an answer"), "")
    if gone:
        return Tag(_("Closed to them: ask whoever supervises now"), "gate")
    return Tag(_("Overdue"), "gate") if request.due_at < at else Tag(_("Asked"), "")


def _rows(request: InformationRequest, waiting: bool, at: datetime) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("Asked"), short_date(request.happened_at), _by(request)),
        SummaryRow(_("On which ground"), ground_words(request.disclosure)),
    ]
    if waiting:
        rows.append(SummaryRow(_("Answer due"), short_date(request.due_at)))
        if request.pk not in with_ground([request], at=at):
            closed = _("It has ended since. They cannot open the request, and are told only that it is closed.")
            rows.append(SummaryRow(_("The ground"), closed))
    if request.chased_count:
        times = ngettext("Once", "%(count)d times", request.chased_count) % {"count": request.chased_count}
        rows.append(SummaryRow(_("Chased"), times, _("last on %(date)s") % {"date": short_date(request.chased_at)}))
    if request.answered_at is not None:
        rows.append(SummaryRow(_("Answered"), short_date(request.answered_at)))
    return rows


def _by(request: InformationRequest) -> str:
    return _("by %(name)s") % {"name": request.recorded_by.name} if request.recorded_by else ""


def born_in_words(birth_date: str) -> str:
    """ "17 May 1994", of an ISO date or nothing."""
    return date_format(date.fromisoformat(birth_date), "j F Y") if birth_date else ""


def ground_words(disclosure: Disclosure) -> Text:
    if disclosure.ground == Ground.AGREEMENT and disclosure.agreement is not None:
        return _("The agreement %(ref)s") % {"ref": disclosure.agreement.reference}
    if disclosure.ground == Ground.CONSENT and disclosure.purpose == Errand.OUTCOME_REPORT:
        return _("The consent of everybody whom it concerns")
    if disclosure.ground == Ground.CONSENT:
        return _("The victim’s consent to ask this agency")
    return Ground(disclosure.ground).label


@dataclass(frozen=True)
class DeskRow:
    """A request as its addressee sees it, from what was sent and nothing else."""

    request_id: str
    name: str
    asked_by: str
    due: str
    overdue: bool
    answered: str


def desk_row(request: InformationRequest, at: datetime) -> DeskRow:
    sent = request.disclosure.sent
    return DeskRow(
        request_id=str(request.pk),
        name=sent["about"]["name"],
        asked_by=_("%(name)s, %(service)s") % {"name": sent["from"]["name"], "service": sent["from"]["service"]},
        due=short_date(request.due_at),
        overdue=request.answered_at is None and request.due_at < at,
        answered=short_date(request.answered_at),
    )


@dataclass(frozen=True)
class DeskPage:
    sent: dict[str, Any]
    name: str
    born: str
    due: str
    answered: str
    answers: Sequence[Answer]
    view: Text
    reason: str


def desk_page(request: InformationRequest) -> DeskPage:
    sent = request.disclosure.sent
    return DeskPage(
        sent=sent,
        name=sent["about"]["name"],
        born=born_in_words(sent["about"]["birth_date"]),
        due=long_date(request.due_at),
        answered=long_date(request.answered_at),
        answers=answers_of(request),
        view=request.get_view_display() if request.view else "",
        reason=request.reason,
    )
