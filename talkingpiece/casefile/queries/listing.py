"""The cases that somebody may see, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery

from talkingpiece.accounts.models import User
from talkingpiece.casefile.progress import current_step
from talkingpiece.casefile.queries.progress import progress_of
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Ball, Case, Member

PER_PAGE = 50
SHOWS = ("open", "mine", "ended")
ORDERS = ("age", "ball")


@dataclass(frozen=True)
class Wanted:
    """`show`: open, mine or ended. `order`: age (the longest open first) or ball (the longest waiting first)."""

    show: str = "open"
    order: str = "age"
    step: int | None = None
    page: int = 1


def listed(user: User, wanted: Wanted, at: datetime) -> Page[Case]:
    """A step is derived, so it is asked of every open case; a page beyond the last is the last."""
    cases = _ordered(_shown(user, wanted), wanted).select_related("victim", "area")
    if wanted.step is not None:
        found = list(cases)
        facts = progress_of(Shelf(found, at))
        rows = [case for case in found if current_step(facts[case.pk]) == wanted.step]
        return Paginator(rows, PER_PAGE).get_page(wanted.page)
    return Paginator(cases, PER_PAGE).get_page(wanted.page)


def _shown(user: User, wanted: Wanted) -> QuerySet[Case]:
    cases = visible_cases(user)
    if wanted.show == "ended":
        return cases.filter(ended_at__isnull=False)
    cases = cases.filter(ended_at__isnull=True)
    if wanted.show == "mine":
        return cases.filter(pk__in=Member.objects.filter(user=user, ends_at__isnull=True).values("case_id"))
    return cases


def _ordered(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    if wanted.show == "ended":
        return cases.order_by("-ended_at", "pk")
    if wanted.order == "ball":
        balls = Ball.objects.filter(subject_id=OuterRef("pk"), closed_at__isnull=True).values("since")[:1]
        since = Subquery(balls, output_field=DateTimeField())
        return cases.annotate(ball_since=since).order_by(F("ball_since").asc(nulls_first=True), "pk")
    return cases.order_by("opened_at", "pk")
