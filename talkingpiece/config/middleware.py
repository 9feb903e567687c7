from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from talkingpiece.config.navigation import set_layout
from talkingpiece.documents.exports import export_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class NothingStored:
    """No page is kept by a browser or between: Back after leaving shows nothing of us."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        return response


class UndeclaredFile(RuntimeError):
    """A view answered with a file that no export declares."""


class OnlyDeclaredFiles:
    """Whatever is not a page leaves only from a view that says what it hands over (documents.exports)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        if is_file(response) and (found is None or export_of(found.func) is None):
            raise UndeclaredFile(found.view_name if found else "?")
        return response


def is_file(response: HttpResponse) -> bool:
    page = response.get("Content-Type", "text/html").startswith("text/html")
    return response.has_header("Content-Disposition") or (bool(response.content) and not page)


class Layout:
    """What the layouts of `ui` read from the request: area, navigation, who I am."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        set_layout(request)
        return self.get_response(request)
