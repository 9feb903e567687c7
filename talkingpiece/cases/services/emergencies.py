"""Opening a case that is not one's own, in an emergency; and looking afterwards at whether it was right."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record
from talkingpiece.cases.gates import blockers_to_break_glass, facts_for_break_glass
from talkingpiece.cases.models import BreakGlass
from talkingpiece.cases.profile import Emergency
from talkingpiece.cases.services.life import lock_case
from talkingpiece.cases.states import Review
from talkingpiece.core.blockers import require_open
from talkingpiece.protection.classes import Side


@transaction.atomic
def break_glass(*, case_id: UUID, ground: str, words: str, by: User, at: datetime) -> BreakGlass:
    """Open the case to this user for as long as the area says. Raises Blocked. While it is open, twice is once.

    Whether they may ask for this case at all is the caller's question: see access.get_case_in_emergency.
    """
    case = lock_case(case_id)
    running = BreakGlass.objects.filter(case=case, user=by, until__gt=at, closed_at__isnull=True).first()
    if running is not None:
        return running
    require_open(blockers_to_break_glass(facts_for_break_glass(case, by, at)))
    until = at + timedelta(minutes=current_section(case.area_id, Emergency).minutes)
    opened = BreakGlass(
        area_id=case.area_id, key_id=case.key_id, case=case, user=by, ground=ground, words=words, opened_at=at
    )
    opened.until = until
    opened.save()
    detail = {"ground": ground, "until": until.isoformat()}
    record("glass.broken", by=by, about=opened, at=at, side=Side.JOINT, case_id=case.pk, basis=ground, detail=detail)
    return opened


@transaction.atomic
def close_glass(*, case_id: UUID, by: User, at: datetime) -> None:
    """They need it no longer. Closing what is closed changes nothing."""
    found = BreakGlass.objects.select_for_update(no_key=True).filter(case_id=case_id, user=by, until__gt=at)
    for opened in found.filter(closed_at__isnull=True):
        opened.closed_at = at
        opened.save(update_fields=["closed_at"])
        record("glass.closed", by=by, about=opened, at=at, side=Side.JOINT, case_id=case_id)


@transaction.atomic
def review_glass(*, opening_id: UUID, review: str, words: str, by: User, at: datetime) -> BreakGlass:
    """Somebody else looked at what was opened and why. A later look replaces an earlier one; the trail keeps both."""
    opened = BreakGlass.objects.select_for_update(no_key=True).get(pk=opening_id)
    if opened.user_id == by.pk:
        raise PermissionError("Nobody reviews an opening of their own.")
    opened.reviewed_at, opened.reviewed_by = at, by
    opened.review, opened.review_words = Review(review), words
    opened.save()
    detail = {"review": opened.review}
    record("glass.reviewed", by=by, about=opened, at=at, side=Side.SERVICE, case_id=opened.case_id, detail=detail)
    return opened
