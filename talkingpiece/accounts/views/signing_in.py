from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talkingpiece.accounts.forms import SignInForm
from talkingpiece.accounts.kept import NEXT_KEY
from talkingpiece.accounts.models import User
from talkingpiece.accounts.presenters import demo_people
from talkingpiece.accounts.services import record_arrival
from talkingpiece.core.access import public
from talkingpiece.ui.forms import bind


@public("the sign-in page itself; in the demo it lists the demo people")
def sign_in(request: HttpRequest) -> HttpResponse:
    if settings.TP_MODE == "demo":
        return _demo_sign_in(request)
    form = bind(request, SignInForm)
    if form.is_valid():
        user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if isinstance(user, User):
            return _signed_in(request, user)
        form.add_error(None, _("The email address or the password is not right. Check both."))
    return render(request, "accounts/sign_in.html", {"form": form})


def _demo_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _signed_in(request, _demo_user(request.POST.get("as", "")))
    return render(request, "accounts/demo_sign_in.html", demo_people())


def _demo_user(chosen: str) -> User:
    try:
        return User.objects.get(pk=UUID(chosen), is_active=True)
    except (ValueError, User.DoesNotExist):
        raise Http404 from None


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=f"{ModelBackend.__module__}.{ModelBackend.__name__}")
    record_arrival(user=user)
    return HttpResponseRedirect(_where_to(request, user))


def _where_to(request: HttpRequest, user: User) -> str:
    wanted = request.session.pop(NEXT_KEY, "")
    if wanted:
        return str(wanted)
    return reverse("casefile:door")  # which leads to the first page of their navigation


@require_POST
@public("signing out needs no right")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")
