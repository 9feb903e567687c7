from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import SAFE_NOW
from talkingpiece.audit.services import record_reveal
from talkingpiece.casefile.access import Secret, get_secret, is_one_tap
from talkingpiece.casefile.access.reveals import get_worker
from talkingpiece.casefile.presenters.revealed import ask_page, shown_page
from talkingpiece.casefile.presenters.reveals import more_page, reveals_page
from talkingpiece.cases.access import Opened, get_case, may_reveal
from talkingpiece.cases.forms.reveal import MoreForm, PurposeForm
from talkingpiece.cases.services import allow_more_reveals
from talkingpiece.cases.services import uncover as uncover_within_budget
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


@requires(Act.CONTACT_REVEAL)
def reveal(request: StaffRequest, reference: str) -> HttpResponse:
    """One tap for a number that is safe now and for a visit ahead; all else asks first what it is for.

    As the answer to a POST only: no address of a page ever shows it again.
    """
    opened = get_case(request.user, reference, act=Act.CONTACT_REVEAL)
    if request.method != "POST":
        return redirect("casefile:case", reference)
    secret, now = _secret(opened, request.POST), clock.now()
    if not is_one_tap(opened, secret, now):
        return _ask(request, opened, secret, PurposeForm())
    record_reveal(
        f"{secret.what}.revealed",
        by=request.user,
        about=secret.about,
        side=secret.side,
        purpose=SAFE_NOW,
        case_id=opened.case.pk,
        detail=_channel(secret),
    )
    return render(request, "casefile/revealed.html", shown_page(opened, secret, now))


@requires(Act.CONTACT_REVEAL, fresh=True)
def uncover(request: StaffRequest, reference: str) -> HttpResponse:
    """A deliberate act: with a purpose, by somebody who proved who they are, within the day's budget."""
    opened = get_case(request.user, reference, act=Act.CONTACT_REVEAL)
    posted = request.POST if request.method == "POST" else getattr(request, "kept_post", None)
    if posted is None:
        return redirect("casefile:case", reference)
    secret, now = _secret(opened, posted), clock.now()
    form = bind(request, PurposeForm)
    if form.is_valid() and _uncovered(request, opened, secret, form.cleaned_data["purpose"]):
        return render(request, "casefile/revealed.html", shown_page(opened, secret, now))
    return _ask(request, opened, secret, form)


def _uncovered(request: StaffRequest, opened: Opened, secret: Secret, purpose: str) -> bool:
    now = clock.now()
    if not may_reveal(opened, secret.side, purpose, now):
        raise Http404
    return uncover_within_budget(
        f"{secret.what}.revealed",
        about=secret.about,
        side=secret.side,
        purpose=purpose,
        by=request.user,
        at=now,
        case_id=opened.case.pk,
        detail=_channel(secret),
    )


def _secret(opened: Opened, posted: QueryDict) -> Secret:
    return get_secret(opened, posted.get("what", ""), posted.get("id", ""))


def _channel(secret: Secret) -> dict[str, str]:
    return {"channel": secret.point.channel} if secret.point else {}


def _ask(request: StaffRequest, opened: Opened, secret: Secret, form: PurposeForm) -> HttpResponse:
    return render(request, "casefile/purpose.html", ask_page(opened, secret, form, request.user, clock.now()))


@requires(Act.REVEALS_ALLOW)
@require_safe
def reveals(request: StaffRequest) -> HttpResponse:
    """Who uncovered how much today: numbers, and nobody of a case."""
    return render(request, "casefile/reveals.html", reveals_page(request.user, clock.now()))


@requires(Act.REVEALS_ALLOW)
def more_reveals(request: StaffRequest, user_id: UUID) -> HttpResponse:
    area, worker = get_worker(request.user, user_id)
    form = bind(request, MoreForm)
    if form.is_valid():
        allow_more_reveals(area=area, user=worker, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Written down. %(name)s can go on today.") % {"name": worker.name})
        return redirect("casefile:reveals")
    return render(request, "casefile/more_reveals.html", more_page(area, worker, form, clock.now()))
