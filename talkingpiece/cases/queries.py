from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import section
from talkingpiece.areas.working_days import due
from talkingpiece.cases.models import (
    Ball,
    BreakGlass,
    Case,
    Companion,
    HandOver,
    Member,
    OutsideSupervisor,
    Paper,
    Pause,
    Responsible,
    Safeguard,
    Sentence,
)
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.cases.states import CompanionPart, MemberRole, Question
from talkingpiece.core.links import token_digest
from talkingpiece.people.models import Person
from talkingpiece.people.queries import is_child, one_person, same_people
from talkingpiece.protection.classes import Side


def owner_of(case_id: UUID) -> User | None:
    found = Member.objects.filter(case_id=case_id, role=MemberRole.OWNER, ends_at__isnull=True).select_related("user")
    member = found.first()
    return member.user if member else None


def team_of(case_id: UUID) -> list[Member]:
    """Who works on the case now, the owner first."""
    order = {MemberRole.OWNER: 0, MemberRole.CO_FACILITATOR: 1, MemberRole.SUPERVISOR: 2}
    members = Member.objects.filter(case_id=case_id, ends_at__isnull=True).select_related("user")
    return sorted(members, key=lambda member: (order[MemberRole(member.role)], member.user.name))


def open_ball(subject_id: UUID) -> Ball | None:
    return Ball.objects.filter(subject_id=subject_id, closed_at__isnull=True).select_related("user", "agency").first()


def open_pause(case_id: UUID) -> Pause | None:
    return Pause.objects.filter(case_id=case_id, ended_at__isnull=True, error_at__isnull=True).first()


def goes_on_since(case: Case) -> datetime:
    """When the case last went on after a pause; else when it was opened. No new pause begins before that."""
    pauses = Pause.objects.standing().filter(case=case, ended_at__isnull=False)
    last = pauses.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return max(case.opened_at, last) if last else case.opened_at


def paused_days(case_id: UUID, at: datetime) -> int:
    """Whole days of pauses so far: they never count against anybody."""
    pauses = Pause.objects.filter(case_id=case_id, error_at__isnull=True)
    return sum(((pause.ended_at or at) - pause.happened_at).days for pause in pauses)


def open_offer(case_id: UUID) -> HandOver | None:
    found = HandOver.objects.filter(case_id=case_id, answered_at__isnull=True, error_at__isnull=True)
    return found.select_related("from_user", "to_user").first()


def responsibles(case_id: UUID) -> list[Responsible]:
    found = Responsible.objects.filter(case_id=case_id)
    return list(found.select_related("person", "offender_manager__agency", "agency").order_by("known_since"))


def companions(case_id: UUID) -> list[Companion]:
    """Who takes part beside somebody now, in the order in which they came."""
    return companions_of([case_id])


def companions_of(case_ids: Iterable[UUID]) -> list[Companion]:
    found = Companion.objects.filter(case_id__in=list(case_ids), ended_at__isnull=True)
    return list(found.select_related("person", "beside").order_by("since", "pk"))


def all_companions(case_id: UUID) -> list[Companion]:
    """Those who take part no longer too."""
    found = Companion.objects.filter(case_id=case_id).select_related("person", "beside")
    return list(found.order_by("since", "pk"))


def companion_in(case_id: UUID, person_id: UUID) -> Companion | None:
    """Their part in the case now, else the last one that they had."""
    found = Companion.objects.filter(case_id=case_id, person_id=person_id).select_related("person", "beside")
    return found.order_by(F("ended_at").desc(nulls_first=True)).first()


def speakers_of(case: Case) -> list[Companion]:
    """Who speaks for an organisation that was harmed."""
    return [one for one in companions(case.pk) if one.part == CompanionPart.REPRESENTATIVE]


def known_before(case: Case) -> list[Person]:
    """Whom a companion may be without being entered anew: who had a part in this case, and the area's interpreters."""
    rows = Companion.objects.filter(area_id=case.area_id).filter(
        Q(case=case, ended_at__isnull=False) | Q(part=CompanionPart.INTERPRETER, independent=True)
    )
    there = {one.person_id for one in companions(case.pk)}
    people = {row.person_id: row.person for row in rows.select_related("person") if row.person_id not in there}
    return sorted(people.values(), key=lambda person: person.name)


def has_a_part(case: Case, person_id: UUID) -> bool:
    """Whether any record of this person is of a party to the case, or of somebody who takes part beside one."""
    group = one_person(person_id)
    parties = {case.victim_id, *(row.person_id for row in responsibles(case.pk))}
    return bool(group & (parties | {one.person_id for one in companions(case.pk)}))


def stands_on(person_id: UUID, side: Side, cases: QuerySet[Case]) -> bool:
    """Whether in these cases they take part beside somebody of this side alone, or of both."""
    theirs = Companion.objects.filter(person_id__in=one_person(person_id), case__in=cases)
    return set(theirs.values_list("side", flat=True)) <= {side, Side.JOINT}


def children_in(case: Case, on: date) -> set[UUID]:
    """Everybody with a part in the case who is under 18 on that day, by their date of birth or because it was said."""
    parties = [case.victim, *(row.person for row in responsibles(case.pk))]
    there = companions(case.pk)
    said = {one.person_id for one in there if one.under_18}
    people = [*parties, *(one.person for one in there)]
    return said | {person.pk for person in people if is_child(person.birth_date, on)}


def safeguards(case_id: UUID) -> dict[UUID, Safeguard]:
    """The newest standing one of each child who takes part, by person."""
    found = Safeguard.objects.standing().filter(case_id=case_id).select_related("lead", "person")
    return {row.person_id: row for row in found.order_by("happened_at", "recorded_at")}


def sentence_of(responsible_id: UUID) -> Sentence | None:
    found = Sentence.objects.filter(responsible_id=responsible_id, error_at__isnull=True)
    return found.order_by("-recorded_at").first()


def approaches(case: Case) -> Approaches:
    return section(case.area_id, case.profile_version, Approaches)


def approach(case: Case, key: str) -> ApproachDef:
    return approaches(case).approach(key)


def promised(case: Case, promise: str, at: datetime) -> datetime:
    """When a service promise made at `at` is owed, by the case's own profile version."""
    days: int = getattr(section(case.area_id, case.profile_version, Promises), promise)
    jurisdiction = Area.objects.values_list("jurisdiction", flat=True).get(pk=case.area_id)
    return due(at, days, jurisdiction)


def cases_with(person_ids: Iterable[UUID]) -> QuerySet[Case]:
    """Cases in which any of these people is the victim or a responsible person, by whichever record of theirs."""
    ids = {one for group in same_people(person_ids).values() for one in group}
    as_offender = Responsible.objects.filter(person_id__in=ids).values("case_id")
    return Case.objects.filter(victim_id__in=ids) | Case.objects.filter(pk__in=as_offender)


def emergencies_of(user_id: UUID, at: datetime) -> QuerySet[BreakGlass]:
    """Cases that this user opened in an emergency, and whose hour is not over."""
    found = BreakGlass.objects.filter(user_id=user_id, opened_at__lte=at, until__gt=at)
    return found.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at))


def emergencies_in(area_ids: Iterable[UUID]) -> QuerySet[BreakGlass]:
    """Every opening in an emergency in these areas, the newest first."""
    found = BreakGlass.objects.filter(area_id__in=list(area_ids))
    return found.select_related("case", "user", "area", "reviewed_by").order_by("-opened_at")


def everybody_in(case_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """For each case everybody with a part in it: victim, responsible persons, companions, also of earlier days."""
    asked = list(case_ids)
    people = {pk: {victim} for pk, victim in Case.objects.filter(pk__in=asked).values_list("pk", "victim_id")}
    for part in (Responsible, Companion):
        for case_id, person_id in part._default_manager.filter(case_id__in=asked).values_list("case_id", "person_id"):
            people[case_id].add(person_id)
    return people


def papers_of(case_id: UUID) -> list[Paper]:
    """Everything that was brought, the newest first, also what was entered in error."""
    return list(Paper.objects.filter(case_id=case_id).select_related("recorded_by").order_by("-happened_at", "pk"))


def live_outside(token: str, question: Question, at: datetime) -> OutsideSupervisor | None:
    """None whatever ails the link: never made, made for something else, over, withdrawn or used, or the case ended.

    Whether what they are shown is still what they were asked about (`content_digest`), the room that asked says.
    """
    found = OutsideSupervisor.objects.filter(
        token_digest=token_digest(token),
        question=question,
        expires_at__gt=at,
        withdrawn_at__isnull=True,
        answered_at__isnull=True,
        case__ended_at__isnull=True,
    )
    return found.select_related("case__victim", "case__area", "area", "asked_by").first()


def asked_outside(question: Question, about_id: UUID, at: datetime) -> OutsideSupervisor | None:
    """Who outside the service was asked this last and may still answer."""
    found = OutsideSupervisor.objects.filter(question=question, about_id=about_id, expires_at__gt=at)
    return found.filter(answered_at__isnull=True, withdrawn_at__isnull=True).order_by("-asked_at").first()
