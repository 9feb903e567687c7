"""What the layouts know about the request. Rooms above set the attributes; every one may be missing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

DEFAULT_SERVICE: Mapping[str, str] = {
    "name": "Talking Piece",
    "phone": "",
    "hours": "",
    "about": "",
    "concern": "",
}


def layout(request: HttpRequest) -> dict[str, Any]:
    nav = list(getattr(request, "tp_nav", None) or [])
    return {
        "tp": {
            "area_name": getattr(request, "tp_area_name", None) or "",
            "nav": nav,
            "footer": list(getattr(request, "tp_footer", None) or []),
            "me": getattr(request, "tp_me", None) or "",
            "practice": bool(getattr(request, "tp_practice", None)),
            "practice_leave_url": _named("rehearsal:leave"),
            "practice_url": _named("rehearsal:room"),
            "who": getattr(request, "tp_who", None) or "",
            "home": getattr(request, "tp_home", None) or _first_page(nav),
            "sign_out_url": getattr(request, "tp_sign_out_url", None) or _named("sign_out"),
            "your_sign_in_url": _named("your_sign_in"),
            "service": {**DEFAULT_SERVICE, **(getattr(request, "tp_service", None) or {})},
        }
    }


def _first_page(nav: list[Any]) -> str:
    return str(nav[0].url) if nav else "/"


def _named(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
