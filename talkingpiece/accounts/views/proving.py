from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, signed_in
from talkingpiece.accounts.forms import PasswordProofForm
from talkingpiece.accounts.kept import proved_for, what_for
from talkingpiece.accounts.proof import write_proof
from talkingpiece.accounts.services import record_proof
from talkingpiece.ui.forms import bind


@signed_in("asks whoever is signed in to prove that it is still them")
def still_you(request: StaffRequest) -> HttpResponse:
    if settings.TP_MODE == "demo":
        form, proven = None, request.method == "POST"
    else:
        form = bind(request, PasswordProofForm, user=request.user)
        proven = form.is_valid()
    if proven:
        record_proof(user=request.user)
        return _go_on(request)
    return render(request, "accounts/still_you.html", {"form": form, "wanted": what_for(request)})


def _go_on(request: HttpRequest) -> HttpResponse:
    request.session.cycle_key()
    write_proof(request)
    wanted = proved_for(request)
    if wanted.again:
        messages.success(request, _("Thank you. Nothing has happened yet: look at it once more, and choose it again."))
    return HttpResponseRedirect(wanted.there or reverse("casefile:door"))
