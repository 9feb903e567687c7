"""What is known of a facilitator beside a case, on one day: for the gate of an offer, and for plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    kept = about.kept.get(facilitator.pk)
    found = run_out(clocks(kept, about.practice, on)) if kept else ()
    return tuple(one.kept.value for one in found if one.kept is not Kept.SUPERVISION)


def facts_for_offers(case: Case, role: str, at: datetime) -> list[tuple[User, OfferFacts]]:
    """Every facilitator of the area beside this case. The number of queries does not grow with them."""
    about = _about(case)
    available = facilitators(case.area_id, at)
    known = conflicts([a.facilitator.user_id for a in available], people_of(case))
    having = _having(case, role)
    leaves = leaves_of([a.facilitator.user_id for a in available], case.area_id, timezone.localdate(at))
    back = {leave.user_id: leave.ends_on for leave in leaves if is_away(leave, at)}
    facts = [_facts(about, role, at, a, knows=bool(known.get(a.facilitator.user_id)), having=having) for a in available]
    return [
        (a.facilitator.user, replace(one, back_on=back.get(a.facilitator.user_id)))
        for a, one in zip(available, facts, strict=True)
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


def _having(case: Case, role: str) -> set[object]:
    """Who has the case already. Whoever joins as co-facilitator may still be offered to lead it."""
    taken = {MemberRole.OWNER} if role == MemberRole.OWNER else {MemberRole.OWNER, MemberRole.CO_FACILITATOR}
    return {member.user_id for member in team_of(case.pk) if member.role in taken}


@dataclass(frozen=True)
class _About:
    """What of a case is asked of everybody alike."""

    case: Case
    policy: Staffing
    wishes: Wishes
    prisons: tuple[Agency, ...]  # that clear workers themselves
    kept: Mapping[UUID, KeptUp]  # by facilitator
    practice: Practice
    working: frozenset[UUID]


def _about(case: Case) -> _About:
    policy = staffing_of(case)
    held = (
        {prison for one in responsibles(case.pk) if (prison := prison_of(one))} if policy.prisons_that_clear else set()
    )
    return _About(
        case=case,
        policy=policy,
        wishes=wishes_of([case.pk]).get(case.pk, Wishes()),
        prisons=tuple(sorted((one for one in held if one.name in policy.prisons_that_clear), key=lambda one: one.name)),
        kept={one.pk: facts for one, facts in kept_up(case.area_id)},
        practice=section(case.area_id, case.profile_version, Practice),
        working=frozenset(member.user_id for member in team_of(case.pk) if member.role != MemberRole.SUPERVISOR),
    )


def _facts(about: _About, role: str, at: datetime, found: Available, *, knows: bool, having: set[object]) -> OfferFacts:
    facilitator, case, wishes = found.facilitator, about.case, about.wishes
    learnt = about.policy.competence_for(case.incident.category) if role == MemberRole.OWNER else None
    until = [(found.cleared.get(prison.pk) or date.min, prison.name) for prison in about.prisons]
    soonest, prison = min(until, default=(None, ""))
    return OfferFacts(
        carried=found.carried,
        takes=about.policy.points_of(case.complexity, role),
        competence=learnt.name if learnt else "",
        competent=learnt is None or learnt.key in facilitator.competences,
        prison=prison,
        cleared_until=soonest if soonest != date.min else None,
        not_wished=facilitator.user_id in wishes.not_with,
        gender=facilitator.gender,
        gender_wish=wishes.gender,
        gender_must=wishes.gender_must,
        district=wishes.district,
        districts=tuple(facilitator.districts),
        run_out=_run_out(about, facilitator, timezone.localdate(at)),
        knows_victim=facilitator.user_id in about.working,
        name=facilitator.user.name,
        role=role,
        complexity=case.complexity,
        on=timezone.localdate(at),
        case_open=case.is_open,
        has_it=facilitator.user_id in having,
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
