from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import is_away, leaves_of, people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.queries import section
from talkingpiece.cases.models import Case, Companion, Member, Responsible
from talkingpiece.cases.queries import companion_in, companions, responsibles
from talkingpiece.cases.states import CompanionPart, MemberRole, VictimAs
from talkingpiece.consents.models import Consent
from talkingpiece.engagement.profile import Audience, Engagement, Sheet
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Somebody:
    """A person as they stand in one case. `responsible` is set for a responsible person, `companion` for somebody who
    takes part beside one of them."""

    person: Person
    side: Side
    audience: Audience
    responsible: Responsible | None = None
    companion: Companion | None = None

    @property
    def name(self) -> str:
        return str(self.person.called)

    @property
    def is_victim(self) -> bool:
        return self.audience == "victim" and self.companion is None

    @property
    def has_needs(self) -> bool:
        """Whether what they need is asked: of the victim, and of each of a family that was harmed or bereaved."""
        return self.is_victim or (self.companion is not None and self.companion.part == CompanionPart.FAMILY)


# Family, and whoever speaks for an organisation, go through what a victim goes through.
AUDIENCES: dict[str, Audience] = {
    CompanionPart.SUPPORTER: "supporter",
    CompanionPart.INTERPRETER: "interpreter",
    CompanionPart.REPRESENTATIVE: "victim",
    CompanionPart.FAMILY: "victim",
}


def engagement(case: Case) -> Engagement:
    return section(case.area_id, case.profile_version, Engagement)


def everybody(case: Case) -> list[Somebody]:
    """The victim, the responsible persons, and who takes part beside them."""
    offenders = [Somebody(found.person, Side.OFFENDER, "offender", found) for found in responsibles(case.pk)]
    return [_victim(case), *offenders, *(_beside(found) for found in companions(case.pk))]


def somebody(case: Case, person_id: UUID) -> Somebody | None:
    """Who this is in the case; None for somebody who is not of it.

    Somebody beside them is of the case from the day on which they were named; a supporter who never was, from their
    first consent in it: nobody is prepared who was never asked.
    """
    if person_id == case.victim_id:
        return _victim(case)
    found = Responsible.objects.filter(case=case, person_id=person_id).select_related("person").first()
    if found is not None:
        return Somebody(found.person, Side.OFFENDER, "offender", found)
    companion = companion_in(case.pk, person_id)
    if companion is not None:
        return _beside(companion)
    asked = Consent.objects.filter(case=case, person_id=person_id, error_at__isnull=True)
    consent = asked.select_related("person").order_by("-happened_at").first()
    return Somebody(consent.person, Side(consent.side), "supporter") if consent is not None else None


def person_in(case: Case, person_id: UUID) -> Somebody:
    """The same for the acts. Raises Person.DoesNotExist for somebody who is not of the case."""
    found = somebody(case, person_id)
    if found is None:
        raise Person.DoesNotExist
    return found


def _victim(case: Case) -> Somebody:
    return Somebody(case.victim, Side.VICTIM, "victim")


def _beside(companion: Companion) -> Somebody:
    audience = AUDIENCES[companion.part]
    return Somebody(companion.person, Side(companion.side), audience, companion=companion)


def sheet_for(case: Case, who: Somebody) -> Sheet:
    """The newest sheet that is written for them."""
    policy, bereaved = engagement(case), case.victim_as == VictimAs.BEREAVED
    if who.audience == "victim":
        return policy.sheet("bereaved" if bereaved and policy.has_sheet("bereaved") else "victim")
    if who.companion is not None and policy.has_sheet("beside"):
        return policy.sheet("beside")
    return policy.sheet("offender" if who.side == Side.OFFENDER else "victim")


def supervisor_for(case: Case, at: datetime) -> User | None:
    """The supervisor of the case; else one of the area's. Somebody who is away only if nobody else is there, and never
    somebody who works on the case themselves."""
    members = Member.objects.filter(case=case, ends_at__isnull=True)
    workers = members.exclude(role=MemberRole.SUPERVISOR).values("user_id")
    able = list(people_with_role(case.area_id, Role.CASE_SUPERVISOR, at).exclude(pk__in=workers))
    own = set(members.filter(role=MemberRole.SUPERVISOR).values_list("user_id", flat=True))
    leaves = leaves_of([user.pk for user in able], case.area_id, timezone.localdate(at))
    away = {leave.user_id for leave in leaves if is_away(leave, at)}
    return min(able, key=lambda user: (user.pk in away, user.pk not in own), default=None)


def works_on(case: Case, user: User) -> bool:
    """Whether they work on the case themselves, and so cannot be its second pair of eyes."""
    mine = Member.objects.filter(case=case, user=user, ends_at__isnull=True)
    return mine.exclude(role=MemberRole.SUPERVISOR).exists()
