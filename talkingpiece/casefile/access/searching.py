"""Finding a case by a name, a number or its reference. The words never stand in an address."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.queries import holdings
from talkingpiece.audit.services import record_search
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.linkage import standardise
from talkingpiece.people.queries import search
from talkingpiece.protection.tokens import token

MOST = 50


def found_cases(user: User, words: str) -> list[Case]:
    """At most MOST + 1 cases that the user may see, open ones first; each search is entered in the trail."""
    offices = _one_per_area(holdings(user, clock.now()))
    people = [person_id for office in offices for person_id in search(office.area_id, words)]
    match = Q(victim_id__in=people) | Q(responsibles__person_id__in=people) | Q(reference__iexact=words.strip())
    if words.strip().isdigit():
        match |= Q(reference__endswith=f"-{words.strip():0>4}")
    found = list(_readable(visible_cases(user).filter(match).distinct())[: MOST + 1])
    for office in offices:
        _record(user, office, words, sum(case.area_id == office.area_id for case in found))
    return found


def _readable(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("victim", "area").order_by(F("ended_at").desc(nulls_first=True), "opened_at", "pk")


def _one_per_area(held: list[RoleHolding]) -> list[RoleHolding]:
    return list({holding.area_id: holding for holding in held}.values())


def _record(user: User, office: RoleHolding, words: str, found: int) -> None:
    """The trail knows that the same words were searched twice, and not which."""
    standard = " ".join(standardise.name_parts(words)) or words.strip()
    detail = {"words": token(office.area_id, "search", standard).hex(), "found": found}
    record_search("cases.searched", by=user, area_id=office.area_id, detail=detail)
