"""The one form of an agency, whoever sits before it: signed in, or behind a one-time link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from talkingpiece.areas.models import Agency, Area
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked, Verdict
from talkingpiece.referrals.agency_gates import blockers_to_send, facts_for_send
from talkingpiece.referrals.agency_queries import Standing, standing_of
from talkingpiece.referrals.forms.agency import AgencyForm, checked_form, quiet_form
from talkingpiece.referrals.models import IntakeDraft
from talkingpiece.referrals.presenters import agency as presenter
from talkingpiece.referrals.queries import UNSAFE
from talkingpiece.referrals.services.agency_drafts import Stale, keep_agency_draft

Typed = Mapping[str, list[str]]


@dataclass(frozen=True)
class Writing:
    """`begin` makes the draft when the first thing is saved; `layout` is the page around it."""

    area: Area
    agency: Agency
    draft: IntakeDraft | None
    begin: Callable[[], IntakeDraft]
    signed_in: bool
    layout: str
    edit_url: str
    check_url: str
    initial: Mapping[str, Any]

    @property
    def standing(self) -> Standing:
        return standing_of(self.area.pk, self.agency, at=clock.now())

    @property
    def typed(self) -> Typed:
        return self.draft.answers if self.draft else {}


def edit(request: HttpRequest, writing: Writing, *, later: Callable[[], HttpResponse]) -> HttpResponse:
    """Whatever is posted is kept first, right or wrong; then it is looked at."""
    standing, now = writing.standing, clock.now()
    kept: QueryDict | None = getattr(request, "kept_post", None)
    if request.method != "POST":
        return _page(request, writing, _as_it_was(request, writing, standing, kept))
    form = AgencyForm(data=request.POST, standing=standing, signed_in=writing.signed_in)
    typed = {name: request.POST.getlist(name) for name in form.posted_names if name in request.POST}
    draft = writing.draft or writing.begin()
    seen = form.seen_version if writing.draft else draft.version
    try:
        draft = keep_agency_draft(draft_id=draft.pk, typed=typed, version=seen, at=now)
    except Stale as stale:
        form.renew_version(stale.draft.version)
        saved = checked_form(stale.draft.answers, standing=standing, signed_in=writing.signed_in)
        return _page(request, writing, form, meanwhile=presenter.meanwhile(form, saved), status=409)
    form.renew_version(draft.version)
    if "later" in request.POST:
        return later()
    return redirect(writing.check_url) if form.is_valid() else _page(request, writing, form)


def _as_it_was(request: HttpRequest, writing: Writing, standing: Standing, kept: QueryDict | None) -> AgencyForm:
    if kept:
        form = AgencyForm(data=kept, standing=standing, signed_in=writing.signed_in)
        form.restored = True
    elif "check" in request.GET and writing.typed:
        form = checked_form(writing.typed, standing=standing, signed_in=writing.signed_in)
    else:
        form = quiet_form(writing.typed, standing=standing, signed_in=writing.signed_in)
        for name, value in writing.initial.items():
            form.initial.setdefault(name, value)
    form.version = writing.draft.version if writing.draft else 0
    return form


def _page(
    request: HttpRequest, writing: Writing, form: AgencyForm, *, meanwhile: Any = (), status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "layout": writing.layout,
        "agency": writing.agency,
        "draft": writing.draft,
        "signed_in": writing.signed_in,
        "extra": [field.name for field in form.extra],
        "rule": writing.standing.rule,
        "in_force": writing.standing.agreement is not None,
        "meanwhile": meanwhile,
    }
    return render(request, "referrals/agency_form.html", context, status=status)


def check(request: HttpRequest, writing: Writing, *, send: Callable[[AgencyForm], HttpResponse]) -> HttpResponse:
    """All answers once more, and what stands before sending, by the same gate that the act asks."""
    form = checked_form(writing.typed, standing=writing.standing, signed_in=writing.signed_in)
    if writing.draft is None or not form.is_valid():
        return redirect(f"{writing.edit_url}?check=1")
    verdict = _verdict(writing, form)
    if request.method == "POST":
        try:
            return send(form)
        except Blocked as closed:
            verdict = closed.verdict
    context = {
        "layout": writing.layout,
        "signed_in": writing.signed_in,
        "rows": presenter.check_rows(form, writing.edit_url),
        "gate": presenter.send_gate(verdict),
        "edit_url": writing.edit_url,
        "danger": form.cleaned_data["safe_now"] in UNSAFE,
        "area": writing.area,
    }
    return render(request, "referrals/agency_check.html", context, status=409 if request.method == "POST" else 200)


def _verdict(writing: Writing, form: AgencyForm) -> Verdict:
    knows = form.cleaned_data["knows"]
    return blockers_to_send(facts_for_send(writing.area.pk, writing.agency, knows=knows, at=clock.now()))
