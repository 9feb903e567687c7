from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from talkingpiece.accounts import kept, once, sessions
from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.proof import ProofWanted
from talkingpiece.accounts.queries import areas_of
from talkingpiece.accounts.reader import forget_sides, noted_sides
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import public_area
from talkingpiece.audit.reading import begin_answer, forget_answer
from talkingpiece.audit.services import record_refusal, record_what_was_read
from talkingpiece.audit.standing_in import forget_standing_in
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import name_actor, show_areas
from talkingpiece.protection.keys import forget_keys

GetResponse = Callable[[HttpRequest], HttpResponse]


class InContext:
    """One transaction a request, with the areas of whoever asks in sight; typed forms kept; a form acts once.

    A view that raises leaves nothing behind, but for the refusals that the trail must keep (404, gate, state).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        forget_keys()
        begin_answer()
        try:
            return self._answer(request)
        except once.SentTwice:
            return self._where_it_went(request)
        finally:
            forget_keys()
            forget_answer()
            forget_standing_in()
            forget_sides()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            sessions.end_if_too_old(request)
            if isinstance(request.user, User):
                request.user.practising_in = sessions.practising_in(request, request.user)
            show_areas(self._areas(request))
            name_actor(request.user.pk if isinstance(request.user, User) else None, errand(request))
            if earlier := once.already_sent(request):
                return earlier
            request.kept_post = kept.give_back(request)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code == 404:
                self._not_there(request)
            elif is_shown(response):
                record_what_was_read(request.resolver_match.view_name if request.resolver_match else "")
            if getattr(request, "tp_undo", False) or response.status_code >= 500:
                transaction.set_rollback(True)
            elif not getattr(request, "tp_unspent", False):
                response = once.sent_once(request, response)
        if response.status_code == 405 and (page := kept.page_of_button(request)):
            return HttpResponseRedirect(page)
        return response

    def _where_it_went(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            show_areas(self._areas(request))
            return once.already_sent(request) or HttpResponseRedirect(request.path)

    def _areas(self, request: HttpRequest) -> Iterable[UUID]:
        staff = settings.TP_DOOR == "staff" or request.path.startswith(settings.TP_STAFF_PREFIX)
        area: Area | None = None
        if staff and settings.TP_DOOR != "public":
            areas = areas_of(request.user, clock.now()) if isinstance(request.user, User) else []
            request.tp_who = kept.who_token(request.user) if isinstance(request.user, User) else ""  # type: ignore[attr-defined]
        else:
            area = public_area(settings.TP_AREA)
            areas = [area.pk] if area else []
        request.tp_area = area  # type: ignore[attr-defined]
        return areas

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            request.tp_refused = getattr(exception, "reason", "not_found")  # type: ignore[attr-defined]
            return None
        if isinstance(exception, (Blocked, IllegalTransition)):
            return self._refused(request, exception)
        if isinstance(exception, ProofWanted) and isinstance(request.user, User):
            return kept.ask_for_proof(request, request.user, file=exception.file)
        request.tp_undo = True  # type: ignore[attr-defined]
        return None

    def _not_there(self, request: HttpRequest) -> None:
        """Whoever is signed in and asks for what they may not have, or for what is not there: one entry either way, by
        the same queries, so that neither the answer nor its time tells which it was."""
        user = request.user if isinstance(request.user, User) else None
        areas = areas_of(user, clock.now()) if user else []
        if user is None or not areas:
            return
        asked = (
            {name: str(value)[:80] for name, value in match.kwargs.items()} if (match := request.resolver_match) else {}
        )
        detail = {
            "page": match.view_name if match else "",
            "asked": asked,
            "reason": getattr(request, "tp_refused", "not_found"),
        }
        # A page may have brought another area into sight; the trail is written in their own.
        show_areas(areas)
        record_refusal("page.refused", by=user, area_id=areas[0], detail=detail)

    def _refused(self, request: HttpRequest, exception: Blocked | IllegalTransition) -> HttpResponse:
        blockers = exception.blockers if isinstance(exception, Blocked) else []
        user = request.user if isinstance(request.user, User) else None
        # The reasons speak of both sides: each reader has those of their own, and nobody outside the service any, nor
        # how many there are.
        sides = noted_sides() if user and may_somewhere(user, Act.CASE_SEE) else frozenset()
        if user and may_somewhere(user, Act.ACCOUNT_APPROVE):  # their gates are about accounts, and of no side
            sides |= {Side.SERVICE}
        readable = [blocker for blocker in blockers if blocker.side in sides]
        area_ids = areas_of(user, clock.now()) if user else []
        if area_ids:
            codes = [b.code for b in blockers] or [str(exception)]
            record_refusal("act.refused", by=user, area_id=area_ids[0], detail={"codes": codes})
        context = {
            "blockers": readable,
            "more": len(readable) < len(blockers),
            "count": len(readable) + (len(readable) < len(blockers)),
            "not_yet": bool(blockers),
            "typed": request.POST,
        }
        return render(request, "ui/refused.html", context, status=409)


def is_shown(response: HttpResponse) -> bool:
    """Also with errors in what was typed (400, 409, 429); rather than led elsewhere, refused or broken."""
    return response.status_code < 300 or response.status_code in {400, 409, 429}


def errand(request: HttpRequest) -> str:
    """The page by its name: an address names a case."""
    try:
        return f"{request.method} {resolve(request.path_info).view_name}"
    except Resolver404:
        return f"{request.method}"
