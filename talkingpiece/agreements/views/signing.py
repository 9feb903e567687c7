"""The acts that open sharing, and those that end it: each asks once more who is there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements import services
from talkingpiece.agreements.access import get_agreement
from talkingpiece.agreements.forms import EndForm, ReviewedForm, SignForm
from talkingpiece.agreements.gates import blockers_to_end, blockers_to_sign, facts_for_end, facts_for_sign
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.papers import parties
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.agreements.queries import holds, paper_of, signatures_of
from talkingpiece.agreements.states import Signer, Stage
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


def _unsigned(agreement: Agreement) -> list[tuple[Signer, str]]:
    signed = {one.side for one in signatures_of(agreement)}
    names = dict(zip((Signer.US, Signer.THEM), parties(agreement), strict=True))
    return [(side, name) for side, name in names.items() if side not in signed]


@requires(Act.AGREEMENT_WRITE, fresh=True)
def sign(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    sides = _unsigned(agreement)
    form = bind(request, SignForm, sides=sides, initial={"signed_on": clock.today()})
    if form.is_valid():
        typed = {**form.cleaned_data, "side": Signer(form.cleaned_data["side"])}
        try:
            agreement = services.sign_agreement(agreement_id=agreement.pk, by=request.user, at=clock.now(), **typed)
        except services.WrongMark:
            form.add_error(
                "mark", _("This is not the mark of this text. Look at the foot of the paper that was signed")
            )
        else:
            messages.success(request, _signed_words(agreement))
            return redirect("agreements:agreement", agreement.pk)
    verdict = blockers_to_sign(facts_for_sign(agreement, clock.now()))
    page = {
        "agreement": agreement,
        "form": form,
        "paper": paper_of(agreement),
        "last": len(sides) == 1,
        **gate_page(verdict, _("Write down a signature")),
    }
    return render(request, "agreements/sign.html", page)


def _signed_words(agreement: Agreement) -> str:
    if agreement.stage != Stage.SIGNED:
        return _("Written down. It opens when the other party has signed too.")
    if holds(agreement, clock.now()):
        return _("Both have signed: the agreement is in force.")
    return _("Both have signed: it opens on its first day.")


@requires(Act.AGREEMENT_WRITE, fresh=True)
def end(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    form = bind(request, EndForm)
    if form.is_valid():
        services.end_agreement(agreement_id=agreement.pk, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, _("Ended. From this minute nothing passes under it."))
        return redirect("agreements:agreement", agreement.pk)
    verdict = blockers_to_end(facts_for_end(agreement, clock.now()))
    page = {"agreement": agreement, "form": form, **gate_page(verdict, _("End this agreement now"))}
    return render(request, "agreements/end.html", page)


@requires(Act.AGREEMENT_WRITE)
def reviewed(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_agreement(request.user, Act.AGREEMENT_WRITE, agreement_id)
    form = bind(request, ReviewedForm)
    if form.is_valid():
        services.note_review(
            agreement_id=agreement.pk, next_on=form.cleaned_data["next_on"], by=request.user, at=clock.now()
        )
        messages.success(request, _("Written down."))
        return redirect("agreements:agreement", agreement.pk)
    return render(request, "agreements/reviewed.html", {"agreement": agreement, "form": form})
