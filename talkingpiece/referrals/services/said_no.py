"""A no that stands: whoever was asked because an agency named them is not asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.audit.services import record
from talkingpiece.people.tokens import WIDE, Token
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import SaidNo, SaidNoToken
from talkingpiece.referrals.queries import said_no_each


@transaction.atomic
def note_no(
    *, area_id: UUID, tokens: Iterable[Token], agency: Agency | None, by: User | None, at: datetime
) -> SaidNo | None:
    """None if their no is known already, or if nobody could be known again by these tokens."""
    found = {one for one in tokens if one[0] not in WIDE}
    if not {"phone", "email", "birth_date", "postcode"} & {kind for kind, _value in found}:
        return None
    if said_no_each(area_id, {"": found}):
        return None
    said = SaidNo.objects.create(area_id=area_id, said_at=at, agency=agency)
    SaidNoToken.objects.bulk_create(
        [SaidNoToken(area_id=area_id, said_no=said, kind=kind, token=value) for kind, value in found]
    )
    record("no.noted", by=by, about=said, at=at, side=Side.VICTIM)
    return said
