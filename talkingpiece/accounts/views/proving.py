from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts import sessions, throttle
from talkingpiece.accounts.access import StaffRequest, signed_in
from talkingpiece.accounts.factors import Factors, Proof, factors_of, passkey_question
from talkingpiece.accounts.forms import CodeForm, PasswordProofForm
from talkingpiece.accounts.kept import proved_for, what_for
from talkingpiece.accounts.proof import write_proof
from talkingpiece.accounts.services import record_failure, record_proof
from talkingpiece.accounts.views.signing_in import TOO_OFTEN, prove
from talkingpiece.ui.forms import Form, bind


@signed_in("asks whoever is signed in to prove that it is still them", unfinished=True)
def still_you(request: StaffRequest) -> HttpResponse:
    """By the strongest that they have: their passkey or app, else their password; in the demo by saying so."""
    held, status = factors_of(request.user), 200
    form = _form(request, held)
    if request.method == "POST":
        if form is None:
            return _go_on(request, Proof.DEMO)
        if not throttle.may_try_a_code(request, request.user):
            form.add_error(None, str(TOO_OFTEN))
            status = 429
        elif proof := _proof(request, form):
            return _go_on(request, proof)
        else:
            record_failure(typed=request.user.email, at_step=Proof.APP if held.any else Proof.PASSWORD)
    page = {
        "form": form,
        "factors": held,
        "wanted": what_for(request),
        "question": passkey_question(request.user) if held.passkeys else "",
    }
    return render(request, "accounts/still_you.html", page, status=status)


def _form(request: StaffRequest, held: Factors) -> Form | None:
    if settings.TP_MODE == "demo":
        return None
    return bind(request, CodeForm) if held.any else bind(request, PasswordProofForm, user=request.user)


def _proof(request: StaffRequest, form: Form) -> Proof | None:
    if isinstance(form, CodeForm):
        return prove(request, request.user, form)
    return Proof.PASSWORD if form.is_valid() else None


def _go_on(request: StaffRequest, proof: Proof) -> HttpResponse:
    record_proof(user=request.user, proof=proof)
    sessions.renew_id(request)
    write_proof(request)
    wanted = proved_for(request)
    if wanted.again:
        messages.success(request, _("Thank you. Nothing has happened yet: look at it once more, and choose it again."))
    return HttpResponseRedirect(wanted.there or reverse("casefile:door"))
