"""What the records of an area show of the checklist, looked up anew each time, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import RoleHolding
from talkingpiece.accounts.roles import Role
from talkingpiece.agreements.queries import in_force
from talkingpiece.areas.models import Area, ProfileVersion
from talkingpiece.areas.profile import Section, merged
from talkingpiece.areas.queries import opening_of
from talkingpiece.audit.models import Event
from talkingpiece.planning_group.evidence import (
    AgreementFact,
    AreaFacts,
    FacilitatorFact,
    GivenFact,
    Standing,
    standings,
)
from talkingpiece.planning_group.models import Decision, EvidenceGiven
from talkingpiece.planning_group.profile import PlanningGroup
from talkingpiece.staffing.models import Facilitator
from talkingpiece.staffing.queries import NoDutyOwner, duty_owner

S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Profile:
    """The newest version of the area's profile, read once."""

    version: int
    adopted_on: date | None
    differences: dict[str, object]

    def section(self, wanted: type[S]) -> S:
        return cast(S, merged(self.differences, wanted))


def profile_of(area_id: UUID) -> Profile:
    newest = ProfileVersion.objects.filter(area_id=area_id).order_by("-version").first()
    if newest is None:
        return Profile(0, None, {})
    return Profile(newest.version, timezone.localdate(newest.adopted_at), newest.differences)


def checklist_of(area_id: UUID) -> PlanningGroup:
    return profile_of(area_id).section(PlanningGroup)


def steps_of(area: Area, at: datetime) -> list[Standing]:
    """Every item of the area's checklist with its evidence, in the order of the steps."""
    profile = profile_of(area.pk)
    return standings(profile.section(PlanningGroup).items, facts_of(area, profile, at))


def lapsed(area_id: UUID, at: datetime) -> list[Standing]:
    """What an open area needs before meetings and no longer shows. Empty while the area is not open.

    The area stays open: only the planning group closes it.
    """
    if opening_of(area_id) is None:
        return []
    found = steps_of(Area.objects.get(pk=area_id), at)
    return [one for one in found if one.item.before_meetings and not one.met]


def facts_of(area: Area, profile: Profile, at: datetime) -> AreaFacts:
    on = timezone.localdate(at)
    held = _held(area.pk, at)
    taken = Event.objects.filter(area_id=area.pk, name="figures.exported").order_by("-happened_at")
    last_taken = taken.values_list("happened_at", flat=True).first()
    return AreaFacts(
        on=on,
        phone=area.phone,
        profile_version=profile.version,
        profile_adopted_on=profile.adopted_on,
        sections=profile.section,
        people={role: tuple(sorted({h.user.name for h in rows})) for role, rows in held.items()},
        referring=tuple(
            sorted(
                {
                    h.user.agency.name
                    for role in (Role.REFERRER, Role.LIAISON_OFFICER)
                    for h in held.get(role, [])
                    if h.user.agency
                }
            )
        ),
        duty_owner=_duty(area.pk, at),
        facilitators=_facilitators(area.pk, {h.user_id for h in held.get(Role.FACILITATOR, [])}),
        agreements=tuple(
            AgreementFact(a.agency.kind, a.agency.name, a.reference, a.ends_on, tuple(a.sends))
            for a in in_force(area.pk, at=at).order_by("agency__name", "reference")
        ),
        figures_taken_on=timezone.localdate(last_taken) if last_taken else None,
        given=_given(area.pk, on),
    )


def _held(area_id: UUID, at: datetime) -> dict[Role, list[RoleHolding]]:
    rows = RoleHolding.objects.filter(area_id=area_id, starts_at__lte=at, user__is_active=True)
    found: dict[Role, list[RoleHolding]] = defaultdict(list)
    for row in rows.select_related("user__agency"):
        if row.ends_at is None or row.ends_at > at:
            found[Role(row.role)].append(row)
    return found


def _duty(area_id: UUID, at: datetime) -> str:
    try:
        return duty_owner(area_id, at).name
    except NoDutyOwner:
        return ""


def _facilitators(area_id: UUID, working: set[UUID]) -> tuple[FacilitatorFact, ...]:
    rows = Facilitator.objects.filter(area_id=area_id, user_id__in=working).select_related("user")
    return tuple(
        FacilitatorFact(row.user.name, row.level, row.supervision_due_on, row.vetting_until)
        for row in rows.order_by("user__name")
    )


def _given(area_id: UUID, on: date) -> dict[str, GivenFact]:
    """By item, the newest that counts: not taken back, and if any is in date, that one."""
    rows = EvidenceGiven.objects.filter(area_id=area_id, taken_back_at__isnull=True, dated__lte=on)
    found: dict[str, GivenFact] = {}
    for row in rows.select_related("given_by").order_by("dated", "given_at"):
        one = GivenFact(row.words, row.reference, row.dated, row.until, row.given_by.name)
        before = found.get(row.item)
        if before is None or one.in_date(on) or not before.in_date(on):
            found[row.item] = one
    return found


def given_for(area_id: UUID, item: str) -> list[EvidenceGiven]:
    """Everything that was written down for an item, the newest first, taken back or not."""
    rows = EvidenceGiven.objects.filter(area_id=area_id, item=item)
    return list(rows.select_related("given_by", "taken_back_by").order_by("-dated", "-given_at"))


def decision_of(opening_id: UUID) -> Decision | None:
    return Decision.objects.filter(opening=opening_id).select_related("recorded_by").first()
