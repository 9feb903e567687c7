"""A form acts once. The hidden `submission` token of a page is spent by the act; a second sending of the same page
(double click, lost answer, back and again) is led to where the first one went."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from talkingpiece.accounts.models import Submission, User
from talkingpiece.core import clock


def _token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def _who(request: HttpRequest) -> str:
    if isinstance(request.user, User):
        return str(request.user.pk)
    if not request.session.session_key:
        request.session.create()
    return f"session:{request.session.session_key}"


def already_sent(request: HttpRequest) -> HttpResponse | None:
    """Where the first sending of this very form led, or None if it was not sent before."""
    token = _token(request)
    if request.method != "POST" or token is None:
        return None
    sent = Submission.objects.filter(token=token, who=_who(request)).exclude(outcome="").first()
    return HttpResponseRedirect(sent.outcome) if sent else None


def sent_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Remember where a form led. Called with the redirect that follows a successful act.

    Two sendings at the same moment: the unique constraint makes the second wait for the first and then fail, so its
    whole transaction, the act included, is undone by the caller's middleware, which then redirects.
    """
    token = _token(request)
    if token is not None and isinstance(response, HttpResponseRedirect):
        try:
            with transaction.atomic():
                Submission.objects.create(
                    token=token, who=_who(request), outcome=response.url[:300], made_at=clock.now()
                )
        except IntegrityError:
            raise SentTwice from None
    return response


class SentTwice(Exception):
    """The same form was sent twice at the same moment; the other sending won."""
