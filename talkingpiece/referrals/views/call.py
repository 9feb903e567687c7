"""The telephone: one page, kept at every pause, sent when the call is over or earlier."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.cases.pages.known import known_panel
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.access import area_of_calls, get_call, get_taken, visible_calls, visible_referrals
from talkingpiece.referrals.forms import call as forms
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.presenters import call as presenter
from talkingpiece.ui.dates import clock_text
from talkingpiece.ui.forms import bind


@requires(Act.REFERRAL_TAKE)
def call(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        draft = services.begin_call(area=area_of_calls(request.user), by=request.user, at=clock.now())
        return redirect("referrals:call_draft", draft.pk)
    unfinished = presenter.unfinished(visible_calls(request.user), clock.now())
    return render(request, "referrals/call.html", {"unfinished": unfinished})


@requires(Act.REFERRAL_TAKE)
def call_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            saved = _save(request, draft_id)
        except services.CallGone:
            return _onto_a_new_one(request)
        return _go_on(request, saved.draft)
    draft = get_call(request.user, draft_id)
    record_reading("call.read", by=request.user, about=draft, side=Side.VICTIM)
    restored = bind(request, forms.CallForm)
    return _page(request, draft, restored if restored.restored else forms.call_form(draft.answers["typed"]))


def _go_on(request: StaffRequest, draft: IntakeDraft) -> HttpResponse:
    if "look" in request.POST:
        return _page(request, draft, forms.call_form(draft.answers["typed"]))
    if "send" not in request.POST and "early" not in request.POST:
        messages.success(request, _("Saved."))
        return redirect("referrals:call_draft", draft.pk)
    form = forms.CallForm(data=request.POST)
    if not form.is_valid():
        return _page(request, draft, form)
    referral = services.send_call(
        draft_id=draft.pk,
        by=request.user,
        answers=form.answers(),
        source=form.source(_chosen(request, draft, form.cleaned_data["same_person"])),
        ended_early="early" in request.POST,
        at=clock.now(),
    )
    return _sent(request, referral)


def _chosen(request: StaffRequest, draft: IntakeDraft, person_id: str) -> Person | None:
    return known_person(request.user, draft.area_id, person_id, As.VICTIM) if person_id else None


def _sent(request: StaffRequest, referral: Referral) -> HttpResponse:
    """Whoever may decide lands where they can; others hear that it arrived, and what to do if there is danger."""
    if not visible_referrals(request.user).filter(pk=referral.pk).exists():
        return redirect("referrals:call_sent", referral.reference)
    messages.success(
        request, _("Sent. It is at the front door now, and %(name)s has it.") % {"name": referral.owner.name}
    )
    return redirect("referrals:referral", referral.reference)


def _onto_a_new_one(request: StaffRequest) -> HttpResponse:
    """The call was sent or thrown away in another window: what was typed here is not lost with it."""
    draft = services.begin_call(area=area_of_calls(request.user), by=request.user, at=clock.now())
    saved = _save(request, draft.pk)
    messages.info(request, _("That call was sent or put away meanwhile. What you wrote is here, as a call of its own."))
    return redirect("referrals:call_draft", saved.draft.pk)


@requires(Act.REFERRAL_TAKE)
def call_save(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What a script sends at each pause."""
    get_call(request.user, draft_id)
    if request.method != "POST":  # whoever was signed out meanwhile is led here after signing in again
        return redirect("referrals:call_draft", draft_id)
    try:
        saved = _save(request, draft_id)
    except services.CallGone:  # sent a moment ago, by the same page
        raise Http404 from None
    words = _("Saved %(time)s") % {"time": clock_text(timezone.localtime(clock.now()).time())}
    if saved.aside:
        labels = dict.fromkeys(label for label, _words in forms.aside_words((name, []) for name in saved.aside))
        words += ". " + _("Another window wrote here too. Its words are kept: %(fields)s") % {
            "fields": ", ".join(labels)
        }
    return JsonResponse({"version": saved.draft.version, "words": words})


def _save(request: StaffRequest, draft_id: UUID) -> services.Saved:
    version = request.POST.get("version", "")
    return services.save_call(
        draft_id=draft_id,
        by=request.user,
        typed=forms.typed_in(request.POST),
        seen_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        window=request.POST.get("window", "")[:40],
        at=clock.now(),
    )


@require_POST
@requires(Act.REFERRAL_TAKE)
def call_drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    get_call(request.user, draft_id)
    services.drop_call(draft_id=draft_id, by=request.user, at=clock.now())
    messages.success(request, _("Thrown away. Nothing of it is kept."))
    return redirect("referrals:call")


@require_GET
@requires(Act.REFERRAL_TAKE)
def call_sent(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_taken(request.user, reference)
    return render(request, "referrals/call_sent.html", presenter.sent(found))


def _page(request: StaffRequest, draft: IntakeDraft, form: forms.CallForm) -> HttpResponse:
    form.renew_version(draft.version)
    others = visible_calls(request.user).exclude(pk=draft.pk)
    looks = known_panel(
        request.user,
        draft.area_id,
        As.VICTIM,
        request.POST,
        fields=forms.LOOKED_BY,
        looks="look" in request.POST,
        held="".join(draft.answers["typed"].get("same_person", [])),
    )
    context = {"form": form, "draft": draft, "looks": looks, **presenter.call_page(draft, others, clock.now())}
    return render(request, "referrals/call_draft.html", context)
