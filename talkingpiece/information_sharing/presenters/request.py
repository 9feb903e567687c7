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
from talkingpiece.information_sharing.models import Disclosure, InformationRequest, Reply
from talkingpiece.information_sharing.queries import (
    asked_of_another,
    link_expires,
    open_link,
    replies_to,
    said_so_far,
    with_ground,
)
from talkingpiece.information_sharing.states import Errand, Ground, Rest, View
from talkingpiece.ui.components import SummaryRow, Tag
from talkingpiece.ui.dates import long_date, short_date, when

VIEW_TAGS = {View.SUPPORT: "done", View.CONDITIONS: "", View.OBJECT: "gate"}


@dataclass(frozen=True)
class Answer:
    question: str
    words: str


@dataclass(frozen=True)
class ReplyRow:
    """One thing that the agency said, by whom and how far it went."""

    heading: str
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
    replies: Sequence[ReplyRow]
    refused: bool
    link: Text
    may_chase: bool
    may_refer: bool
    to_be_noted: bool


def request_page(request: InformationRequest, at: datetime) -> RequestPage:
    gone = bool(asked_of_another([request]))
    waiting = not request.is_settled and request.stands and not gone
    ball, replies = open_ball(request.case_id), replies_to(request)
    may_decide = request.closed_at is None and request.answered_at is None and request.stands
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
        replies=[_reply_row(reply) for reply in replies],
        refused=request.refused_at is not None,
        link=_link_words(request, at) if waiting else "",
        may_chase=waiting,
        may_refer=may_decide and blockers_to_close(facts_for_close(request, at)).is_open,
        to_be_noted=bool(replies) and not request.refused_at and ball is not None and ball.what == What.READ_ANSWER,
    )


def answers_of(request: InformationRequest) -> list[Answer]:
    """What was answered so far; a draft is nobody's but its author's."""
    given: dict[str, str] = (request.answers or {}) if request.answered_at else said_so_far(request)
    questions = request.disclosure.sent["questions"]
    return [Answer(q["words"], given[q["code"]]) for q in questions if q["code"] in given]


def _reply_row(reply: Reply) -> ReplyRow:
    """Whoever answered by a link is named as they named themselves, and it says so."""
    who = (
        _("somebody who says they are %(name)s, %(post)s, by a link")
        % {"name": reply.said_name, "post": reply.said_post}
        if reply.link_id
        else (reply.recorded_by.name if reply.recorded_by else "")
    )
    words = {"date": short_date(reply.happened_at), "who": who}
    heading = {
        Rest.WHOLE: _("Answered on %(date)s by %(who)s"),
        Rest.MORE_TIME: _("Answered in part on %(date)s by %(who)s"),
        Rest.CANNOT_SAY: _("Answered as far as they can on %(date)s by %(who)s"),
        Rest.REFUSED: _("Refused on %(date)s by %(who)s"),
    }[Rest(reply.rest)]
    until = _("The rest by %(date)s.") % {"date": short_date(reply.more_time_until)} if reply.more_time_until else ""
    return ReplyRow(heading % words, str(reply.words or until))


def _link_words(request: InformationRequest, at: datetime) -> Text:
    link = open_link(request)
    if link is None:
        return ""
    words = {"name": link.name, "date": short_date(link.made_at), "until": when(link_expires(link))}
    if at >= link_expires(link):
        return _("A link for %(name)s has run out. You can make another one.") % words
    if link.opened_at is None:
        return _("A link for %(name)s, made on %(date)s, was not opened yet. It works until %(until)s.") % words
    return _("A link for %(name)s, made on %(date)s, was opened. It works until %(until)s.") % words


def _tag(request: InformationRequest, at: datetime, gone: bool) -> Tag:
    if not request.stands:
        return Tag(_("Entered in error"), "")
    if request.answered_at is not None:
        return Tag(_("Answered"), "done")
    if request.closed_at is not None:
        return Tag(_("Decided without an answer"), "")
    if gone:
        return Tag(_("Closed to them: ask whoever supervises now"), "gate")
    if request.refused_at is not None:
        return Tag(_("Refused"), "gate")
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
    if request.escalated_at is not None:
        owner = request.disclosure.agreement.owner.name if request.disclosure.agreement else ""
        who = _("A case supervisor has it before them.")
        asked = _("%(name)s looks after the agreement with them.") % {"name": owner} if owner else ""
        rows.append(SummaryRow(_("Escalated"), short_date(request.escalated_at), f"{who} {asked}".strip()))
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
    if disclosure.ground == Ground.CONSENT and disclosure.purpose == Errand.PACKAGE:
        return _("The victim’s consent to tell this organisation")
    if disclosure.ground == Ground.CONSENT and disclosure.purpose == Errand.TELL_REFERRER:
        return _("The victim’s consent that whoever referred them sees this")
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
