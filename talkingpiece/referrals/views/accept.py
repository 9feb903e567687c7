from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.audit.services import record_refusal
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.cases.pages.known import KnownPanel, known_panel
from talkingpiece.cases.queries import open_ball
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked, Verdict
from talkingpiece.protection.classes import Side
from talkingpiece.referrals import services
from talkingpiece.referrals.access import get_referral
from talkingpiece.referrals.forms.accept import AcceptForm, Alike, Known, told_already
from talkingpiece.referrals.gates import blockers_to_accept, facts_for_accept
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters import referral as presenter
from talkingpiece.referrals.presenters.enquiry import asked_first_panel
from talkingpiece.referrals.queries import OPEN, offenders_like, tokens_of, victims_like
from talkingpiece.referrals.remit import RemitFacts
from talkingpiece.ui.forms import bind

# What the form on the page answers itself: no reason to hide the form.
ANSWERED_BELOW = frozenset({"same_person", "not_yet", "outside", "open_case", "conflict"})


@requires(Act.REFERRAL_DECIDE)
def accept(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_referral(request.user, reference, act=Act.REFERRAL_DECIDE)
    if request.method != "POST" and found.state not in OPEN:
        messages.info(request, _("This was decided already."))
        return redirect("referrals:referral", reference)
    form = bind(request, AcceptForm, known=_known(found, request.user), initial=told_already(found))
    if not form.is_valid():
        return _page(request, found, form, _as_far_as_known(request, found))
    try:
        case = services.accept_referral(
            referral_id=found.pk, acceptance=form.acceptance(), by=request.user, at=clock.now()
        )
    except Blocked as closed:
        _refused(request, found, closed)
        if "asked_first" in closed.verdict.codes:
            name = form.cleaned_data["offender_name"]
            found = services.name_offender(referral_id=found.pk, name=name, by=request.user, at=clock.now())
        return _page(request, found, form, closed.verdict, status=409)
    messages.success(request, _accepted(case.pk))
    return redirect("casefile:case", case.reference)


def _accepted(case_id: UUID) -> str:
    ball = open_ball(case_id)
    if ball is not None and ball.agency is not None:
        return _("Accepted. The case is open. %(agency)s makes the first contact.") % {"agency": ball.agency.name}
    return _("Accepted. The case is open, and it is your turn to find a facilitator.")


def _as_far_as_known(request: StaffRequest, found: Referral) -> Verdict:
    facts = facts_for_accept(found, RemitFacts(found.stage), same_person="", by=request.user)
    return blockers_to_accept(facts)


def _refused(request: StaffRequest, found: Referral, closed: Blocked) -> None:
    record_refusal(
        "referral.accept_refused",
        by=request.user,
        area_id=found.area_id,
        side=Side.VICTIM,
        about=found,
        detail={"codes": closed.verdict.codes},
    )


def _page(
    request: StaffRequest, found: Referral, form: AcceptForm, verdict: Verdict, status: int = 200
) -> HttpResponse:
    blocking = set(verdict.codes) - ANSWERED_BELOW
    shown = set(verdict.codes) if status == 409 else blocking
    context = {
        **presenter.referral_page(found, clock.now()),
        **asked_first_panel(found, request.user),
        **_looks(request, found),
        "form": form,
        "verdict": verdict,
        "gate": presenter.accept_gate(found, verdict, shown) if shown else None,
        "shows_form": not blocking,
        "typed": request.method == "POST",
    }
    return render(request, "referrals/accept.html", context, status=status)


def _known(found: Referral, by: User) -> Known:
    now = clock.now()
    matches = victims_like(found.area_id, tokens_of(found))
    managers = people_with_role(found.area_id, Role.OFFENDER_MANAGER, now).select_related("agency")
    agencies = Agency.objects.filter(kind__in=[AgencyKind.PROBATION, AgencyKind.PRISON]).order_by("name")

    def offenders(name: str, born: date | None) -> Alike:
        alike = offenders_like(found.area_id, services.offender_tokens(found.area_id, name, born))
        return Alike(presenter.match_choices(alike), any(match.other_side for match in alike))

    return Known(
        presenter.match_choices(matches),
        offenders,
        list(managers),
        list(agencies),
        partial(known_person, by, found.area_id, part=As.VICTIM),
        partial(known_person, by, found.area_id, part=As.RESPONSIBLE),
    )


def _looks(request: StaffRequest, found: Referral) -> dict[str, KnownPanel]:
    """Beside who they are, and beside who did it. Whoever took the call may have said already who they are."""
    asked = request.POST.get("look", "")
    return {
        "victim_looks": known_panel(
            request.user,
            found.area_id,
            As.VICTIM,
            request.POST,
            name="known_victim",
            held=str(found.said_to_be_id or ""),
            fields=("full_name", "birth_date"),
            looks=asked == "known_victim",
        ),
        "offender_looks": known_panel(
            request.user,
            found.area_id,
            As.RESPONSIBLE,
            request.POST,
            name="known_offender",
            fields=("offender_name", "offender_birth_date"),
            looks=asked == "known_offender",
        ),
    }
