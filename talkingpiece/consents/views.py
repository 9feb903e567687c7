from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, require_fresh, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case, may, read_case
from talkingpiece.cases.presenters import case_page
from talkingpiece.consents.access import Question, get_consent, get_question
from talkingpiece.consents.forms import AskForm, WithdrawForm
from talkingpiece.consents.presenters import ledgers, withdraw_page
from talkingpiece.consents.queries import was_taken_back
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
@require_safe
def ledger(request: StaffRequest, reference: str) -> HttpResponse:
    opened = read_case(request.user, reference, "consents")
    people = ledgers(opened, clock.today())
    context = case_page(
        opened,
        victim_ledgers=[one for one in people if one.side != Side.OFFENDER],
        offender_ledgers=[one for one in people if one.side == Side.OFFENDER],
        may_ask=may(opened, Act.CONSENT_RECORD),
    )
    return render(request, "consents/ledger.html", context)


@requires(Act.CONSENT_RECORD)
def ask(request: StaffRequest, reference: str, person_id: UUID, item: str, target: str = "") -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.CONSENT_RECORD)
    question = get_question(opened, person_id, item, target or request.GET.get("target", ""))
    if question.waits_for_offender:  # the room that knows what the offender said asks them
        named = [question.target] if question.target else []
        return redirect("engagement:ask_beside", reference, person_id, item, *named)
    return ask_page(request, opened, question)


def ask_page(request: StaffRequest, opened: Opened, question: Question) -> HttpResponse:
    reference, item = opened.case.reference, question.wording.item
    form = bind(request, AskForm, question=question)
    if form.is_valid():
        typed = form.cleaned_data
        target = typed.get("target") or question.target
        if typed["answer"] == Answer.GIVEN and was_taken_back(opened.case.pk, question.person.pk, item, target):
            require_fresh(request)
        record_consent(
            case_id=opened.case.pk,
            person=question.person,
            side=question.side,
            item=item,
            target=target,
            wording=_put(question, typed.get("own_words", "")),
            by=request.user,
            **{name: typed[name] for name in ("answer", "method", "language", "witness", "capacity_considered", "at")},
        )
        yes = typed["answer"] == Answer.GIVEN
        messages.success(request, _("Written down: yes.") if yes else _("Written down: no. It will not be done."))
        return redirect(_back(reference, question))
    question_words = _(question.wording.question), _(question.wording.explained) if question.wording.explained else ""
    context = case_page(opened, form=form, question=question, item=Item(item), question_words=question_words)
    return render(request, "consents/ask.html", context)


def _put(question: Question, own_words: str) -> str:
    """What was put to the person. Where their own words count, these and nothing else are what they agreed to."""
    if own_words:
        return own_words
    parts = (question.wording.question, question.wording.explained)
    return " ".join(_(part) for part in parts if part)


def _back(reference: str, question: Question) -> str:
    if question.wording.item == Item.ATTEND:
        return reverse("meetings:meeting", args=[reference, question.target])
    return reverse("consents:ledger", args=[reference])


@requires(Act.CASE_SEE)  # whoever hears it writes it down; nothing asks anything else first
def withdraw(request: StaffRequest, reference: str, consent_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference)
    consent = get_consent(opened, consent_id)
    form = bind(request, WithdrawForm)
    if request.method == "POST":
        at, as_typed = form.moment(consent)
        withdraw_consent(consent_id=consent_id, by=request.user, at=at, **form.columns())
        if not as_typed:
            messages.warning(request, _("The time that you gave could not be used. It is written down as said now."))
        messages.success(request, _("Taken back. %(stops)s") % {"stops": withdraw_page(consent).stops})
        return redirect("consents:ledger", reference)
    context = case_page(opened, form=form, consent=consent, page=withdraw_page(consent))
    return render(request, "consents/withdraw.html", context)
