from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile import services
from talkingpiece.casefile.access import get_fact
from talkingpiece.casefile.access.moving import moving
from talkingpiece.casefile.forms import ErrorForm, MoveForm
from talkingpiece.casefile.presenters.correction import correction_page, side_of
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.protection.rows import Fact
from talkingpiece.ui.forms import bind


@requires(Act.FACT_CORRECT)
def error(request: StaffRequest, reference: str, fact: str, fact_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.FACT_CORRECT)
    found = get_fact(opened, fact, fact_id)
    form = _form(request, opened, found)
    if found.stands and form.is_valid():
        done = _move(request, form) if isinstance(form, MoveForm) else _mark(request, opened, found, form)
        if done:
            return redirect("casefile:case", reference)
    return render(request, "casefile/error.html", correction_page(opened, found, form))


def _form(request: StaffRequest, opened: Opened, found: Fact) -> ErrorForm:
    movable = moving(opened, found, request.user)
    if movable is None:
        return bind(request, ErrorForm)
    return bind(request, MoveForm, moving=movable, side=side_of(found))


def _mark(request: StaffRequest, opened: Opened, found: Fact, form: ErrorForm) -> bool:
    services.correct_fact(
        case_id=opened.case.pk,
        fact=found,
        side=side_of(found),
        why=form.cleaned_data["why"],
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("Marked as entered in error. It stays readable, and counts for nothing."))
    return True


def _move(request: StaffRequest, form: MoveForm) -> bool:
    """False while something is still to be answered; then everything typed is there again."""
    opened, found = form.moving.opened, form.moving.fact
    if form.asks_whose:
        return False
    target = form.target()
    if target is None:
        return _mark(request, opened, found, form)
    case, person_id = target
    try:
        anew = services.move_fact(
            case_id=opened.case.pk,
            fact=found,
            side=side_of(found),
            why=form.cleaned_data["why"],
            to_case_id=case.pk,
            person_id=person_id,
            by=request.user,
            at=clock.now(),
        )
    except Blocked as refused:
        form.refuse(refused.blockers)
        return False
    if anew is None:  # somebody else was first
        found.refresh_from_db()
        return False
    messages.success(request, _("Marked as entered in error here, and written down where it belongs."))
    return True
