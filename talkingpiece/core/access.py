"""The access mark: every view, job and command says who lets it run, or the census refuses to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.management import get_commands, load_command_class
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
    """`act` names an act of accounts.acts, or is empty with the reason why: for a page that anybody may reach, for a
    job that acts for nobody in particular, for a command of whoever runs the host."""

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


def without_policy(patterns: list[Any]) -> list[str]:
    """Whatever of ours could run and does not say who lets it: routes, jobs and management commands."""
    routes = [route for route, view in views_below(patterns) if rule_of(view) is None]
    jobs = [name for name, task in jobs_of_ours() if rule_of(task.func) is None]
    commands = [name for name, command in commands_of_ours() if rule_of(command) is None]
    return [*routes, *(f"job {name}" for name in jobs), *(f"command {name}" for name in commands)]


def jobs_of_ours() -> Iterator[tuple[str, Any]]:
    """Every registered job, but for those that the queue brings along for itself."""
    from procrastinate.contrib.django import app

    for name, task in sorted(app.tasks.items()):
        if not task.func.__module__.startswith("procrastinate."):
            yield name, task


def commands_of_ours() -> Iterator[tuple[str, Any]]:
    for name, room in sorted(get_commands().items()):
        if isinstance(room, str) and room.startswith("talkingpiece."):
            yield name, load_command_class(room, name)
