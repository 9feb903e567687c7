from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Restriction
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.queries import responsibles_at
from talkingpiece.ui.components import Row
from talkingpiece.ui.dates import short_date


def orders_of(meeting: Meeting, on: date) -> list[Row]:
    """The orders and conditions that an agreement must not breach, as they stand beside the form."""
    named = responsibles_at(meeting.participants.all())
    found = Restriction.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        responsible__in=named.values(),
        error_at__isnull=True,
        lifted_on__isnull=True,
    ).order_by("starts_on")
    return [
        Row(
            str(order.get_kind_display()),
            order.words or _("From %(date)s") % {"date": short_date(order.starts_on)},
        )
        for order in found
    ]
