from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_reveal
from talkingpiece.casefile.access import Secret, get_secret, may_reveal, purpose_of
from talkingpiece.casefile.forms import PurposeForm
from talkingpiece.casefile.presenters.revealed import ask_page, shown_page
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.core import clock


@requires(Act.CONTACT_REVEAL)
def reveal(request: StaffRequest, reference: str) -> HttpResponse:
    """Shows one sealed thing, as the answer to a POST only: no address of a page ever shows it again."""
    opened = get_case(request.user, reference, act=Act.CONTACT_REVEAL)
    if request.method != "POST":
        return redirect("casefile:case", reference)
    secret = get_secret(opened, request.POST.get("what", ""), request.POST.get("id", ""))
    now = clock.now()
    purpose = purpose_of(opened, secret, request.POST.get("purpose", ""), now)
    if not may_reveal(opened, purpose, now):
        form = PurposeForm(request.POST) if "asked" in request.POST else PurposeForm()
        return render(request, "casefile/purpose.html", ask_page(opened, secret, form))
    return render(request, "casefile/revealed.html", _reveal(request.user, opened, secret, purpose, now))


def _reveal(user: User, opened: Opened, secret: Secret, purpose: str, now: datetime) -> dict[str, object]:
    record_reveal(
        f"{secret.what}.revealed",
        by=user,
        about=secret.about,
        side=secret.side,
        purpose=purpose,
        case_id=opened.case.pk,
        detail={"channel": secret.point.channel} if secret.point else {},
    )
    return shown_page(opened, secret, now)
