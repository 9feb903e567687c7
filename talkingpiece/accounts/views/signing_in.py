from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from talkingpiece.accounts import half, sessions, throttle
from talkingpiece.accounts.factors import Proof, check_code, factors_of, owner_of_passkey, passkey_question
from talkingpiece.accounts.forms import CodeForm, SignInForm
from talkingpiece.accounts.kept import NEXT_KEY
from talkingpiece.accounts.models import User
from talkingpiece.accounts.presenters import demo_people
from talkingpiece.accounts.services import record_arrival, record_failure
from talkingpiece.core.access import public
from talkingpiece.ui.forms import bind

TOO_OFTEN = gettext_lazy("That was tried too often from here. Wait a few minutes, then try again.")


@public("the sign-in page itself; in the demo it lists the demo people")
def sign_in(request: HttpRequest) -> HttpResponse:
    if settings.TP_MODE == "demo":
        return _demo_sign_in(request)
    form = bind(request, SignInForm)
    if form.is_valid():
        typed = form.cleaned_data["email"]
        if not throttle.may_try_to_sign_in(request, typed):
            form.add_error(None, str(TOO_OFTEN))
            return _sign_in_page(request, form, status=429)
        user = authenticate(request, username=typed, password=form.cleaned_data["password"])
        if isinstance(user, User):
            return _password_was_right(request, user)
        record_failure(typed=typed, at_step=Proof.PASSWORD)
        form.add_error(None, _("The email address or the password is not right. Check both."))
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"form": form, "question": passkey_question()}, status=status)


@require_POST
@public("the answer of a passkey to the question of the sign-in page")
def passkey(request: HttpRequest) -> HttpResponse:
    if settings.TP_MODE == "demo":
        raise Http404
    if not throttle.may_try_a_passkey(request):
        return _sign_in_page(request, _with_error(TOO_OFTEN), status=429)
    owner = owner_of_passkey(request.POST.get("credential", ""))
    if owner is None or not owner.is_active:
        record_failure(typed="", at_step=Proof.PASSKEY)
        return _sign_in_page(request, _with_error(_("That passkey is not known here.")))
    return signed_in_as(request, owner, Proof.PASSKEY)


def _with_error(words: str | Promise) -> SignInForm:
    form = SignInForm(data={})
    form.errors.clear()  # that nothing was typed is no mistake here
    form.add_error(None, str(words))
    return form


def _demo_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return signed_in_as(request, _demo_user(request.POST.get("as", "")), Proof.DEMO)
    return render(request, "accounts/demo_sign_in.html", demo_people())


def _demo_user(chosen: str) -> User:
    try:
        return User.objects.get(pk=UUID(chosen), is_active=True)
    except (ValueError, User.DoesNotExist):
        raise Http404 from None


def _password_was_right(request: HttpRequest, user: User) -> HttpResponse:
    if factors_of(user).any:
        half.begin(request, user)
        return redirect("second_factor")
    return signed_in_as(request, user, Proof.PASSWORD)


@public("the second half of signing in; without the first it leads back to it")
def second_factor(request: HttpRequest) -> HttpResponse:
    user = half.signed_in_half(request)
    if user is None:
        return redirect("sign_in")
    form = bind(request, CodeForm)
    if request.method == "POST":
        if not throttle.may_try_a_code(request, user):
            form.add_error(None, str(TOO_OFTEN))
            return _second_page(request, user, form, status=429)
        if proof := prove(request, user, form):
            half.end(request)
            return signed_in_as(request, user, proof)
        record_failure(typed=user.email, at_step=Proof.APP)
    return _second_page(request, user, form)


def prove(request: HttpRequest, user: User, form: CodeForm) -> Proof | None:
    """By the passkey that answered, or by the code in the form; else the form says what was wrong."""
    if answer := request.POST.get("credential", ""):
        if owner_of_passkey(answer, user):
            return Proof.PASSKEY
        form.errors.clear()
        form.add_error(None, _("That passkey is not known here."))
        return None
    proof = check_code(user, form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and proof is None:
        form.add_error("code", _("That code is not right, or it was used. Enter the one that the app shows now."))
    return proof


def _second_page(request: HttpRequest, user: User, form: CodeForm, *, status: int = 200) -> HttpResponse:
    held = factors_of(user)
    page = {"form": form, "factors": held, "question": passkey_question(user) if held.passkeys else ""}
    return render(request, "accounts/second_factor.html", page, status=status)


def signed_in_as(request: HttpRequest, user: User, proof: Proof) -> HttpResponse:
    if user.machine:
        raise Http404
    login(request, user, backend=f"{ModelBackend.__module__}.{ModelBackend.__name__}")
    sessions.write_how(request, proof)
    sessions.write_down(request, user)
    record_arrival(user=user, proof=proof)
    return HttpResponseRedirect(where_to(request))


def where_to(request: HttpRequest) -> str:
    if sessions.is_unfinished(request):
        return reverse("add_factor")
    wanted = request.session.pop(NEXT_KEY, "")
    if wanted:
        return str(wanted)
    return reverse("casefile:door")  # which leads to the first page of their navigation


@require_POST
@public("signing out needs no right")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")
