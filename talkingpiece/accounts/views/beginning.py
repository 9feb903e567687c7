from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from talkingpiece.accounts import throttle
from talkingpiece.accounts.factors import Proof
from talkingpiece.accounts.forms import NewPasswordForm
from talkingpiece.accounts.services import accept_invitation
from talkingpiece.accounts.services.invitations import LinkOver, find_invitation
from talkingpiece.accounts.views.signing_in import TOO_OFTEN, signed_in_as
from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.ui.forms import bind


@public("opened by a link that was handed to one person, once; without it there is nothing here")
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """They choose a password, and are led to a second factor before anything opens."""
    now = clock.now()
    try:
        invitation = find_invitation(token, now)
        form = bind(request, NewPasswordForm, user=invitation.user)
        if request.method == "POST" and not throttle.may_try_a_link(request):
            form.add_error(None, str(TOO_OFTEN))
            return render(request, "accounts/begin.html", {"form": form, "name": invitation.user.name}, status=429)
        if form.is_valid():
            user = accept_invitation(token=token, password=form.cleaned_data["password"], at=now)
            return signed_in_as(request, user, Proof.PASSWORD)
    except LinkOver:
        raise Http404 from None
    return render(request, "accounts/begin.html", {"form": form, "name": invitation.user.name})
