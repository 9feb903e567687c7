"""Where somebody goes to do what the ball is about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from talkingpiece.casefile.queries import Shelf
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Case

_PLAIN = {
    What.ALLOCATE: "staffing:allocate",
    What.ANSWER_OFFER: "staffing:answer",
    What.LISTEN: "engagement:listen",
    What.ASSESS_RISK: "risk:assess",
    What.RISK_RETURNED: "risk:assess",
    What.PLAN_MEETING: "meetings:plan",
    What.ASK_NEEDS: "evaluation:ask",
    What.END_CASE: "casefile:end",
    What.VICTIM_PAUSED: "cases:resume",
    What.RECONFIRM: "records:taken_over",
    What.OFFENDER_DIED: "cases:changes",
}
_VICTIM = {
    What.CALL_BACK: "engagement:contact",
    What.FIRST_CONTACT: "engagement:contact",
    What.NEXT_CONTACT: "engagement:contact",
    What.TELL_VICTIM: "engagement:contact",
    What.CODE_MESSAGE: "engagement:contact",
    What.DANGER: "engagement:contact",
    What.VICTIM_DECIDES: "engagement:contact",
    What.PREPARE: "engagement:prepare",
}
_OFFENDER = {
    What.LEGAL_CHECK: "cases:legal_check",
    What.AGREE_APPROACH: "engagement:supervise",
    What.AGREE_APPROACH: "engagement:supervise",
    What.APPROACH: "engagement:approach",
    What.ASK_MANAGER: "information_sharing:ask",
    What.OFFENDER_REPLY: "engagement:reply",
}
_MEETING = {
    What.BOOK_MEETING: "meetings:book",
    What.MEETING_AHEAD: "meetings:meeting",
    What.MEETING_FELL: "meetings:meeting",
    What.WRITE_UP: "meetings:record",
    What.DEBRIEF: "meetings:meeting",
    What.FOLLOW_UP: "meetings:meeting",
}
_REQUEST = {
    What.AGENCY_ANSWER: "information_sharing:request",
    What.READ_ANSWER: "information_sharing:request",
    What.UNANSWERED: "information_sharing:close",
}


def turn_door(shelf: Shelf, case: Case, about: str) -> str:
    """The page of the act; the casefile where there is none of its own, or nothing left to do it with."""
    what = What(about)
    name, row_id = _door(shelf, case, what)
    if not name:
        return url("casefile:case", case.reference)
    return url(name, case.reference, *([row_id] if row_id else []))


def _door(shelf: Shelf, case: Case, what: What) -> tuple[str, UUID | None]:
    if what in _PLAIN:
        return _PLAIN[what], None
    if what in _VICTIM:
        return _VICTIM[what], case.victim_id
    table, row_id = _with_row(shelf, case, what)
    return (table, row_id) if row_id else ("", None)


def _with_row(shelf: Shelf, case: Case, what: What) -> tuple[str, UUID | None]:
    if what in _OFFENDER:
        return _OFFENDER[what], _offender(shelf, case, what)
    if what in _MEETING:
        return _MEETING[what], _last(shelf.meetings(case))
    if what in _REQUEST:
        return _REQUEST[what], _last(shelf.requests[case.pk])
    if what is What.RED_FLAG:
        return "risk:answer_flag", _last(shelf.flags[case.pk])
    if what is What.SIGN_RISK:
        assessment = shelf.open_assessments.get(case.pk)
        return "risk:sign", assessment.pk if assessment else None
    if what is What.STANCE_EXCEPTION:
        rows = [shelf.stances[row.pk] for row in shelf.responsibles[case.pk] if row.pk in shelf.stances]
        return "engagement:exception", _last(rows)
    return "", None


def _offender(shelf: Shelf, case: Case, what: What) -> UUID | None:
    """The first who was not approached yet; for an answer, whoever was."""
    rows = shelf.responsibles[case.pk]
    waiting = [row for row in rows if (row.pk in shelf.approaches) is (what is What.OFFENDER_REPLY)]
    return _last((waiting or rows)[:1])


def _last(rows: Sequence[object]) -> UUID | None:
    return rows[-1].pk if rows else None  # type: ignore[attr-defined]
