from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.services import write_leave
from talkingpiece.areas.models import Area
from talkingpiece.core.blockers import require_open
from talkingpiece.staffing.gates.leave import blockers_to_leave, facts_for_leave


@transaction.atomic
def arrange_leave(
    *, area: Area, user: User, stand_in: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Leave:
    """Away from `starts_on`, back on `ends_on`. Raises Blocked with every reason against this stand-in.

    Why somebody is away is neither asked nor kept.
    """
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    facts = facts_for_leave(area, user, stand_in, starts_on, ends_on, at)
    require_open(blockers_to_leave(facts))
    return write_leave(
        area_id=area.pk, user=user, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )
