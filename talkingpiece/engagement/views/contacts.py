from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.cases.balls import What
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import open_ball
from talkingpiece.core import clock
from talkingpiece.engagement import services
from talkingpiece.engagement.access import get_somebody, read
from talkingpiece.engagement.forms import ContactForm, QuickContactForm
from talkingpiece.engagement.models import Contact
from talkingpiece.engagement.presenters import first_hour, outside_safe_hours, way_rows
from talkingpiece.engagement.queries import Somebody, contacts_with
from talkingpiece.engagement.states import Direction, Means
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import ways_of
from talkingpiece.ui.dates import when
from talkingpiece.ui.forms import bind


@requires(Act.CASE_WORK)
def contact(request: StaffRequest, reference: str, person_id: UUID) -> HttpResponse:
    """The log of a call, a talk, a message. With `quick` it is a call of ours, as from a list of whom to call."""
    opened = get_case(request.user, reference, act=Act.CASE_WORK)
    who, ways = get_somebody(opened, person_id), ways_of(person_id)
    form = _form(request, opened, who, ways)
    if form.is_valid():
        row = services.record_contact(
            case_id=opened.case.pk, person_id=person_id, by=request.user, at=form.moment, **form.columns()
        )
        _say(request, who, row, ways)
        back = "casefile:my_work" if request.POST.get("back") == "work" else "casefile:case"
        return redirect(back, *([] if back == "casefile:my_work" else [reference]))
    read(opened, request.user, "engagement_contact", who.side)
    return render(request, "engagement/contact.html", _page(opened, who, form, ways))


def _form(request: StaffRequest, opened: Opened, who: Somebody, ways: list[ContactPoint]) -> QuickContactForm:
    ball = open_ball(opened.case.pk) if who.is_victim else None
    telling = ball is not None and ball.what == What.TELL_VICTIM
    initial = {"means": Means.CALL, "direction": Direction.OUT}
    form_class = QuickContactForm if "quick" in request.POST else ContactForm
    return bind(request, form_class, first=first_hour(ways), telling=telling, initial=initial)


def _page(opened: Opened, who: Somebody, form: QuickContactForm, ways: list[ContactPoint]) -> dict[str, Any]:
    return case_page(
        opened,
        who=who,
        form=form,
        quick=not isinstance(form, ContactForm),
        details_open=form.is_bound and isinstance(form, ContactForm),
        back=form.data.get("back", ""),
        ways=way_rows(opened.case.reference, who.name, ways, clock.now()),
        earlier=list(contacts_with(opened.case.pk, who.person.pk)[:5]),
    )


def _say(request: StaffRequest, who: Somebody, row: Contact, ways: list[ContactPoint]) -> None:
    values = {"name": who.name, "when": when(row.next_at)}
    if row.next_at is None:
        messages.success(request, _("The contact with %(name)s is recorded.") % values)
        return
    messages.success(request, _("The contact with %(name)s is recorded. Try again: %(when)s.") % values)
    if outside_safe_hours(ways, row.next_at):
        messages.warning(
            request, _("%(when)s is outside the hours in which %(name)s can safely be called. Check it.") % values
        )
