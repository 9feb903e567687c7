"""Your sign-in: how you do it, and where you are signed in now. Everybody's own, whatever their role."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts import services, sessions
from talkingpiece.accounts.access import StaffRequest, signed_in
from talkingpiece.accounts.factors import Proof, app_to_add, factors_of, forget_app_to_add, passkey_to_add
from talkingpiece.accounts.forms import AddAppForm, AddPasskeyForm, NewPasswordForm
from talkingpiece.accounts.views.signing_in import where_to
from talkingpiece.ui.forms import Form, bind


@signed_in("their own ways of signing in, and their own sessions")
@require_safe
def your_sign_in(request: StaffRequest) -> HttpResponse:
    page = {
        "factors": factors_of(request.user),
        "sessions": sessions.sessions_of(request, request.user),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "accounts/your_sign_in.html", page)


@signed_in("leads somebody who has no second factor to one", unfinished=True)
@require_safe
def add_factor(request: StaffRequest) -> HttpResponse:
    page = {"factors": factors_of(request.user), "needed": sessions.is_unfinished(request)}
    return render(request, "accounts/add_factor.html", page)


@signed_in("adds an app of codes to their own account", fresh=True, unfinished=True)
def add_app(request: StaffRequest) -> HttpResponse:
    app = app_to_add(request, request.user)
    form = bind(request, AddAppForm, secret=app.secret)
    if form.is_valid():
        services.add_app(user=request.user, secret=app.secret)
        forget_app_to_add(request)
        return _added(request, Proof.APP)
    return render(request, "accounts/add_app.html", {"form": form, "app": app})


@signed_in("adds a passkey to their own account", fresh=True, unfinished=True)
def add_passkey(request: StaffRequest) -> HttpResponse:
    form = bind(request, AddPasskeyForm)
    if form.is_valid():
        name, answer = form.cleaned_data["name"], request.POST.get("credential", "")
        if services.add_passkey(user=request.user, name=name, answer=answer):
            return _added(request, Proof.PASSKEY)
        form.add_error(None, _("The passkey was not made. Try again, or choose an app instead."))
    page = {"form": form, "question": passkey_to_add(request.user)}
    return render(request, "accounts/add_passkey.html", page)


def _added(request: StaffRequest, proof: Proof) -> HttpResponse:
    """With the first factor come recovery codes; and whoever was led here goes on to what they wanted."""
    sessions.keep_only_this(request, request.user)
    sessions.write_how(request, proof)
    messages.success(request, _("Added. Wherever else you were signed in, you are signed out."))
    if not factors_of(request.user).codes_left:
        return redirect("recovery_codes")
    return redirect("your_sign_in")


@signed_in("makes recovery codes of their own account, and shows them once", fresh=True)
def recovery_codes(request: StaffRequest) -> HttpResponse:
    form = bind(request, Form)
    if form.is_valid():
        codes = services.renew_codes(user=request.user)
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "go_on": where_to(request)})
    left = factors_of(request.user).codes_left
    return render(request, "accounts/recovery_codes.html", {"form": form, "left": left})


@signed_in("takes a way of signing in off their own account", fresh=True)
def remove_factor(request: StaffRequest, factor: str) -> HttpResponse:
    held = factors_of(request.user)
    named = next((one.name for one in held.passkeys if str(one.id) == factor), "")
    if not named and not (factor == Proof.APP and held.app):
        raise Http404
    form = bind(request, Form)
    if form.is_valid():
        kind, passkey_id = (Proof.PASSKEY, int(factor)) if named else (Proof.APP, 0)
        if services.remove_factor(user=request.user, kind=kind, passkey_id=passkey_id):
            sessions.keep_only_this(request, request.user)
            messages.success(request, _("Taken off. Wherever else you were signed in, you are signed out."))
        return redirect("your_sign_in")
    return render(request, "accounts/remove_factor.html", {"form": form, "name": named, "only_one": held.only_one})


@signed_in("changes their own password", fresh=True)
def new_password(request: StaffRequest) -> HttpResponse:
    form = bind(request, NewPasswordForm, user=request.user)
    if form.is_valid():
        services.choose_password(user=request.user, password=form.cleaned_data["password"])
        sessions.keep_only_this(request, request.user)
        messages.success(request, _("Changed. Wherever else you were signed in, you are signed out."))
        return redirect("your_sign_in")
    return render(request, "accounts/new_password.html", {"form": form})


@require_POST
@signed_in("ends one of their own sessions")
def end_session(request: StaffRequest, session_id: int) -> HttpResponse:
    if not sessions.end_session(request.user, session_id):
        raise Http404
    services.record_session_ended(user=request.user)
    messages.success(request, _("Signed out there."))
    return redirect("your_sign_in")
