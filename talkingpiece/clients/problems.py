"""What goes wrong, as a machine reads it (RFC 9457): one code each, which never changes, and no word of what came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TYPE = "application/problem+json"
_NAMES = "urn:talkingpiece:problem:"

# By its code: the status, and a title that is the same each time.
PROBLEMS: dict[str, tuple[int, str | Promise]] = {
    "malformed": (400, _("The message cannot be read")),
    "bad_cursor": (400, _("This cursor leads nowhere")),
    "key_missing": (400, _("Send an Idempotency-Key with it")),
    "not_let_in": (401, _("Show a token that is valid now")),
    "signature": (403, _("The signature does not fit, or its time is over")),
    "no_agreement": (403, _("The agreement under which this system works is not in force")),
    "purpose": (403, _("This system is not registered for that purpose")),
    "not_there": (404, _("Nothing is there")),
    "method": (405, _("This address does nothing by that method")),
    "closed": (409, _("This is not possible now")),
    "already_received": (409, _("This message was received before")),
    "too_large": (413, _("The message is too large")),
    "invalid": (422, _("Some of it is not right")),
    "key_reused": (422, _("This Idempotency-Key was used with another message")),
    "too_often": (429, _("Too many requests")),
    "broken": (500, _("Something went wrong here")),
    "busy": (503, _("The service is not available")),
}
_BY_STATUS = {400: "malformed", 401: "not_let_in", 403: "purpose", 404: "not_there", 405: "method"}
_BY_STATUS |= {409: "closed", 413: "too_large", 429: "too_often", 503: "busy"}


@dataclass(frozen=True)
class Fault:
    """One thing that is not right, and where: a JSON pointer into the body, or the name of a parameter."""

    detail: str
    pointer: str = ""
    parameter: str = ""

    def data(self) -> dict[str, str]:
        where = {"pointer": self.pointer} if self.pointer or not self.parameter else {"parameter": self.parameter}
        return {"detail": self.detail, **where}


class Problem(Exception):
    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code, self.detail, self.faults, self.headers = code, detail, list(faults), dict(headers or {})
        super().__init__(code)

    @classmethod
    def at(cls, *place: object, detail: str) -> Problem:
        """One thing in the message is not right."""
        return cls("invalid", faults=[Fault(detail, pointer=pointer(*place))])


class Answered(Exception):
    """The same message came before: this was the answer."""

    def __init__(self, status: int, answer: str) -> None:
        self.status, self.answer = status, answer
        super().__init__(status)


def body_of(problem: Problem) -> dict[str, Any]:
    status, title = PROBLEMS[problem.code]
    told: dict[str, Any] = {
        "type": f"{_NAMES}{problem.code}",
        "code": problem.code,
        "title": str(title),
        "status": status,
    }
    if problem.detail:
        told["detail"] = problem.detail
    if problem.faults:
        told["errors"] = [one.data() for one in problem.faults]
    return told


def answer_with(problem: Problem) -> HttpResponse:
    status, _title = PROBLEMS[problem.code]
    return HttpResponse(json.dumps(body_of(problem)), status=status, content_type=TYPE, headers=problem.headers)


def rewritten(response: HttpResponse) -> HttpResponse:
    """An error that Django, or the server in front of a view, answered in its own words. Its head stays."""
    code = _BY_STATUS.get(response.status_code, "malformed" if response.status_code < 500 else "broken")
    told = body_of(Problem(code)) | {"status": response.status_code}
    response.content = json.dumps(told).encode()
    response["Content-Type"] = TYPE
    return response


def pointer(*parts: object) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)
