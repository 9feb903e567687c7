"""The open cases of one area as rows of a file. Whom they are about is not asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.casefile.queries.overview import Line, Overview
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.states import Holder


def case_rows(user: User, area_id: UUID, at: datetime) -> list[tuple[str, ...]]:
    """Whoever opens cases has those that they could open; whoever opens none has the numbers of all."""
    lines = [line for line in Overview(user, at).lines if line.case.area_id == area_id]
    if any(Act.CASE_SEE in ROLES[role].acts for role in roles_in(user, area_id, at)):
        open_to = set(visible_cases(user).filter(area_id=area_id).values_list("pk", flat=True))
        lines = [line for line in lines if line.case.pk in open_to]
    return [_row(line) for line in lines]


def _row(line: Line) -> tuple[str, ...]:
    ball = line.ball
    return (
        line.case.reference,
        _day(line.case.opened_at),
        "" if line.paused else str(line.stage),
        _("paused by the victim") if line.paused else _("open"),
        line.owner.name if line.owner else "",
        _holder(line),
        str(What(ball.what).label) if ball else "",
        _day(ball.since) if ball else "",
        str(line.next.kind.label) if line.next else "",
        _day(line.next.due) if line.next else "",
        _("yes") if line.missed else _("no"),
    )


def _holder(line: Line) -> str:
    ball = line.ball
    if ball is None:
        return ""
    if ball.user is not None:
        return ball.user.name
    return ball.agency.name if ball.agency else str(Holder(ball.holder).label)


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()
