from __future__ import annotations

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import of_area
from talkingpiece.core import clock


def visible_agreements(user: User) -> list[Agreement]:
    """Those of every area in which the user's role may see agreements."""
    held = holdings(user, clock.now())
    areas = {h.area_id for h in held if Act.AGREEMENT_SEE in ROLES[Role(h.role)].acts}
    return [agreement for area_id in sorted(areas) for agreement in of_area(area_id).select_related("area")]
