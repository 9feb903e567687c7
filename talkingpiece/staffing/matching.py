"""Cases that wait and whoever could take them, as the numbers of a plan. Its rules are those of an offer's gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.states import MemberRole
from talkingpiece.staffing.allocation.explaining import Pair, binding, ranked
from talkingpiece.staffing.allocation.filling import in_turn
from talkingpiece.staffing.allocation.problem import JOIN, LEAD, Grid, Plan, Problem, loads, worth
from talkingpiece.staffing.allocation.solving import solve
from talkingpiece.staffing.gates.offer import blockers_to_offer, speaks
from talkingpiece.staffing.gates.offer_facts import OfferFacts, Team, facts_in_roles
from talkingpiece.staffing.models import Gender, Level
from talkingpiece.staffing.profile import LEVELS, Staffing
from talkingpiece.staffing.queries import open_offers_in, staffing_of, wishes_of

ROLES = (MemberRole.OWNER, MemberRole.CO_FACILITATOR)
_MOST_DAYS = 120


@dataclass
class Matching:
    """`facts[role][case][who]`, and what each term of the scores gives there."""

    cases: list[Case]
    workers: list[User]
    facts: tuple[list[list[OfferFacts]], list[list[OfferFacts]]]
    terms: tuple[dict[str, Grid], dict[str, Grid]]
    problem: Problem


@dataclass
class Proposal:
    """The best joint plan for all that wait, beside what would come of taking them one by one."""

    matching: Matching
    plan: Plan
    today: Plan

    def reasons(self, case: int) -> list[tuple[str, ...]]:
        return binding(self.matching.problem, self.plan, case)

    def next_best(self, case: int) -> tuple[Pair, float] | None:
        """The best pair that is not the proposed one, and how much less it would be worth to everybody together."""
        problem, plan = self.matching.problem, self.plan
        lead, join = plan.lead.copy(), plan.join.copy()
        lead[case] = join[case] = -1
        carried = loads(problem, lead, join) - problem.load
        found = ranked(problem, plan.prices, carried, case, many=20)
        chosen = (int(plan.lead[case]), int(plan.join[case]))
        mine = next((pair for pair in found if (pair.lead, pair.join) == chosen), None)
        other = next((pair for pair in found if (pair.lead, pair.join) != chosen), None)
        return (other, mine.net - other.net) if mine and other else None


def waiting_cases(area_id: UUID, only: QuerySet[Case]) -> list[Case]:
    """Open cases that somebody is to be found for, and that are offered to nobody; the longest waiting first. `only`:
    of these."""
    balls = Ball.objects.filter(area_id=area_id, closed_at__isnull=True, what=What.ALLOCATE).order_by("since")
    since = {ball.subject_id: ball.since for ball in balls}
    found = only.filter(pk__in=list(since), ended_at__isnull=True).select_related("victim", "incident", "area")
    offered = open_offers_in(since, MemberRole.OWNER)
    rows = [case for case in found if case.pk not in offered]
    return sorted(rows, key=lambda case: since[case.pk])


def matching(cases: Sequence[Case], at: datetime) -> Matching:
    """`cases` are of one area, each with its victim and its incident."""
    facts: tuple[list[list[OfferFacts]], list[list[OfferFacts]]] = ([], [])
    workers: list[User] = []
    if cases:
        team = Team.of(cases[0].area_id, at)
        workers = [one.facilitator.user for one in team.available]
        for case in cases:
            for role, found in enumerate(facts_in_roles(case, ROLES, at, team)):
                facts[role].append([one for _user, one in found])
    policies = [staffing_of(case) for case in cases]
    terms = (_terms(cases, facts[LEAD], policies, LEAD, at), _terms(cases, facts[JOIN], policies, JOIN, at))
    return Matching(list(cases), workers, facts, terms, _problem(cases, workers, facts, terms, policies))


def _problem(
    cases: Sequence[Case],
    workers: list[User],
    facts: tuple[list[list[OfferFacts]], list[list[OfferFacts]]],
    terms: tuple[dict[str, Grid], dict[str, Grid]],
    policies: list[Staffing],
) -> Problem:
    shape = (len(cases), len(workers))
    forbids: tuple[dict[str, Grid], dict[str, Grid]] = ({}, {})
    for role in (LEAD, JOIN):
        for at, (line, policy) in enumerate(zip(facts[role], policies, strict=True)):
            for who, one in enumerate(line):
                codes = blockers_to_offer(one, policy).codes
                for code in [*codes, *(["away"] if one.back_on else [])]:
                    forbids[role].setdefault(code, np.zeros(shape, bool))[at, who] = True
    wishes = wishes_of(case.pk for case in cases)
    two = [
        said.two if (said := wishes.get(case.pk)) and said.two is not None else case.complexity in policy.two_for
        for case, policy in zip(cases, policies, strict=True)
    ]
    points = [
        np.array([policy.points_of(case.complexity, role) for case, policy in zip(cases, policies, strict=True)], int)
        for role in ROLES
    ]
    first = facts[LEAD][0] if cases else []
    scores = [
        np.sum(list(found.values()), axis=0).astype(np.int64) if found else np.zeros(shape, np.int64) for found in terms
    ]
    return Problem(
        forbids=forbids,
        scores=(scores[LEAD], scores[JOIN]),
        points=(points[LEAD].astype(np.int64), points[JOIN].astype(np.int64)),
        needs_two=np.array(two, bool),
        capacity=np.array([one.capacity for one in first], np.int64),
        load=np.array([one.carried for one in first], np.int64),
    )


def _terms(
    cases: Sequence[Case], facts: list[list[OfferFacts]], policies: list[Staffing], role: int, at: datetime
) -> dict[str, Grid]:
    """What speaks for each in this role, by name; `presenters.matching` has the words."""
    grids: dict[str, Grid] = {}

    def put(name: str, case: int, who: int, value: float) -> None:
        shape = (len(cases), len(facts[0]))
        if value:
            grids.setdefault(name, np.zeros(shape, np.int64))[case, who] = round(value)

    for row, (case, line, policy) in enumerate(zip(cases, facts, policies, strict=True)):
        weights = policy.weights
        waited = min(_MOST_DAYS, max(0, (at - case.opened_at).days))
        for who, one in enumerate(line):
            put("placed", row, who, weights.placed if role == LEAD else weights.joined)
            put("waiting", row, who, weights.waiting_day * waited if role == LEAD else 0)
            put("knows_victim", row, who, weights.knows_victim if one.knows_victim else 0)
            foreign = bool(one.language) and one.language.casefold() != "english"
            if foreign:
                spoken = speaks(one)
                put("language", row, who, weights.language if spoken else 0)
                put("interpreter", row, who, weights.interpreter if role == LEAD and not spoken else 0)
            wished = one.gender_wish != Gender.UNSAID and one.gender == one.gender_wish
            put("wished", row, who, weights.wished if wished else 0)
            put("near", row, who, weights.near if one.district and one.district in one.districts else 0)
            # Where it forbids, the gate says so.
            put("module", row, who, 0 if one.modules_must else weights.module * len(one.modules_missing))
            free = max(0, one.capacity - one.carried) / one.capacity if one.capacity else 0
            put("spare", row, who, weights.spare * free)
            if role == LEAD and one.level:
                needed = LEVELS.index(policy.needed(case.complexity, MemberRole.OWNER))
                put("above", row, who, weights.above * max(0, LEVELS.index(Level(one.level)) - needed))
            if role == JOIN:
                put("learns", row, who, weights.learns if one.level == Level.FOUNDATION else 0)
    return grids


def pairs_for(case: Case, at: datetime, *, many: int = 5) -> tuple[Matching, list[Pair]]:
    """The best for this one case, as if no other waited."""
    found = matching([case], at)
    if not found.workers:
        return found, []
    nothing = np.zeros(found.problem.facilitators)
    return found, ranked(found.problem, nothing, nothing.astype(np.int64), 0, many=many)


def proposal(area_id: UUID, at: datetime, *, only: QuerySet[Case], seconds: float = 5.0) -> Proposal:
    """Of the cases that whoever asks may see."""
    found = matching(waiting_cases(area_id, only), at)
    problem = found.problem
    plan = solve(problem, seconds=seconds)
    # As the pages order them today: whoever waited longest first, to whoever has most room.
    free = (problem.room - 0.0) / np.maximum(1, problem.capacity)
    one_by_one = in_turn(problem, range(problem.cases), lambda _role, _case: free)
    today = Plan(*one_by_one, worth(problem, *one_by_one), plan.bound, plan.prices, False)
    return Proposal(found, plan, today)
