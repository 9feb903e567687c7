"""Which cases somebody may see: the list and the one, by the same statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import EVERY_SIDE, RecordState, Relation, decide
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, standing_in_for
from talkingpiece.accounts.reader import note_sides
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.audit.services import note_opened, record_reading
from talkingpiece.audit.standing_in import note_standing_in
from talkingpiece.cases.models import (
    BreakGlass,
    Case,
    Companion,
    Member,
    OffenderChange,
    Paper,
    Permission,
    Responsible,
    Restriction,
)
from talkingpiece.cases.queries import companion_in, emergencies_in, emergencies_of
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.people.models import Person
from talkingpiece.people.queries import known_to
from talkingpiece.protection.classes import DataClass, Side


@dataclass(frozen=True)
class Opened:
    """A case as one user stands to it."""

    case: Case
    relation: Relation


def visible_cases(user: User) -> QuerySet[Case]:
    """The only statement of which cases a user sees: their area's, if their role is area-wide; else their own, those
    of whomever they stand in for now, and one that they opened in an emergency. A conflict of interest with somebody
    of a case beats every role: it is not there for them."""
    now = clock.now()
    held = holdings(user, now)
    wide = {h.area_id for h in held if ROLES[Role(h.role)].area_wide and Act.CASE_SEE in ROLES[Role(h.role)].acts}
    own = {h.area_id for h in held if Act.CASE_SEE in ROLES[Role(h.role)].acts} - wide
    member = Member.objects.filter(ends_at__isnull=True, area_id__in=own)
    seen = Q(area_id__in=wide) | Q(area_id__in=own, pk__in=member.filter(user=user).values("case_id"))
    leaves = [Q(user=leave.user_id, area_id=leave.area_id) for leave in standing_in_for(user, now)]
    if leaves:
        theirs = member.filter(reduce(or_, leaves)).values("case_id")
        seen |= Q(area_id__in=own, pk__in=theirs)
    helping = {h.area_id for h in held if Act.GLASS_BREAK in ROLES[Role(h.role)].acts}
    if helping:
        opened = emergencies_of(user.pk, now).filter(area_id__in=helping)
        seen |= Q(pk__in=opened.values("case_id"))
    return Case.objects.filter(seen).exclude(pk__in=closed_to(user))


def closed_to(user: User) -> QuerySet[Case]:
    """Cases with somebody of whom a conflict of interest was declared or set for this user, in whichever part that
    person has. Every list that does not come from `visible_cases` leaves these out itself."""
    known = known_to(user.pk)
    if not known:
        return Case.objects.none()
    parts = Q(victim_id__in=known)
    for part in (Responsible, Companion):
        parts |= Q(pk__in=part.objects.filter(person_id__in=known).values("case_id"))
    return Case.objects.filter(parts)


def standing_in(user: User, case: Case) -> UUID | None:
    """For whom this user stands in now on this case, which is not their own."""
    leaves = [leave.user_id for leave in standing_in_for(user, clock.now()) if leave.area_id == case.area_id]
    if not leaves:
        return None
    members = set(
        Member.objects.filter(case=case, user__in=[user.pk, *leaves], ends_at__isnull=True).values_list(
            "user_id", flat=True
        )
    )
    return None if user.pk in members else next((pk for pk in leaves if pk in members), None)


def relation_to(user: User, case: Case) -> Relation:
    """Whoever stands in is to the case as the one who is away: they see and do, and own nothing of it."""
    now = clock.now()
    roles = frozenset(Role(h.role) for h in holdings(user, now) if h.area_id == case.area_id)
    away = standing_in(user, case)
    if away is not None:
        note_standing_in(user.pk, case.pk, away)
    member = away is not None or Member.objects.filter(case=case, user=user, ends_at__isnull=True).exists()
    return Relation(
        roles=roles,
        member=member,
        # Whoever works on a case works with both sides of it.
        sides=EVERY_SIDE,
        excluded=closed_to(user).filter(pk=case.pk).exists(),
        state=RecordState.LIVE if case.is_open else RecordState.ENDED,
        emergency=not member and emergencies_of(user.pk, now).filter(case=case).exists(),
    )


def get_case(user: User, reference: str, *, act: Act = Act.CASE_SEE) -> Opened:
    """The case, if the user may do `act` on it. Raises Http404, as for a case that does not exist."""
    case = visible_cases(user).filter(reference=reference).select_related("victim", "incident", "area").first()
    if case is None:
        raise Http404
    relation = relation_to(user, case)
    note_sides(relation.sides)
    decision = decide(act, DataClass.V0, relation, "", clock.now(), side=Side.VICTIM)
    if not decision.allow:
        raise Refused(decision.reason)
    note_opened("page.read", by=user, about=case, side=Side.JOINT, case_id=case.pk)
    return Opened(case, relation)


def read_case(user: User, reference: str, page: str) -> Opened:
    """The case, with the reading of its sealed files entered in the trail under the page's name."""
    opened = get_case(user, reference)
    record_reading(f"{page}.read", by=user, about=opened.case, side=Side.JOINT, case_id=opened.case.pk)
    return opened


def case_for_emergency(user: User, reference: str) -> Case | None:
    """A case of their own service that they may ask to open in an emergency. None alike for one that is not there,
    one of another area, and one that a conflict of interest closes to them: for that there is no emergency."""
    areas = {h.area_id for h in holdings(user, clock.now()) if Act.GLASS_BREAK in ROLES[Role(h.role)].acts}
    return Case.objects.filter(reference=reference, area_id__in=areas).exclude(pk__in=closed_to(user)).first()


def visible_emergencies(user: User) -> QuerySet[BreakGlass]:
    """Openings in an emergency, for whoever reviews them in the area: never one's own."""
    areas = {h.area_id for h in holdings(user, clock.now()) if Act.GLASS_REVIEW in ROLES[Role(h.role)].acts}
    return emergencies_in(areas).exclude(user=user)


def get_emergency(user: User, opening_id: UUID) -> BreakGlass:
    """Raises Http404 for an opening of another area, and for one's own."""
    found = visible_emergencies(user).filter(pk=opening_id).first()
    if found is None:
        raise Http404
    return found


def may(opened: Opened, act: Act) -> bool:
    """Whether whoever opened the case may also do this on it."""
    return decide(act, DataClass.V0, opened.relation, "", clock.now(), side=Side.VICTIM).allow


def may_reveal(opened: Opened, side: Side, purpose: str, at: datetime) -> bool:
    """Whether they may uncover where somebody of this side is, or how to reach them, for this purpose."""
    return decide(Act.CONTACT_REVEAL, DataClass.V1, opened.relation, purpose, at, side=side).allow


def get_person(opened: Opened, person_id: UUID) -> tuple[Person, Side]:
    """Somebody with a part in the case, and their side: its victim, a responsible person, or a companion of either,
    also of earlier days. Raises Http404 for anybody else."""
    if person_id == opened.case.victim_id:
        return opened.case.victim, Side.VICTIM
    found = Responsible.objects.filter(case=opened.case, person_id=person_id).select_related("person").first()
    if found is not None:
        return found.person, Side.OFFENDER
    companion = companion_in(opened.case.pk, person_id)
    if companion is None:
        raise Http404
    return companion.person, Side(companion.side)


def get_companion(opened: Opened, companion_id: UUID) -> Companion:
    """Raises Http404 for somebody beside a person of another case."""
    found = Companion.objects.filter(pk=companion_id, case=opened.case).select_related("person", "beside").first()
    if found is None:
        raise Http404
    return found


def get_responsible(opened: Opened, responsible_id: UUID) -> Responsible:
    """Raises Http404 for a responsible person of another case."""
    found = Responsible.objects.filter(pk=responsible_id, case=opened.case)
    responsible = found.select_related("person", "agency", "offender_manager__agency").first()
    if responsible is None:
        raise Http404
    return responsible


def get_restriction(opened: Opened, restriction_id: UUID) -> Restriction:
    """Raises Http404 for an order of another case, or one entered in error."""
    found = Restriction.objects.standing().filter(pk=restriction_id, responsible__case=opened.case)
    restriction = found.select_related("responsible__person").first()
    if restriction is None:
        raise Http404
    return restriction


def get_permission(opened: Opened, permission_id: UUID) -> Permission:
    """Raises Http404 for a permission of another case, or one entered in error."""
    found = Permission.objects.standing().filter(pk=permission_id, responsible__case=opened.case)
    row = found.select_related("responsible__person", "restriction", "paper", "recorded_by").first()
    if row is None:
        raise Http404
    return row


def get_change(opened: Opened, change_id: UUID) -> OffenderChange:
    """Raises Http404 for a change of another case, or one entered in error."""
    row = OffenderChange.objects.standing().filter(pk=change_id, case=opened.case).first()
    if row is None:
        raise Http404
    return row


def get_paper(opened: Opened, paper_id: UUID) -> Paper:
    """Raises Http404 for a paper of another case."""
    found = Paper.objects.filter(pk=paper_id, case=opened.case).first()
    if found is None:
        raise Http404
    return found


def get_open_offer_id(user: User, case_id: UUID) -> UUID | None:
    from talkingpiece.cases.models import HandOver

    found = HandOver.objects.filter(case_id=case_id, to_user=user, answered_at__isnull=True, error_at__isnull=True)
    return found.values_list("pk", flat=True).first()
