from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from talkingpiece.config.navigation import set_layout

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


class Layout:
    """What the layouts of `ui` read from the request: area, navigation, who I am."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        set_layout(request)
        return self.get_response(request)
