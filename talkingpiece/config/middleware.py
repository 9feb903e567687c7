from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from talkingpiece.audit.services import record_refusal
from talkingpiece.casefile.public_views import LEFT
from talkingpiece.clients.problems import TYPE as PROBLEM
from talkingpiece.config.navigation import set_layout
from talkingpiece.documents.exports import export_of

GetResponse = Callable[[HttpRequest], HttpResponse]
_METHODS = ("GET", "HEAD", "POST")


class NothingStored:
    """No page is kept by a browser or between: Back after leaving shows nothing of us."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        # Nothing of ours is drawn into a page of somebody else, not even a picture.
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class ShowsNothingAfterLeaving:
    """Back, after somebody left: an empty page with a way on, and nothing of us, not even a title."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(LEFT) != "1" or not self._is_public(request.path):
            return self.get_response(request)
        return render(request, "casefile/left.html")

    def _is_public(self, path: str) -> bool:
        if settings.TP_DOOR == "staff" or path.startswith((settings.STATIC_URL, "/exit")):
            return False
        return settings.TP_DOOR == "public" or not path.startswith(settings.TP_STAFF_PREFIX)


class UndeclaredFile(RuntimeError):
    """A view answered with a file that no export declares."""


class OnlyDeclaredFiles:
    """Whatever is not a page leaves only from a view that says what it hands over (documents.exports). To somebody who
    practises such a view hands over nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        area_id = getattr(request.user, "practising_in", None)
        if area_id is None or export_of(view) is None:
            return None
        record_refusal("act.refused", by=request.user, area_id=area_id, detail={"codes": ["practice"]})
        return render(request, "documents/practice.html", status=409)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        if is_file(response) and (found is None or export_of(found.func) is None):
            raise UndeclaredFile(found.view_name if found else "?")
        return response


def is_file(response: HttpResponse) -> bool:
    """Neither a page nor the answer to a page's own script, such as the one that saves a call while it is written."""
    page = response.get("Content-Type", "text/html").startswith(("text/html", "application/json", PROBLEM))
    return response.has_header("Content-Disposition") or (bool(response.content) and not page)


class KnownMethods:
    """Pages are read and forms are posted. No other method reaches a view, where it could pass for a reading."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        return self.get_response(request)


class Layout:
    """What the layouts of `ui` read from the request: area, navigation, who I am."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        set_layout(request)
        return self.get_response(request)
