"""The self-referral: one question a page, kept as it is typed, sent once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from talkingpiece.core import clock
from talkingpiece.core.access import public
from talkingpiece.referrals import services
from talkingpiece.referrals.codes import code_of, grouped
from talkingpiece.referrals.forms import contact
from talkingpiece.referrals.forms import questions as forms
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters import front
from talkingpiece.referrals.presenters.why import WHY
from talkingpiece.referrals.queries import UNSAFE
from talkingpiece.referrals.questions import NEEDED, QUESTIONS, after, before
from talkingpiece.referrals.states import Form as How
from talkingpiece.referrals.views import sessions
from talkingpiece.ui.forms import Form

OPEN_DOOR = "somebody who was harmed comes to us without an account"
# What a page posts beside its answers.
_NOT_ANSWERS = {"csrfmiddlewaretoken", "submission", "version", "skip", "call", "begun"}


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    return {name: list(values) for name, values in request.POST.lists() if name not in _NOT_ANSWERS}


def pages_of(request: HttpRequest) -> dict[str, dict[str, list[str]]]:
    kept = sessions.draft(request)
    return kept.answers if kept else {}


def keep(request: HttpRequest, page: str) -> None:
    services.save_page(
        area_id=sessions.area_of(request).pk,
        session_token=sessions.token_of(request),
        page=page,
        typed=typed_in(request),
        at=clock.now(),
    )


@public(OPEN_DOOR)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {
        "area": sessions.area_of(request),
        "count": len(QUESTIONS),
        "first": reverse("front:question", args=[QUESTIONS[0]]),
        "begun": bool(pages_of(request)),
        "away_minutes": settings.SESSION_COOKIE_AGE // 60,
    }
    return render(request, "front/start.html", context)


@public(OPEN_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in QUESTIONS:
        raise Http404
    if request.method != "POST":
        return _ask(request, slug, _as_it_was(slug, pages_of(request), checking="check" in request.GET))
    if request.POST.get("begun") and sessions.draft(request) is None:
        messages.info(request, _away())
    keep(request, slug)
    if "call" in request.POST:
        return redirect("front:call_me")
    form = forms.FORMS[slug](data=request.POST)
    if "skip" in request.POST or form.is_valid():
        return redirect(_where_next(request, slug, form))
    return _ask(request, slug, form)


def _away() -> str:
    return _(
        "You were away for a while. To keep you safe we have put away what you wrote on earlier pages. "
        "What you wrote on this page is kept."
    )


def _as_it_was(slug: str, pages: dict[str, dict[str, list[str]]], *, checking: bool) -> Form:
    """What was typed before; with what is to be put right, if that is why somebody came back."""
    form = forms.form_of(slug, pages)
    if slug not in pages or checking:
        return form
    shown = {bound.name: bound.value() for bound in form}
    return forms.FORMS[slug](initial=shown)


def _where_next(request: HttpRequest, slug: str, form: Form) -> str:
    if slug == "safe-now" and form.data.get("safe_now") in UNSAFE:
        return reverse("front:danger")
    following = after(slug)
    if "check" in request.GET or following is None:
        return reverse("front:check")
    return reverse("front:question", args=[following])


def _ask(request: HttpRequest, slug: str, form: Form) -> HttpResponse:
    previous = before(slug)
    back = reverse("front:question", args=[previous]) if previous else reverse("front:start")
    context = {
        "area": sessions.area_of(request),
        "form": form,
        "slug": slug,
        "first_field": form.top_fields()[0].name,
        "other_fields": [field.name for field in form.top_fields()[1:]],
        "number": QUESTIONS.index(slug) + 1,
        "total": len(QUESTIONS),
        "back_url": reverse("front:check") if "check" in request.GET else back,
        "why": WHY[slug],
        "skippable": slug not in NEEDED,
        "begun": sessions.draft(request) is not None,
    }
    return render(request, "front/question.html", context)


@public(OPEN_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    pages = pages_of(request)
    if request.method == "POST":
        if not pages:
            return redirect("front:receipt" if _sent(request) else "front:start")
        if not _slips(pages):
            answers = forms.answers_from(forms.cleaned(pages))
            return _send(request, How.QUESTIONS, answers)
    data = forms.cleaned(pages)
    titles = {slug: str(form().top_fields()[0].label) for slug, form in forms.FORMS.items()}
    ways = contact.ways_from(data) if "contact" in pages and not _slip("contact", pages) else ()
    context = {
        "area": sessions.area_of(request),
        "rows": front.check_rows(data, ways, titles),
        "slips": _slips(pages),
        "back_url": reverse("front:question", args=[QUESTIONS[-1]]),
    }
    return render(request, "front/check.html", context)


def _slips(pages: dict[str, dict[str, list[str]]]) -> list[dict[str, str]]:
    """What still has to be put right, each with the page where that is done."""
    return [
        {"text": slip, "url": reverse("front:question", args=[slug]) + "?check=1"}
        for slug in QUESTIONS
        if (slip := _slip(slug, pages))
    ]


def _slip(slug: str, pages: dict[str, dict[str, list[str]]]) -> str:
    if slug not in pages:
        missing = {
            "name": _("Tell us what we should call you"),
            "contact": _("Choose a safe way to reach you, or “None. I will contact you”"),
        }
        return missing.get(slug, "")
    form = forms.form_of(slug, pages)
    if form.is_valid():
        return ""
    return next(str(message) for messages in form.errors.values() for message in messages)


def _sent(request: HttpRequest) -> Referral | None:
    token, area = sessions.known_token(request), sessions.area_of(request)
    if not token:
        return None
    return services.referral_from(area, token)


def _send(request: HttpRequest, form: str, answers: services.Answers) -> HttpResponse:
    services.send_referral(
        area=sessions.area_of(request),
        session_token=sessions.token_of(request),
        form=form,
        answers=answers,
        at=clock.now(),
    )
    return redirect("front:receipt")


@public(OPEN_DOOR)
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Shows the number once: then the session has forgotten from what it was made."""
    area, referral = sessions.area_of(request), _sent(request)
    if referral is None:
        return render(request, "front/receipt_over.html", front.reading(area, clock.now()))
    code = grouped(code_of(area.pk, sessions.known_token(request)))
    sessions.forget(request)
    return render(request, "front/receipt.html", front.receipt(area, referral, code, clock.now()))


@public(OPEN_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def call_me(request: HttpRequest) -> HttpResponse:
    return _short(request, "call-me", "front/call_me.html", reverse("front:home"))


@public(OPEN_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: HttpRequest) -> HttpResponse:
    """Said that they are not safe, or not sure: what to do, and a way to send a name and a safe way now."""
    back = reverse("front:question", args=["safe-now"])
    return _short(request, "danger", "front/danger.html", back)


def _short(request: HttpRequest, page: str, template: str, back_url: str) -> HttpResponse:
    """A name and one safe way, with or without what was written before."""
    pages = pages_of(request)
    more = bool(set(pages) - {"name", "contact", "safe-now", "call-me", "danger"})
    form_class = forms.short_form(danger=page == "danger", more=more)
    form = form_class(data=request.POST) if request.method == "POST" else form_class(initial=_known(pages, page))
    if request.method == "POST":
        if not pages and _sent(request):
            return redirect("front:receipt")
        keep(request, page)
        if form.is_valid():
            everything = forms.cleaned(pages) if form.cleaned_data.get("send_all") else {}
            said = forms.said_before(pages) if page == "danger" else form.cleaned_data.get("safe_now", "")
            return _send(request, How.CALL_ME, forms.short_answers(form.cleaned_data, everything, said))
    context = {**front.reading(sessions.area_of(request), clock.now()), "form": form, "back_url": back_url}
    context |= {"next_url": reverse("front:question", args=[after("safe-now")]), "more": more}
    return render(request, template, context)


def _known(pages: dict[str, dict[str, list[str]]], page: str) -> dict[str, Any]:
    """What was typed on this page before, or else what the questions say already."""
    if page in pages:
        return {name: values[-1] for name, values in pages[page].items() if values}
    return forms.known_for_short(forms.cleaned(pages))
