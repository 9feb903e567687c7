"""What somebody in an agency does. Only the addressee, or whoever holds the link, and only while there is a ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns, lock_case, pass_ball
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import Blocked, Blocker, Condition, verdict
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import InformationRequest, Reply
from talkingpiece.information_sharing.queries import (
    asked_of_another,
    is_addressee,
    link_of,
    said_so_far,
    sharing,
    with_ground,
)
from talkingpiece.information_sharing.services.linking import LinkOver
from talkingpiece.information_sharing.services.passing import to_decide, to_read
from talkingpiece.information_sharing.states import Rest, View
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Said:
    rest: Rest
    answers: dict[str, str]
    view: str
    reason: str
    words: str
    until: date | None


@transaction.atomic
def keep_draft(*, request_id: UUID, draft: dict[str, str], by: User, at: datetime) -> InformationRequest:
    """Keep what was written so far for its author. Nobody in the service reads it."""
    _case, request = _to_answer(request_id, by, at)
    request.answers = {"draft": draft}
    request.save()
    record("information_request.draft_kept", by=by, about=request, at=at, side=Side.OFFENDER, case_id=request.case_id)
    return request


@transaction.atomic
def answer_request(
    *,
    request_id: UUID,
    view: str,
    answers: Mapping[str, str],
    reason: str,
    by: User,
    at: datetime,
    rest: str = Rest.WHOLE,
    words: str = "",
    until: date | None = None,
) -> InformationRequest:
    """What the addressee says, by question: all of it, a part, or that the agency does not answer, with the reason.

    What has more time (`until`) stays open, due then. What was answered is not changed: what was wrong in it is put
    right by asking again. Raises Blocked without a ground, IllegalTransition if an answer is missing that `rest` owes.
    """
    case, request = _to_answer(request_id, by, at)
    said = Said(Rest(rest), dict(answers), view, reason, words, until)
    return _take(case, request, said, Reply(**fact_columns(case, by=by, at=at)), at)


@transaction.atomic
def answer_by_link(
    *,
    token: str,
    name: str,
    post: str,
    view: str,
    answers: Mapping[str, str],
    reason: str,
    at: datetime,
    rest: str = Rest.WHOLE,
    words: str = "",
    until: date | None = None,
) -> InformationRequest:
    """The same by whoever holds the link, who say who they are. The link is used up once nothing more is owed.

    Raises LinkOver if it opens nothing, whatever ails it.
    """
    link = link_of(token, at)
    if link is None:
        raise LinkOver
    case = lock_case(link.request.case_id)
    link = link_of(token, at)  # once more, now that nobody else can answer
    if link is None:
        raise LinkOver
    request = _locked(link.request_id)
    reply = Reply(**fact_columns(case, by=None, at=at), link=link, said_name=name, said_post=post)
    request = _take(case, request, Said(Rest(rest), dict(answers), view, reason, words, until), reply, at)
    if request.is_settled:
        link.used_at = at
        link.save(update_fields=["used_at"])
    return request


def _take(case: Case, request: InformationRequest, said: Said, reply: Reply, at: datetime) -> InformationRequest:
    known = said_so_far(request)
    owed = [code for code in request.questions if code not in known]
    given = {code: said.answers[code] for code in owed if said.answers.get(code)}
    if said.rest is Rest.WHOLE and set(given) != set(owed):
        raise IllegalTransition("partial", "answered")
    kept = {} if said.rest is Rest.REFUSED else given
    reply.case, reply.request, reply.rest, reply.answers = case, request, said.rest, kept
    reply.words, reply.more_time_until = said.words, said.until if said.rest is Rest.MORE_TIME else None
    reply.save()
    if said.rest is Rest.MORE_TIME:
        _stays_open(case, request, said, bool(given), at)
    elif said.rest is Rest.REFUSED:
        request.refused_at, request.reason, request.answers = at, said.words, known or None
        to_decide(case, at)
    else:
        unsaid = {code: _cannot(said.words) for code in owed if code not in given}
        request.view, request.reason = View(said.view), said.reason
        everything = known | given | unsaid
        request.answers = {code: everything[code] for code in request.questions}
        request.answered_at, request.answered_by = at, reply.recorded_by
        to_read(case, at)
    request.save()
    record(
        _NAMES[said.rest],
        by=reply.recorded_by,
        about=request,
        at=at,
        side=Side.OFFENDER,
        case_id=case.pk,
        detail={"view": request.view, "rest": said.rest, "by_link": str(reply.link_id or "")},
    )
    return request


_NAMES = {
    Rest.WHOLE: "information_request.answered",
    Rest.CANNOT_SAY: "information_request.answered",
    Rest.MORE_TIME: "information_request.answered_in_part",
    Rest.REFUSED: "information_request.refused",
}


def _stays_open(case: Case, request: InformationRequest, said: Said, answered: bool, at: datetime) -> None:
    """What is still owed is due when they said; what came is read meanwhile."""
    if said.until is None:
        raise IllegalTransition("asked", "more_time")
    latest = timezone.localdate(at) + timedelta(days=sharing(case).more_time_days)
    request.due_at, request.answers = _end_of(min(said.until, latest)), None
    if answered:
        to_read(case, at)
    else:
        pass_ball(
            case=case,
            holder=Holder.AGENCY,
            agency=request.agency,
            user=request.addressed_to,
            what=What.AGENCY_ANSWER,
            at=at,
            due_at=request.due_at,
        )


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _cannot(words: str) -> str:
    return str(_("Cannot say: %(why)s") % {"why": words})


def _to_answer(request_id: UUID, by: User, at: datetime) -> tuple[Case, InformationRequest]:
    case = lock_case(InformationRequest.objects.values_list("case_id", flat=True).get(pk=request_id))
    request = _locked(request_id)
    waiting = not request.is_settled and request.stands and case.is_open and not asked_of_another([request])
    if not is_addressee(by, request) or not waiting:
        raise IllegalTransition("answered" if request.answered_at else "closed", "answered")
    if request.pk not in with_ground([request], at=at):
        raise Blocked(verdict([Condition("", closed_for_agency())]))
    return case, request


def _locked(request_id: UUID) -> InformationRequest:
    found = InformationRequest.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("disclosure", "agency", "addressed_to").get(pk=request_id)


def closed_for_agency() -> Blocker:
    """All that an agency is told when a ground has gone, whatever it was."""
    return Blocker(
        code="closed",
        message=_("This request is closed"),
        remedy="",
        who=_("There is nothing that you have to do."),
        side=Side.JOINT,
    )
