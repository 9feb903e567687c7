"""Requests of systems: no cookie, no session, a token; and every error as a machine reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from talkingpiece.accounts import middleware as people
from talkingpiece.accounts import throttle
from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_what_was_read
from talkingpiece.clients.problems import TYPE, Problem, answer_with, rewritten
from talkingpiece.clients.queries import Held, area_in, holder_of
from talkingpiece.clients.services import forget_once, keep_answer
from talkingpiece.core import clock
from talkingpiece.protection.context import name_actor, show_areas

GetResponse = Callable[[HttpRequest], HttpResponse]
PATIENCE = {"Retry-After": "60"}  # seconds; every limit counts a minute


def is_api(request: HttpRequest) -> bool:
    return settings.TP_DOOR != "public" and request.path.startswith(settings.TP_API_PREFIX)


class ForMachines:
    """Outside of everything that is made for browsers. Whatever cookie comes along is not looked at."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        told = response.get("Content-Type", "").startswith((TYPE, "application/json"))
        return response if response.status_code < 400 or told else rewritten(response)


class InContext(people.InContext):
    """As for people; for a system by its token, found in a transaction of its own, so that counting its requests holds
    up nobody."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request):
            held = _held(request)
            request.tp_held = held  # type: ignore[attr-defined]
            if held is not None:
                request.user = held.client.user
                if not throttle.may_ask(request, str(held.client.pk)):
                    return answer_with(Problem("too_often", headers=PATIENCE))
        return super().__call__(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return super()._answer(request)
        user = request.user if isinstance(request.user, User) else None
        held: Held | None = request.tp_held  # type: ignore[attr-defined]
        with transaction.atomic():
            show_areas([held.client.area_id] if held else [])
            name_actor(user.pk if user else None, people.errand(request))
            response = self.get_response(request)
            if response.status_code == 404:
                self._not_there(request)
            elif people.is_shown(response):
                record_what_was_read(request.resolver_match.view_name if request.resolver_match else "")
            if getattr(request, "tp_undo", False) or response.status_code >= 500:
                transaction.set_rollback(True)
            elif sent := getattr(request, "tp_sent", None):
                if response.status_code < 300:
                    keep_answer(sent=sent, status=response.status_code, answer=response.content.decode())
                else:
                    forget_once(sent=sent, at=clock.now())
        return response


def _held(request: HttpRequest) -> Held | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    area = area_in(token)
    if area is None:
        return None
    with transaction.atomic():
        show_areas([area.pk])
        return holder_of(token.strip(), clock.now())
