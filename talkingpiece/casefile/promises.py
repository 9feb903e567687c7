"""What the service promised, and by when. Pure: promises that nobody has to enter, so that nobody can forget them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

State = Literal["ahead", "soon", "missed"]


class Promise(TextChoices):
    """Each is a number of days in the area's profile. The words name nobody."""

    REPLY = "acknowledge", _("Reply to a referral")
    FIRST_CONTACT = "first_contact", _("First contact with the victim")
    FIRST_MEETING = "first_meeting", _("First talk with the victim about what they need")
    AGENCY_ANSWER = "agency_answer", _("Answer of an agency")
    OFFER_ANSWER = "hand_over_answer", _("Answer to the offer of a case")
    SIGN_OFF = "sign_off", _("Signature under a risk assessment")
    UPDATE = "victim_update", _("Word to the victim, news or none")
    AFTER_MEETING = "after_meeting", _("Talk with somebody after a meeting")


@dataclass(frozen=True)
class Heard:
    """`went_on_at`: when the last pause ended; the promise starts anew then."""

    opened_at: datetime
    last_spoken_at: datetime | None = None
    went_on_at: datetime | None = None
    paused: bool = False
    ended: bool = False


def update_due(heard: Heard, days: int) -> date | None:
    """The day by which the victim hears from us, `days` after they last did; None while they pause or after the end."""
    if heard.paused or heard.ended:
        return None
    moments = [heard.opened_at, heard.last_spoken_at, heard.went_on_at]
    newest = max(moment for moment in moments if moment is not None)
    return timezone.localdate(newest) + timedelta(days=days)


def pushed(due: datetime, since: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    """Later by as long as the victim paused since it was promised. `pauses`: from and until, of those that ended."""
    for begun, ended in pauses:
        if ended > since and begun < due:
            due += ended - max(begun, since)
    return due


def state_of(due: datetime, at: datetime, warn_until: datetime) -> State:
    """`warn_until`: the end of the last day of which somebody is warned now."""
    if due < at:
        return "missed"
    return "soon" if due <= warn_until else "ahead"
