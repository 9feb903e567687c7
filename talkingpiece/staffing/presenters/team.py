"""Who is in the team: what they carry, until when they are supervised and vetted, and whether they are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import Leave, RoleHolding, User
from talkingpiece.accounts.queries import colleagues, is_away, leaves_of
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.models import Area
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.staffing.models import Facilitator, Level
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.queries import Available, duty_owner, facilitators, on_duty
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class TeamRow:
    user: User
    roles: str
    load: str
    level: str
    standing: list[str]  # supervision and vetting, in words
    lapsed: bool
    languages: str
    tags: list[Tag]
    away: list[str]
    is_facilitator: bool


def team_rows(area: Area, at: datetime) -> list[TeamRow]:
    """A number of queries that does not grow with the team."""
    people = colleagues(area.pk, at)
    roles: dict[UUID, list[str]] = {}
    for held in RoleHolding.objects.filter(area=area, ends_at__isnull=True).order_by("role"):
        roles.setdefault(held.user_id, []).append(str(Role(held.role).label))
    able = {one.facilitator.user_id: one for one in facilitators(area.pk, at)}
    leaves: dict[UUID, list[Leave]] = {}
    for leave in leaves_of([user.pk for user in people], area.pk, timezone.localdate(at)):
        leaves.setdefault(leave.user_id, []).append(leave)
    owner = duty_owner(area.pk, at).pk if on_duty(area.pk, at) else None
    return [
        _row(user, ", ".join(roles.get(user.pk, [])), able.get(user.pk), leaves.get(user.pk, []), owner, at)
        for user in people
    ]


def _row(
    user: User, roles: str, available: Available | None, leaves: list[Leave], owner: UUID | None, at: datetime
) -> TeamRow:
    today = timezone.localdate(at)
    facilitator = available.facilitator if available else None
    tags = [Tag(_("On duty"), "now")] if user.pk == owner else []
    if any(is_away(leave, at) for leave in leaves):
        tags.append(Tag(_("Away")))
    return TeamRow(
        user=user,
        roles=roles,
        load=_load(available),
        level=str(Level(facilitator.level).label) if facilitator else "",
        standing=_standing(facilitator, today) if facilitator else [],
        lapsed=facilitator is not None and _lapsed(facilitator, today),
        languages=facilitator.languages if facilitator else "",
        tags=tags,
        away=[leave_words(leave) for leave in leaves],
        is_facilitator=facilitator is not None,
    )


def _load(available: Available | None) -> str:
    if available is None:
        return ""
    values = {
        "open": available.open_cases,
        "carried": available.carried,
        "capacity": available.facilitator.capacity,
    }
    words = (
        ngettext(
            "%(open)d case, %(carried)d of %(capacity)d points",
            "%(open)d cases, %(carried)d of %(capacity)d points",
            available.open_cases,
        )
        % values
    )
    return words if available.facilitator.taking_cases else _("%(words)s, takes no new ones") % {"words": words}


def _lapsed(facilitator: Facilitator, today: date) -> bool:
    dates = (facilitator.supervision_due_on, facilitator.vetting_until)
    return any(day is None or day < today for day in dates)


def _standing(facilitator: Facilitator, today: date) -> list[str]:
    supervised, vetted = facilitator.supervision_due_on, facilitator.vetting_until
    found = []
    if supervised is None:
        found.append(_("No date is known for the next case supervision"))
    else:
        words = _("Supervision was due on %(day)s") if supervised < today else _("Supervision by %(day)s")
        found.append(words % {"day": short_date(supervised)})
    if vetted is None:
        found.append(_("No vetting is recorded"))
    else:
        words = _("Vetting ran out on %(day)s") if vetted < today else _("Vetted until %(day)s")
        found.append(words % {"day": short_date(vetted)})
    return found


def leave_words(leave: Leave) -> str:
    return _("Away from %(start)s, back on %(back)s. %(name)s stands in.") % {
        "start": short_date(leave.starts_on),
        "back": short_date(leave.ends_on),
        "name": leave.stand_in.name,
    }


@dataclass(frozen=True)
class LeaveRow:
    leave: Leave
    words: str
    running: bool


def leave_rows(user: User, area: Area, at: datetime) -> list[LeaveRow]:
    """Leaves of this user that run or are still to come."""
    found = leaves_of([user.pk], area.pk, timezone.localdate(at))
    return [LeaveRow(leave, leave_words(leave), is_away(leave, at)) for leave in found]


def points_in_words(policy: Staffing) -> str:
    """What a case takes of a facilitator's capacity."""
    said = [
        _("%(kind)s: %(lead)d to lead, %(join)d to join")
        % {
            "kind": kind.label,
            "lead": policy.points_of(kind, MemberRole.OWNER),
            "join": policy.points_of(kind, MemberRole.CO_FACILITATOR),
        }
        for kind in Complexity
    ]
    return "; ".join(said)
