from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, require_fresh, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import Opened, get_case, may_reveal
from talkingpiece.cases.forms.reveal import PurposeForm
from talkingpiece.cases.presenters import case_page, gate_page
from talkingpiece.cases.services import uncover
from talkingpiece.core import clock
from talkingpiece.core.blockers import Verdict
from talkingpiece.documents.exports import exports
from talkingpiece.documents.render import Print
from talkingpiece.documents.responses import page_pictures, pdf_response
from talkingpiece.notifications import services
from talkingpiece.notifications.access import get_letter, get_template
from talkingpiece.notifications.exports import LETTER
from talkingpiece.notifications.forms import HAND, POST, AnswerForm, DespiteForm, GoneForm, StopForm, WriteForm
from talkingpiece.notifications.gates import LetterFacts, blockers_to_release, facts_for_letter
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.papers import FILE_NAME, bears_address, definition, sealed_paper
from talkingpiece.notifications.presenters import (
    addressee_rows,
    any_paper,
    how_it_goes,
    letter_name,
    letter_rows,
    letter_tag,
    print_page,
)
from talkingpiece.notifications.queries import letters_section, post_to
from talkingpiece.notifications.services import StaleLetter
from talkingpiece.notifications.states import LetterState
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.LETTER_WRITE)
@require_safe
def letters(request: StaffRequest, reference: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    record_reading("letters.read", by=request.user, about=opened.case, side=Side.JOINT, case_id=opened.case.pk)
    context = case_page(opened, rows=letter_rows(opened.case), addressees=addressee_rows(opened.case))
    return render(request, "notifications/letters.html", context)


@requires(Act.LETTER_WRITE)
def write(request: StaffRequest, reference: str, person_id: UUID, template: str) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    to, wanted = get_template(opened, person_id, template)
    way = POST if post_to(person_id) else HAND
    form = bind(request, WriteForm, template=wanted, initial={"way": way})
    if form.is_valid():
        made = services.begin_letter(
            case_id=opened.case.pk,
            person_id=person_id,
            template=template,
            by=request.user,
            at=clock.now(),
            **form.columns(),
        )
        return redirect("notifications:letter", reference, made.pk)
    context = case_page(opened, form=form, template=wanted, name=_(wanted.name), to=to.person.called)
    return render(request, "notifications/write.html", context)


@requires(Act.LETTER_WRITE)
def change(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    found = get_letter(opened, letter_id)
    initial = {f"text_{key}": words for key, words in found.fields.items()}
    way = {"way": HAND if found.by_hand else POST, "print_style": found.print_style}
    form = bind(request, WriteForm, template=definition(found), initial={**initial, **way})
    form.version = found.version
    if form.is_valid():
        seen = form.seen_version or found.version
        try:
            services.change_letter(letter_id=found.pk, version=seen, by=request.user, at=clock.now(), **form.columns())
        except StaleLetter:
            form.renew_version(found.version)
            form.add_error(None, _("Somebody changed the letter meanwhile. What you wrote is still here."))
        else:
            return redirect("notifications:letter", reference, letter_id)
    name = _(definition(found).name)
    context = case_page(opened, form=form, letter=found, name=name, to=found.person.called)
    return render(request, "notifications/write.html", context)


@requires(Act.LETTER_WRITE)
@require_safe
def letter(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    opened, found, facts, verdict = _opened(request, reference, letter_id)
    record_reading("letter.read", by=request.user, about=found, side=Side(found.side), case_id=found.case_id)
    return _page(request, opened, found, facts, verdict)


def _opened(request: StaffRequest, reference: str, letter_id: UUID) -> tuple[Opened, Letter, LetterFacts, Verdict]:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    found = get_letter(opened, letter_id)
    facts = facts_for_letter(found, clock.now())
    return opened, found, facts, blockers_to_release(facts)


def _page(
    request: StaffRequest, opened: Opened, found: Letter, facts: LetterFacts, verdict: Verdict, **more: Any
) -> HttpResponse:
    """One page from the draft to the post: what is missing, the pages themselves, and what can be done now."""
    paper = sealed_paper(any_paper(found))
    released = found.state == LetterState.RELEASED
    gone_form = more.pop("gone_form", None) or (GoneForm() if verdict.is_open else DespiteForm())
    name = letter_name(found, letters_section(found.case))
    context = gate_page(
        opened,
        verdict,
        heading_closed=_("this letter may go"),
        heading_open=name,
        letter=found,
        name=name,
        letter_tag=letter_tag(found),
        is_draft=found.state == LetterState.DRAFT,
        is_released=released,
        paper=paper,
        pictures=page_pictures(paper, Print(found.print_style)),
        how=how_it_goes(found),
        common_words=facts.common_words,
        answer_form=more.pop("answer_form", None) or AnswerForm(),
        gone_form=gone_form,
        **more,
    )
    return render(request, "notifications/letter.html", context)


@requires(Act.LETTER_WRITE)
@require_POST
def answer(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    opened, found, facts, verdict = _opened(request, reference, letter_id)
    form = bind(request, AnswerForm)
    if form.is_valid():
        services.answer_finding(
            letter_id=found.pk,
            words=request.POST.get("words", ""),
            why=form.cleaned_data["why"],
            by=request.user,
            at=clock.now(),
        )
        return redirect("notifications:letter", reference, letter_id)
    return _page(request, opened, found, facts, verdict, answer_form=form)


@requires(Act.LETTER_WRITE)
@require_POST
def release(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    _opened_case, found, _facts, verdict = _opened(request, reference, letter_id)
    if request.POST.get("seen", "") != str(found.version):
        messages.warning(request, _("The letter has changed since you looked. Please look at it again."))
    elif verdict.is_open:
        services.release_letter(letter_id=found.pk, version=found.version, by=request.user, at=clock.now())
        messages.success(request, _("Released. Print it, and say here when it has gone."))
    return redirect("notifications:letter", reference, letter_id)


@requires(Act.LETTER_WRITE)
@require_POST
def gone(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    opened, found, facts, verdict = _opened(request, reference, letter_id)
    form = bind(request, GoneForm if verdict.is_open else DespiteForm)
    if form.is_valid():
        services.record_gone(
            letter_id=found.pk,
            went_at=form.cleaned_data["at"],
            despite=form.cleaned_data.get("despite", ""),
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Written down: it has gone."))
        return redirect("notifications:letters", reference)
    return _page(request, opened, found, facts, verdict, gone_form=form, form=form)


@requires(Act.LETTER_WRITE)
def stop(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    found = get_letter(opened, letter_id)
    form = bind(request, StopForm)
    if form.is_valid():
        services.stop_letter(letter_id=found.pk, words=form.cleaned_data["words"], by=request.user, at=clock.now())
        messages.success(request, _("Stopped. It does not go."))
        return redirect("notifications:letters", reference)
    return render(request, "notifications/stop.html", case_page(opened, form=form, letter=found))


def _uncovered(request: StaffRequest, opened: Opened, found: Letter, purpose: str) -> bool:
    require_fresh(request)
    side, now = Side(found.side), clock.now()
    if not may_reveal(opened, side, purpose, now):
        raise Http404
    return uncover(
        "letter.address_revealed",
        about=found,
        side=side,
        purpose=purpose,
        by=request.user,
        at=now,
        case_id=found.case_id,
    )


@requires(Act.LETTER_WRITE)
@exports(LETTER)
def letter_pdf(request: StaffRequest, reference: str, letter_id: UUID) -> HttpResponse:
    """To be printed. An address on it is uncovered by a deliberate act, like any other: with a purpose, in answer to a
    POST, and within the day's budget."""
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    found = get_letter(opened, letter_id)
    paper = any_paper(found)
    if bears_address(paper):
        form = bind(request, PurposeForm)
        if not (form.is_valid() and _uncovered(request, opened, found, form.cleaned_data["purpose"])):
            return render(request, "notifications/print.html", print_page(opened, found, form, request.user))
    return pdf_response(
        LETTER,
        paper,
        FILE_NAME,
        Print(found.print_style),
        by=request.user,
        about=found,
        side=Side(found.side),
        case_id=found.case_id,
    )
