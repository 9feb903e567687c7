from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area, ProfileVersion
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.services import adopt_section
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.capacity.figures import BY_KEY
from talkingpiece.staffing.capacity.profile import Capacity, Own, check


@transaction.atomic
def set_figure(*, area: Area, key: str, own: Own | None, by: User, at: datetime) -> ProfileVersion:
    """The area reckons with its own number from now on; with the model's again where `own` is None.

    Raises `capacity.profile.Wrong` if nothing can be reckoned with it, KeyError for an unknown number.
    """
    BY_KEY[key]
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    known = {**current_section(area.pk, Capacity).own}
    known.pop(key, None)
    if own is not None:
        known[key] = own
    check(Capacity.model_construct(own=known).figures())
    adopted = adopt_section(area=area, section=Capacity(own=known), at=at)
    detail = {"figure": key, "own": own is not None, "version": adopted.version}
    record("capacity.figure_set", by=by, about=adopted, at=at, side=Side.SERVICE, detail=detail)
    return adopted
