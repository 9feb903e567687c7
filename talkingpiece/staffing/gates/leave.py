"""May this colleague stand in for somebody who is away? Nothing here asks why somebody is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import Leave, User
from talkingpiece.accounts.queries import leaves_of, roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.areas.models import Area
from talkingpiece.cases.states import MemberRole
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.profile import reaches
from talkingpiece.staffing.queries import (
    cases_worked_on,
    conflicting_cases,
    facilitator_of,
    leaves_stood_in_by,
    staffing_of,
)
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class LeaveFacts:
    """Somebody, the colleague who would stand in, and the days. Periods are from a day to the first day back."""

    name: str
    stand_in: str
    starts_on: date
    ends_on: date
    on: date
    same_person: bool = False
    has_role: bool = True  # works for the service in this area
    casework: bool = True  # the one who is away works with people of cases
    can_do_casework: bool = True
    already_away: tuple[date, date] | None = None
    stand_in_away: tuple[date, date] | None = None
    stands_in_for: str = ""  # whom the one who is away has promised to stand in for, in these days
    conflicts: tuple[str, ...] = ()  # references of cases
    too_demanding: tuple[str, ...] = ()  # references of cases that need a higher level than the stand-in has
    decides_referrals: bool = True
    signs_risk: bool = True


def facts_for_leave(area: Area, user: User, stand_in: User, starts_on: date, ends_on: date, at: datetime) -> LeaveFacts:
    cases = cases_worked_on(user.pk, area.pk)
    acts, theirs = _acts(user, area, at), _acts(stand_in, area, at)
    facilitator = facilitator_of(stand_in.pk, area.pk)
    own = _overlapping(leaves_of([user.pk], area.pk, starts_on), ends_on)
    other = _overlapping(leaves_of([stand_in.pk], area.pk, starts_on), ends_on)
    promised = _overlapping(leaves_stood_in_by(user.pk, area.pk, starts_on), ends_on)
    return LeaveFacts(
        name=user.name,
        stand_in=stand_in.name,
        starts_on=starts_on,
        ends_on=ends_on,
        on=timezone.localdate(at),
        same_person=user.pk == stand_in.pk,
        has_role=bool(theirs),
        casework=Act.CASE_WORK in acts,
        can_do_casework=Act.CASE_WORK in theirs,
        already_away=(own.starts_on, own.ends_on) if own else None,
        stand_in_away=(other.starts_on, other.ends_on) if other else None,
        stands_in_for=promised.user.name if promised else "",
        conflicts=tuple(conflicting_cases(stand_in.pk, cases)),
        too_demanding=tuple(
            case.reference
            for case in cases
            if facilitator is None
            or not reaches(facilitator.level, staffing_of(case).needed(case.complexity, MemberRole.CO_FACILITATOR))
        ),
        decides_referrals=Act.REFERRAL_DECIDE not in acts or Act.REFERRAL_DECIDE in theirs,
        signs_risk=Act.RISK_SIGN not in acts or Act.RISK_SIGN in theirs,
    )


def _acts(user: User, area: Area, at: datetime) -> frozenset[Act]:
    rules = [ROLES[role] for role in roles_in(user, area.pk, at)]
    return frozenset(act for rule in rules if not rule.agency for act in rule.acts)


def _overlapping(leaves: list[Leave], ends_on: date) -> Leave | None:
    """They all end after the first day already."""
    return next((leave for leave in leaves if leave.starts_on < ends_on), None)


def blockers_to_leave(facts: LeaveFacts) -> Verdict:
    return verdict([*_days(facts), *_able(facts)])


def _days(facts: LeaveFacts) -> Iterator[Condition]:
    name = {"name": facts.name, "stand_in": facts.stand_in}
    yield condition(
        facts.starts_on < facts.ends_on and facts.on < facts.ends_on,
        _("From %(start)s, back on %(back)s")
        % {"start": short_date(facts.starts_on), "back": short_date(facts.ends_on)},
        _blocker(
            "days",
            _("The first day back lies before the first day away, or is over"),
            _("Choose a later first day back."),
        ),
    )
    yield _not_away("already_away", facts.already_away, facts.name, _("End that leave first, or choose other days."))
    yield condition(
        not facts.stands_in_for,
        _("%(name)s stands in for nobody in these days") % name,
        _blocker(
            "stands_in",
            _("%(name)s has promised to stand in for %(other)s in these days")
            % {"name": facts.name, "other": facts.stands_in_for},
            _("Somebody else stands in for %(other)s first.") % {"other": facts.stands_in_for},
        ),
    )
    yield condition(
        not facts.same_person,
        _("Somebody else stands in"),
        _blocker("same_person", _("Nobody stands in for themselves"), _("Choose a colleague.")),
    )
    if not facts.same_person:
        yield _not_away("stand_in_away", facts.stand_in_away, facts.stand_in, _("Choose somebody who is there."))


def _not_away(code: str, period: tuple[date, date] | None, name: str, remedy: str) -> Condition:
    start, back = period or (None, None)
    return condition(
        period is None,
        _("%(name)s is not away in these days") % {"name": name},
        _blocker(
            code,
            _("%(name)s is away from %(start)s, back on %(back)s")
            % {"name": name, "start": short_date(start), "back": short_date(back)},
            remedy,
        ),
    )


def _able(facts: LeaveFacts) -> Iterator[Condition]:
    name = {"name": facts.stand_in}
    able = facts.has_role and (facts.can_do_casework or not facts.casework)
    yield condition(
        able,
        _("%(name)s may do in this area what is to be done") % name,
        _blocker(
            "role",
            _("%(name)s does not work with people of cases in this area") % name,
            _("Choose a facilitator or a coordinator of this area."),
        ),
    )
    yield condition(
        not facts.conflicts,
        _("%(name)s knows nobody in these cases, as far as was declared") % name,
        _blocker(
            "conflict",
            _("%(name)s has a conflict of interest in %(cases)s")
            % {"name": facts.stand_in, "cases": ", ".join(facts.conflicts)},
            _("Choose somebody else, or hand that case over first."),
        ),
    )


def _blocker(code: str, message: str, remedy: str) -> Blocker:
    return Blocker(code=code, message=message, remedy=remedy, who=_("Whoever arranges it."), side=Side.SERVICE)


def warnings(facts: LeaveFacts) -> list[str]:
    """What to think about. None of it refuses."""
    name = {"name": facts.stand_in}
    found = []
    if facts.casework and facts.too_demanding and facts.can_do_casework:
        count = len(facts.too_demanding)
        found.append(
            ngettext(
                "%(name)s’s level is below what %(cases)s needs. A case supervisor stays close.",
                "%(name)s’s level is below what %(cases)s need. A case supervisor stays close.",
                count,
            )
            % {**name, "cases": ", ".join(facts.too_demanding)}
        )
    if not facts.decides_referrals:
        found.append(_("%(name)s does not decide on referrals: somebody else takes the duty in these days.") % name)
    if not facts.signs_risk:
        found.append(_("%(name)s does not sign off risk: another case supervisor does it in these days.") % name)
    return found
