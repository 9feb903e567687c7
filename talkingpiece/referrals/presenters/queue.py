"""The front-door page: whoever may not be safe first, then in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball
from talkingpiece.notifications.models import Message
from talkingpiece.notifications.queries import by_hand, in_doubt
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters.words import callable_now, how_long, ways_in_one_line
from talkingpiece.referrals.queries import OPEN, danger_is_open, front_door, open_balls
from talkingpiece.referrals.states import Form, ReferralState
from talkingpiece.ui.components import Count, Tag, WorkRow
from talkingpiece.ui.dates import short_date, when


@dataclass
class Queue:
    first: list[WorkRow] = field(default_factory=list)
    new: list[WorkRow] = field(default_factory=list)
    held: list[WorkRow] = field(default_factory=list)
    recent: list[WorkRow] = field(default_factory=list)
    by_hand: list[WorkRow] = field(default_factory=list)
    in_doubt: list[WorkRow] = field(default_factory=list)

    @property
    def counts(self) -> list[Count]:
        return [
            Count(len(self.first), _("not safe, or not sure"), good=not self.first, url="#first" if self.first else ""),
            Count(len(self.new), _("new"), url="#new" if self.new else ""),
            Count(len(self.held), _("held"), url="#held" if self.held else ""),
            Count(
                len(self.by_hand) + len(self.in_doubt),
                _("messages for you to send or look into"),
                good=not (self.by_hand or self.in_doubt),
                url="#messages" if self.by_hand or self.in_doubt else "",
            ),
        ]


def queue(referrals: QuerySet[Referral], area_ids: Iterable[UUID], at: datetime, recent: timedelta) -> Queue:
    """A number of queries that depends on the areas in sight, never on how many came."""
    found = list(front_door(referrals, at, recent))
    balls = open_balls([referral.pk for referral in found])
    shown = Queue()
    for referral in found:
        _place(shown, referral).append(_row(referral, balls.get(referral.pk), at))
    by_id = {referral.pk: referral for referral in found}
    for area_id in area_ids:
        shown.by_hand += [_message(m, by_id, at) for m in by_hand(area_id)]
        shown.in_doubt += [_message(m, by_id, at) for m in in_doubt(area_id, at)]
    return shown


def _place(shown: Queue, referral: Referral) -> list[WorkRow]:
    if danger_is_open(referral):
        return shown.first
    if referral.state not in OPEN:
        return shown.recent
    return shown.new if referral.state == ReferralState.NEW else shown.held


def _row(referral: Referral, ball: Ball | None, at: datetime) -> WorkRow:
    due_at = ball.due_at if ball else None
    late = due_at is not None and due_at < at
    return WorkRow(
        what=referral.called,
        url=reverse("referrals:referral", args=[referral.reference]),
        when=_due(ball),
        late=late,
        case=_("%(reference)s, came %(when)s, %(long)s ago")
        % {
            "reference": referral.reference,
            "when": when(referral.received_at),
            "long": how_long(referral.received_at, at),
        },
        note=_note(referral, ball, at),
        tag=_tag(referral, ball),
    )


def _due(ball: Ball | None) -> str:
    if ball is None or ball.due_at is None:
        return _("No date")
    if ball.what == What.DANGER:
        return _("Now")
    return _("Today") if timezone.localdate(ball.due_at) == timezone.localdate() else short_date(ball.due_at)


def _note(referral: Referral, ball: Ball | None, at: datetime) -> str:
    late = ball is not None and ball.due_at is not None and ball.due_at < at and ball.what != What.DANGER
    said = [_("Overdue.")] if late else []
    said += [_("Referred by %(agency)s.") % {"agency": referral.agency.name}] if referral.agency else []
    if ball is not None and ball.what == What.CALL_BACK:
        said.append(_call_owed(referral))
    if referral.state == ReferralState.HELD and referral.held_until:
        said.append(_("Waits until %(day)s.") % {"day": short_date(referral.held_until)})
    if callable_now(referral, at):
        said.append(_("Safe to call now."))
    return " ".join([*said, ways_in_one_line(referral)])


def _call_owed(referral: Referral) -> str:
    if referral.ring_at is None:
        return _("Asked for a call.")
    if referral.acknowledged_at is None:
        return _("The call was cut off. Ring back.")
    return _("We promised to ring %(when)s.") % {"when": when(referral.ring_at)}


def _tag(referral: Referral, ball: Ball | None) -> Tag | None:
    if danger_is_open(referral):
        return Tag(_("Not safe now"), "gate")
    if ball is not None and ball.what == What.CODE_MESSAGE:
        return Tag(_("Left us a word"), "now")
    if referral.state not in OPEN:
        return Tag(referral.get_state_display())
    if referral.form == Form.TELEPHONE:
        return Tag(_("Rang us"))
    return Tag(_("Asked to be called")) if referral.form == Form.CALL_ME else None


def _message(message: Message, referrals: dict[UUID, Referral], at: datetime) -> WorkRow:
    referral = referrals.get(message.about_id)
    return WorkRow(
        what=_("%(way)s to %(name)s")
        % {
            "way": message.get_channel_display(),
            "name": referral.called if referral else _("somebody of a case"),
        },
        url=reverse("referrals:referral", args=[referral.reference]) if referral else "",
        when=short_date(message.queued_at),
        note=message.body,
        case=_("Waiting for %(long)s") % {"long": how_long(message.queued_at, at)},
    )
