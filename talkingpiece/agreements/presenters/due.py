"""What an agreement asks of somebody: it ends soon, it is to be looked at, it waits for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.presenters.listing import last_day
from talkingpiece.agreements.queries import Warned, ending, to_read, to_review
from talkingpiece.ui.components import WorkRow
from talkingpiece.ui.dates import short_date


def due_rows(user: User, at: datetime, *, of_everybody: bool = False) -> list[WorkRow]:
    """For its owner and deputy; `of_everybody`: for whoever answers for all of the area's agreements."""
    areas = [area.pk for area in areas_with(user, Act.AGREEMENT_SEE)]
    whose = None if of_everybody else user.pk
    return [
        *(_ending(one) for one in ending(areas, at, user_id=whose)),
        *_reviews(to_review(areas, at, user_id=whose), at),
        *(_to_read(one) for one in to_read([area.pk for area in areas_with(user, Act.AGREEMENT_READ)], user.pk)),
    ]


def _ending(one: Warned) -> WorkRow:
    agreement = one.agreement
    words = {
        1: _("The last day of the agreement with %(agency)s"),
        7: _("The agreement with %(agency)s ends within a week"),
        30: _("The agreement with %(agency)s ends within 30 days"),
    }
    return WorkRow(
        words[one.level] % {"agency": agreement.agency.name},
        url=_address(agreement),
        when=last_day(agreement),
        case=agreement.reference,
        note=_("Then everything under it closes, to the minute. Renew it, or let it end."),
        late=one.level < 30,
    )


def _reviews(found: list[Agreement], at: datetime) -> Iterator[WorkRow]:
    today = timezone.localdate(at)
    for one in found:
        yield WorkRow(
            _("Look at the agreement with %(agency)s again") % {"agency": one.agency.name},
            url=_address(one),
            when=short_date(one.reviews_on),
            case=one.reference,
            late=one.reviews_on is not None and one.reviews_on < today,
        )


def _to_read(one: Agreement) -> WorkRow:
    return WorkRow(
        _("Read the agreement with %(agency)s as the second person") % {"agency": one.agency.name},
        url=reverse("agreements:read", args=[one.pk]),
        when=short_date(one.sent_at),
        case=one.reference,
    )


def _address(agreement: Agreement) -> str:
    return reverse("agreements:agreement", args=[agreement.pk])
