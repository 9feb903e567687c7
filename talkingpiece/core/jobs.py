"""Jobs live in PostgreSQL: one deferred inside a transaction vanishes when that rolls back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from talkingpiece.core.access import AccessRule, marked
from talkingpiece.protection.context import area_context, name_actor

Task = Callable[..., None]


def enqueue(name: str, *, area_id: UUID, not_before: datetime | None = None, **ids: UUID | str | int) -> None:
    """Defer the job called `name` ("room.verb"). Arguments are ids only: a queue is read by more people than a file."""
    arguments = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    app.configure_task(name, schedule_at=not_before).defer(area_id=str(area_id), **arguments)


def _ruled(rule: AccessRule) -> Callable[[Any], Any]:
    """Without a word of who lets it run, a job stays without a mark, and the census finds it."""
    return lambda run: marked(run, rule) if rule.act or rule.why else run


def job(name: str, *, act: str = "", why: str = "", **options: Any) -> Callable[[Task], Task]:
    """Register a task that runs in one transaction with its area's rows in sight, and no other area's.

    `act`: what whoever asked for it may do; its service asks again, when it runs, whether they still may. Without one
    it acts for nobody in particular, and `why` says what lets it run.
    """

    def register(function: Task) -> Task:
        @app.task(name=name, **options)
        @_ruled(AccessRule(act, why))
        @wraps(function)
        def run(*, area_id: str, **arguments: Any) -> None:
            with transaction.atomic(), area_context([UUID(area_id)]):
                name_actor(None, f"job {name}")
                function(area_id=UUID(area_id), **arguments)

        run.undecorated = function
        return function

    return register


def periodic(name: str, *, cron: str, why: str) -> Callable[[Task], Task]:
    """Register a task that runs by the clock, once at a time, with no area in sight. `why`: what lets it run."""

    def register(function: Task) -> Task:
        @app.periodic(cron=cron)
        @app.task(name=name, queueing_lock=name, pass_context=False)
        @_ruled(AccessRule("", why))
        @wraps(function)
        def run(timestamp: int) -> None:
            function()

        return function

    return register
