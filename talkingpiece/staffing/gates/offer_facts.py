"""What is known of a facilitator beside a case, on one day: for the gate of an offer, and for plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import is_away, leaves_of
from talkingpiece.areas.models import Agency
from talkingpiece.areas.queries import section
from talkingpiece.cases.legal_queries import prison_of
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles, team_of
from talkingpiece.cases.states import MemberRole
from talkingpiece.staffing.clocks import Kept, KeptUp, clocks, run_out
from talkingpiece.staffing.keeping import kept_up
from talkingpiece.staffing.models import Facilitator
from talkingpiece.staffing.practice import Practice
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.queries import (
    Available,
    Wishes,
    conflicts,
    facilitators,
    people_of,
    staffing_of,
    wishes_of,
)
from talkingpiece.training.queries import valid_modules

_WORKING = frozenset({MemberRole.OWNER, MemberRole.CO_FACILITATOR})


@dataclass(frozen=True)
class OfferFacts:
    """One worker beside one case, on one day. `level` is empty for somebody who is no facilitator of the area."""

    name: str
    role: str
    complexity: str
    on: date
    case_open: bool = True
    has_it: bool = False
    level: str = ""
    knows_somebody: bool = False
    taking_cases: bool = False
    supervision_due_on: date | None = None
    vetting_until: date | None = None
    open_cases: int = 0
    carried: int = 0  # points of their capacity that are taken
    takes: int = 1  # points that this part of this case takes
    capacity: int = 0
    competence: str = ""  # the message id of what has to be learnt before such a case is led; empty: nothing
    competent: bool = True
    modules_missing: tuple[str, ...] = ()  # of those that such a case asks of whoever leads it: do not count today
    modules_must: bool = False
    prison: str = ""  # that holds somebody of the case, and clears workers itself
    cleared_until: date | None = None
    not_wished: bool = False  # somebody of the case would rather not work with them
    gender: str = ""
    gender_wish: str = ""
    gender_must: bool = False
    district: str = ""
    districts: tuple[str, ...] = ()
    run_out: tuple[str, ...] = ()  # what they have not kept up, besides supervision
    knows_victim: bool = False  # works with them already
    languages: tuple[str, ...] = ()
    language: str = ""  # the victim's
    back_on: date | None = None  # away now, until then


def _run_out(about: _About, facilitator: Facilitator, on: date) -> tuple[str, ...]:
    kept = about.team.kept.get(facilitator.pk)
    found = run_out(clocks(kept, about.practice, on)) if kept else ()
    return tuple(one.kept.value for one in found if one.kept is not Kept.SUPERVISION)


@dataclass(frozen=True)
class Team:
    """Whoever could be offered a case of an area at a moment: asked once, for however many cases."""

    available: list[Available]
    back: Mapping[UUID, date]  # of those who are away: when they are back, by user
    kept: Mapping[UUID, KeptUp]  # by facilitator
    learnt: Mapping[UUID, frozenset[str]]  # modules that count on that day, by user

    @classmethod
    def of(cls, area_id: UUID, at: datetime) -> Team:
        available = facilitators(area_id, at)
        users, on = [one.facilitator.user_id for one in available], timezone.localdate(at)
        leaves = leaves_of(users, area_id, on)
        return cls(
            available=available,
            back={leave.user_id: leave.ends_on for leave in leaves if is_away(leave, at)},
            kept={one.pk: facts for one, facts in kept_up(area_id)},
            learnt=valid_modules(users, on),
        )


def facts_for_offers(case: Case, role: str, at: datetime) -> list[tuple[User, OfferFacts]]:
    """Every facilitator of the area beside this case. The number of queries does not grow with them."""
    return facts_in_roles(case, (role,), at, Team.of(case.area_id, at))[0]


def facts_in_roles(case: Case, roles: Iterable[str], at: datetime, team: Team) -> list[list[tuple[User, OfferFacts]]]:
    """The same for each of these parts, in their order."""
    about = _about(case, team)
    known = conflicts([a.facilitator.user_id for a in team.available], people_of(case))
    return [
        [
            (a.facilitator.user, _facts(about, role, at, a, knows=bool(known.get(a.facilitator.user_id))))
            for a in team.available
        ]
        for role in roles
    ]


def facts_for_offer(case: Case, to: User, role: str, at: datetime) -> OfferFacts:
    for user, facts in facts_for_offers(case, role, at):
        if user.pk == to.pk:
            return facts
    return OfferFacts(
        name=to.name,
        role=role,
        complexity=case.complexity,
        on=timezone.localdate(at),
        case_open=case.is_open,
        knows_somebody=bool(conflicts([to.pk], people_of(case))),
    )


@dataclass(frozen=True)
class _About:
    """What of a case is asked of everybody alike."""

    case: Case
    policy: Staffing
    wishes: Wishes
    prisons: tuple[Agency, ...]  # that clear workers themselves
    team: Team
    practice: Practice
    members: Mapping[UUID, frozenset[str]]  # their parts in the case, by user


def _about(case: Case, team: Team) -> _About:
    policy, members = staffing_of(case), team_of(case.pk)
    held = (
        {prison for one in responsibles(case.pk) if (prison := prison_of(one))} if policy.prisons_that_clear else set()
    )
    return _About(
        case=case,
        policy=policy,
        wishes=wishes_of([case.pk]).get(case.pk, Wishes()),
        prisons=tuple(sorted((one for one in held if one.name in policy.prisons_that_clear), key=lambda one: one.name)),
        team=team,
        practice=section(case.area_id, case.profile_version, Practice),
        members={one.user_id: frozenset(m.role for m in members if m.user_id == one.user_id) for one in members},
    )


def _facts(about: _About, role: str, at: datetime, found: Available, *, knows: bool) -> OfferFacts:
    facilitator, case, wishes = found.facilitator, about.case, about.wishes
    learnt = about.policy.competence_for(case.incident.category) if role == MemberRole.OWNER else None
    asked = about.policy.modules_for(case.complexity, case.incident.category) if role == MemberRole.OWNER else ()
    counts = about.team.learnt.get(facilitator.user_id, frozenset())
    until = [(found.cleared.get(prison.pk) or date.min, prison.name) for prison in about.prisons]
    parts = about.members.get(facilitator.user_id, frozenset())
    soonest, prison = min(until, default=(None, ""))
    return OfferFacts(
        carried=found.carried,
        takes=about.policy.points_of(case.complexity, role),
        competence=learnt.name if learnt else "",
        competent=learnt is None or learnt.key in facilitator.competences,
        modules_missing=tuple(one for one in asked if one not in counts),
        modules_must=about.policy.modules_forbid,
        prison=prison,
        cleared_until=soonest if soonest != date.min else None,
        not_wished=facilitator.user_id in wishes.not_with,
        gender=facilitator.gender,
        gender_wish=wishes.gender,
        gender_must=wishes.gender_must,
        district=wishes.district,
        districts=tuple(facilitator.districts),
        run_out=_run_out(about, facilitator, timezone.localdate(at)),
        knows_victim=bool(parts & _WORKING),
        name=facilitator.user.name,
        role=role,
        complexity=case.complexity,
        on=timezone.localdate(at),
        case_open=case.is_open,
        # Whoever joins as co-facilitator may still be offered to lead it.
        has_it=MemberRole.OWNER in parts or (role != MemberRole.OWNER and MemberRole.CO_FACILITATOR in parts),
        back_on=about.team.back.get(facilitator.user_id),
        level=facilitator.level,
        knows_somebody=knows,
        taking_cases=facilitator.taking_cases,
        supervision_due_on=facilitator.supervision_due_on,
        vetting_until=facilitator.vetting_until,
        open_cases=found.open_cases,
        capacity=facilitator.capacity,
        languages=tuple(word.strip() for word in facilitator.languages.split(",") if word.strip()),
        language=case.victim.language,
    )
