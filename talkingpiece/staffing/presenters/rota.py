"""The weeks ahead at the front door: who owns it from when until when, and what to think of beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import leaves_of
from talkingpiece.areas.models import Area
from talkingpiece.areas.working_days import add_working_days, is_working_day
from talkingpiece.staffing.models import Duty
from talkingpiece.staffing.queries import duty_owner, may_be_on_duty, rota
from talkingpiece.ui.dates import short_date, when

WEEKS = 6
READ_UNTIL = time(17)


@dataclass(frozen=True)
class TurnRow:
    duty: Duty
    name: str
    begins: str
    words: str
    running: bool
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    monday: date
    turns: list[TurnRow]


@dataclass(frozen=True)
class RotaPage:
    now: User
    next_read: date
    weeks: list[Week]
    later: list[TurnRow]


def rota_page(area: Area, at: datetime) -> RotaPage:
    turns = rota(area.pk, at)
    first = timezone.localdate(at) - timedelta(days=timezone.localdate(at).weekday())
    leaves = leaves_of({duty.user_id for duty in turns}, area.pk, timezone.localdate(at))
    ends = [*(duty.starts_at for duty in turns[1:]), None]
    pairs = list(zip(turns, ends, strict=True))
    weeks = [
        Week(monday, [_turn(duty, end, monday, leaves, at) for duty, end in pairs if _in_week(duty, end, monday)])
        for monday in (first + timedelta(weeks=number) for number in range(WEEKS))
    ]
    last = _midnight(first + timedelta(weeks=WEEKS))
    later = [_turn(duty, end, duty.starts_at.date(), leaves, at) for duty, end in pairs if duty.starts_at >= last]
    return RotaPage(duty_owner(area.pk, at), next_read(at, area.jurisdiction), weeks, later)


def next_read(at: datetime, jurisdiction: str) -> date:
    """The working day on which somebody next reads what arrives now: evenings and weekends wait until then."""
    local = timezone.localtime(at)
    if is_working_day(local.date(), jurisdiction) and local.time() < READ_UNTIL:
        return local.date()
    return add_working_days(local.date(), 1, jurisdiction)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _in_week(duty: Duty, end: datetime | None, monday: date) -> bool:
    return duty.starts_at < _midnight(monday + timedelta(weeks=1)) and (end is None or end > _midnight(monday))


def _turn(duty: Duty, end: datetime | None, monday: date, leaves: list[Leave], at: datetime) -> TurnRow:
    """Within one week: a turn that began before or lasts beyond it says so."""
    ends_here = end is not None and end < _midnight(monday + timedelta(weeks=1))
    values = {"begins": when(duty.starts_at), "until": when(end)}
    if duty.starts_at < _midnight(monday):
        words = _("until %(until)s") if ends_here else _("all week") if end else _("all week, until further notice")
    elif ends_here:
        words = _("from %(begins)s until %(until)s")
    else:
        words = _("from %(begins)s") if end else _("from %(begins)s until further notice")
    warnings = _warnings(duty, end, monday, leaves, at)
    return TurnRow(duty, duty.user.name, values["begins"], words % values, duty.starts_at <= at, warnings)


def _warnings(duty: Duty, end: datetime | None, monday: date, leaves: list[Leave], at: datetime) -> list[str]:
    start_day = max(monday, timezone.localdate(duty.starts_at), timezone.localdate(at))
    last_day = monday + timedelta(days=6)
    if end is not None:
        last_day = min(last_day, timezone.localdate(end - timedelta(microseconds=1)))
    found = []
    for leave in leaves:
        if leave.user_id == duty.user_id and leave.starts_on <= last_day and leave.ends_on > start_day:
            found.append(_away(duty, leave, at))
    return found


def _away(duty: Duty, leave: Leave, at: datetime) -> str:
    values = {
        "name": duty.user.first_name,
        "start": short_date(leave.starts_on),
        "back": short_date(leave.ends_on),
        "stand_in": leave.stand_in.name,
    }
    if may_be_on_duty(leave.stand_in, duty.area_id, at):
        return _("%(name)s is away from %(start)s until %(back)s. %(stand_in)s owns the front door then.") % values
    return (
        _(
            "%(name)s is away from %(start)s until %(back)s, and %(stand_in)s may not decide on referrals. "
            "Put somebody else on duty."
        )
        % values
    )
