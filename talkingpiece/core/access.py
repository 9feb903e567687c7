"""The access mark: every view says who may reach it, or the URL census refuses to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver


class Refused(Http404):
    """Somebody may not have this. They get the answer of a thing that does not exist; `reason` goes into the trail."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()


View = Callable[..., HttpResponse]
V = TypeVar("V", bound=View)


@dataclass(frozen=True)
class AccessRule:
    """`act` names an act of accounts.acts, or is empty for a page that anybody may reach, with the reason why."""

    act: str
    why: str = ""
    fresh: bool = False  # asks who is there once more unless they proved it within the last minutes


def marked(view: V, rule: AccessRule) -> V:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def public(why: str) -> Callable[[V], V]:
    """Anybody may reach this view. `why` is read by the people who review access."""

    def mark(view: V) -> V:
        return marked(view, AccessRule(act="", why=why))

    return mark


def rule_of(view: Any) -> AccessRule | None:
    return getattr(view, "access_rule", None)


def views_below(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every (route, view) of a URLconf."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views_below(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback
