"""The interface for systems of agencies: operations of the rooms, composed; one way to say what goes wrong."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation, PathView
from ninja.parser import Parser

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import areas_of
from talkingpiece.audit.services import record_refusal
from talkingpiece.clients.api import router as token
from talkingpiece.clients.problems import PROBLEMS, TYPE, Answered, Fault, Problem, answer_with, pointer
from talkingpiece.clients.way_in import KEY_HEADER, LONGEST_KEY, ByClient
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule, marked, rule_of
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents.exports import export_of, exports
from talkingpiece.information_sharing.api import router as requests
from talkingpiece.offender_management.api import report_schema
from talkingpiece.offender_management.api import router as offender_management
from talkingpiece.referrals.api import router as referrals

log = logging.getLogger("django.request")

PREFIX = "/api/v1/"
ABOUT = (
    "For the systems of organisations that a restorative justice service works with. A system sees what the people of "
    "its organisation see on their pages, while an agreement is in force, and nothing else."
)


class Api(NinjaAPI):
    def get_openapi_schema(self, **_more: Any) -> Any:
        """As the file in docs/api says it: with what every operation may answer besides its own."""
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        schema["components"]["schemas"] |= {"Problem": _PROBLEM, "OutcomeReport": report_schema()}
        for address, view in views(self):
            for operation in view.operations:
                said = schema["paths"][f"{PREFIX}{address}"][operation.methods[0].lower()]
                _complete(said, operation)
        return schema


class Exact(Parser):
    """JSON, and nothing that only looks like it: no NaN, no name twice, no half of a character."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = json.loads(request.body, parse_constant=_none_of_these, object_pairs_hook=_each_once)
        json.dumps(found, ensure_ascii=False).encode()
        return found


def _none_of_these(constant: str) -> None:
    raise ValueError(constant)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


api = Api(title="Talking Piece", version="1.0.0", description=ABOUT, docs_url=None, openapi_url=None, parser=Exact())
for router in (token, referrals, requests, offender_management):
    api.add_router("", router)


def views(of: NinjaAPI) -> Iterator[tuple[str, PathView]]:
    """Each address with its operations; converters of its parts left out."""
    for address, view in _addresses(of):
        yield re.sub(r"{[^}:]+:", "{", address), view


def _addresses(of: NinjaAPI) -> Iterator[tuple[str, PathView]]:
    for router in of._get_bound_routers():
        for address, view in router.path_operations.items():
            yield f"{router.prefix}{address}".lstrip("/"), view


def patterns(of: NinjaAPI) -> list[URLPattern]:
    """The addresses, each marked with who may reach it if every one of its operations says so, and not otherwise."""
    found = []
    for address, view in _addresses(of):
        callback = view.get_view()
        rules = [rule_of_operation(one) for one in view.operations]
        if all(rules):
            marked(callback, rules[0])  # type: ignore[arg-type]
        for one in view.operations:
            if export := export_of(one.view_func):
                exports(export)(callback)
        name = view.operations[0].operation_id or view.operations[0].view_func.__name__
        found.append(path(address.replace("{", "<").replace("}", ">"), callback, name=name))
    return found


def rule_of_operation(operation: Operation) -> AccessRule | None:
    """An operation is open to systems that have a token, by `ByClient`; or to anybody, by `public` on its function."""
    ways = [one for one in operation.auth_callbacks if isinstance(one, ByClient)]
    if ways:
        return ways[0].access_rule
    return rule_of(operation.view_func) if not operation.auth_callbacks else None


def _complete(said: dict[str, Any], operation: Operation) -> None:
    way = next((one for one in operation.auth_callbacks if isinstance(one, ByClient)), None)
    if way is None:
        return
    codes = ["not_let_in", "no_agreement", "too_often"]
    if operation.methods == ["POST"]:
        codes += ["malformed", "closed", "invalid", "too_large"]
    if "{" in operation.path:
        codes.append("not_there")
    if any(one["in"] == "query" for one in said["parameters"]):
        codes += ["bad_cursor", "invalid"]
    if way.once:
        said["parameters"].append(_KEY)
    if way.signed:
        said["parameters"] += _SIGNED
    for code in codes:
        status, title = PROBLEMS[code]
        content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        said["responses"].setdefault(status, {"description": str(title), "content": content})
    said["responses"] = {str(status): said["responses"][status] for status in sorted(said["responses"])}
    said["security"] = [{ByClient.__name__: sorted(one.value for one in way.purposes)}]


def _header(name: str, description: str, **schema: Any) -> dict[str, Any]:
    told = {"type": "string", "minLength": 1, **schema}
    return {"in": "header", "name": name, "required": True, "description": description, "schema": told}


_KEY = _header(
    KEY_HEADER,
    "Your own name for this message. Sent again with the same words, it acts once, and is answered as before.",
    maxLength=LONGEST_KEY,
    pattern="^[!-~]+$",
)
_SIGNED = [
    _header("webhook-id", "Your own name for this event. It is taken in once.", pattern="^[!-~]+$"),
    _header("webhook-timestamp", "When it was sent, in seconds; not more than five minutes ago.", pattern="^[0-9]+$"),
    _header("webhook-signature", "As Standard Webhooks says: over the id, the time and the body.", pattern="^[!-~]+$"),
]
_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. `code` is the same as the last part of `type`, and neither ever changes.",
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "code", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "A JSON pointer into the body."},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}


@api.exception_handler(Problem)
def told_by_us(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer_with(problem)


@api.exception_handler(Answered)
def answered_before(request: HttpRequest, before: Answered) -> HttpResponse:
    return HttpResponse(before.answer, status=before.status, content_type=api.get_content_type())


@api.exception_handler(Http404)
def not_there(request: HttpRequest, missing: Http404) -> HttpResponse:
    request.tp_refused = getattr(missing, "reason", "not_found")  # type: ignore[attr-defined]
    return answer_with(Problem("not_there"))


@api.exception_handler(ValidationError)
def not_right(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    return answer_with(Problem("invalid", faults=[_fault(one) for one in wrong.errors]))


def _fault(error: dict[str, Any]) -> Fault:
    """Of pydantic's errors only the kind, in words: its messages may hold what came in."""
    source, *where = error["loc"]
    words = str(error["type"]).replace("_", " ")
    if source == "body":
        return Fault(words, pointer=pointer(*where[1:]))
    return Fault(words, parameter=str(where[-1] if where else source))


@api.exception_handler(HttpError)
def not_readable(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    return answer_with(Problem("malformed" if wrong.status_code == 400 else "not_let_in"))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, wrong: RequestDataTooBig) -> HttpResponse:
    return answer_with(Problem("too_large"))


@api.exception_handler(Blocked)
def not_now(request: HttpRequest, closed: Blocked) -> HttpResponse:
    """An agency is told one thing, whatever the reasons and their number; the trail keeps their codes."""
    return _refused(request, [one.code for one in closed.blockers])


@api.exception_handler(IllegalTransition)
def not_from_here(request: HttpRequest, wrong: IllegalTransition) -> HttpResponse:
    return _refused(request, [str(wrong)])


def _refused(request: HttpRequest, codes: list[str]) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    for area_id in areas_of(user, clock.now())[:1] if user else []:
        record_refusal("act.refused", by=user, area_id=area_id, detail={"codes": codes})
    return answer_with(Problem("closed"))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    request.tp_undo = True  # type: ignore[attr-defined]
    log.error("an operation failed", exc_info=error, extra={"request": request, "status_code": 500})
    return answer_with(Problem("broken"))
