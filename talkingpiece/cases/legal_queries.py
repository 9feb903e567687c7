"""What is known of orders, permissions and changes, for any number of responsible persons in a fixed number of queries.

Every gate reads changes through `changes_of`: no room keeps a list of its own of what reopens what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.cases.changes import MOVES, NONE, Change, Changes, Clearance, newest, to_the_minute
from talkingpiece.cases.legal import LegalFacts, LegalState, PermissionFacts, RestrictionFacts, legal_state
from talkingpiece.cases.models import LegalCheck, OffenderChange, Permission, Responsible, Restriction
from talkingpiece.cases.states import ChangeKind, PaperState, PermissionKind, PermissionState
from talkingpiece.people.queries import one_person, same_people


def changes_of_many(responsible_ids: Iterable[UUID]) -> dict[UUID, Changes]:
    """What changed for each of these. One query."""
    asked = list(responsible_ids)
    found: dict[UUID, list[Change]] = defaultdict(list)
    rows = OffenderChange.objects.standing().filter(responsible_id__in=asked)
    for pk, of, kind, happened, recorded in rows.values_list(
        "pk", "responsible_id", "kind", "happened_at", "recorded_at"
    ):
        found[of].append(Change(pk, kind, happened, recorded))
    return {pk: Changes(tuple(found[pk])) if pk in found else NONE for pk in asked}


def changes_of(responsible_id: UUID) -> Changes:
    return changes_of_many([responsible_id])[responsible_id]


def change_rows(case_id: UUID) -> list[OffenderChange]:
    """Every change of the case, the newest first; those entered in error too."""
    found = OffenderChange.objects.filter(case_id=case_id)
    found = found.select_related("responsible__person", "agency", "officer", "recorded_by", "noted_by")
    return list(found.order_by("-happened_at", "-recorded_at"))


def changes_to_note(case_ids: Iterable[UUID]) -> list[OffenderChange]:
    """What changed in these cases and nobody of them has read yet, the newest first. One query."""
    found = OffenderChange.objects.standing().filter(case_id__in=list(case_ids), noted_at__isnull=True)
    return list(found.select_related("responsible__person").order_by("-happened_at", "-recorded_at"))


def has_died(person_id: UUID) -> bool:
    """Whether somebody told us that this person has died, by whichever record of theirs."""
    told = OffenderChange.objects.standing().filter(kind=ChangeKind.DEATH)
    return told.filter(responsible__person_id__in=one_person(person_id)).exists()


def restrictions_of(responsible_id: UUID) -> QuerySet[Restriction]:
    return Restriction.objects.filter(responsible_id=responsible_id, error_at__isnull=True).order_by("-starts_on")


def permissions_of(responsible_id: UUID) -> list[Permission]:
    """The newest first; those entered in error are left out."""
    return permissions_of_many([responsible_id])


def permissions_of_many(responsible_ids: Iterable[UUID]) -> list[Permission]:
    found = Permission.objects.standing().filter(responsible_id__in=list(responsible_ids))
    found = found.select_related("restriction", "paper", "recorded_by", "responsible__person", "responsible__case")
    return list(found.order_by("-happened_at", "-recorded_at"))


def running_out(case_ids: Iterable[UUID], on: date, *, within: timedelta) -> list[Permission]:
    """Granted permissions of these cases that end soon, the first first. One query."""
    found = Permission.objects.standing().filter(responsible__case_id__in=list(case_ids))
    found = found.filter(state=PermissionState.GRANTED, until__gt=on, until__lte=on + within)
    return list(found.select_related("responsible__person", "responsible__case").order_by("until"))


def permission_facts(row: Permission, changes: Changes) -> PermissionFacts:
    paper = row.paper
    shown = paper is not None and paper.state == PaperState.CLEAN and paper.stands
    clearance = Clearance.VISIT if row.kind == PermissionKind.VISIT else Clearance.PERMISSION
    return PermissionFacts(
        kind=row.kind,
        allows=frozenset(row.allows),
        granted=row.state in {PermissionState.GRANTED, PermissionState.ENDED} and row.decided_at is not None,
        evidenced=shown or (paper is None and bool(row.evidence)),
        starts_on=row.starts_on,
        until=row.until,
        ended_on=row.ended_on,
        reopened=changes.reopened(clearance, row.seen_at, row.seen_recorded_at) if row.seen_at else "",
    )


def restriction_facts(row: Restriction, permissions: Iterable[Permission], changes: Changes) -> RestrictionFacts:
    """`permissions`: of the same responsible person; those to other orders are left out here."""
    return RestrictionFacts(
        forbids=frozenset(row.forbids),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        lifted_on=row.lifted_on,
        permissions=tuple(permission_facts(one, changes) for one in permissions if one.restriction_id == row.pk),
    )


def last_legal_check(responsible_id: UUID) -> LegalCheck | None:
    return _last_checks([responsible_id]).get(responsible_id)


def _last_checks(responsible_ids: list[UUID]) -> dict[UUID, LegalCheck]:
    checks = LegalCheck.objects.standing().filter(responsible_id__in=responsible_ids)
    return {row.responsible_id: row for row in checks.order_by("happened_at", "recorded_at")}


def legal_facts(responsible_id: UUID) -> LegalFacts:
    return legal_facts_of_many([responsible_id])[responsible_id]


def legal_facts_of_many(
    responsible_ids: Iterable[UUID], *, changes: dict[UUID, Changes] | None = None
) -> dict[UUID, LegalFacts]:
    """`changes`: if somebody read them already."""
    asked = list(responsible_ids)
    newest, changed = _last_checks(asked), changes_of_many(asked) if changes is None else changes
    orders: dict[UUID, list[Restriction]] = defaultdict(list)
    for order in Restriction.objects.standing().filter(responsible_id__in=asked).order_by("-starts_on"):
        orders[order.responsible_id].append(order)
    permissions = permissions_of_many(asked) if orders else []
    return {
        pk: LegalFacts(
            result=newest[pk].result if pk in newest else None,
            checked_at=newest[pk].happened_at if pk in newest else None,
            restrictions=tuple(restriction_facts(row, permissions, changed[pk]) for row in orders.get(pk, [])),
            reopened=_reopened(newest.get(pk), changed[pk]),
        )
        for pk in asked
    }


def _reopened(check: LegalCheck | None, changes: Changes) -> str:
    return changes.reopened(Clearance.LEGAL, check.happened_at, check.recorded_at) if check else ""


def legal_contact(
    responsible_id: UUID, *, scope: str, on: date, at: datetime, at_most: timedelta | None = None
) -> LegalState:
    return legal_state(legal_facts(responsible_id), scope=scope, on=on, at=at, at_most=at_most)


def prison_visit_holds(permissions: Iterable[Permission], changes: Changes, on: date) -> bool:
    """Whether a prison lets people in on that day, in writing that was seen since the last move."""
    visits = (one for one in permissions if one.kind == PermissionKind.VISIT)
    return any(permission_facts(one, changes).holds_on(on) for one in visits)


def prison_of(responsible: Responsible) -> Agency | None:
    """The prison that holds them, if we know it: as the newest move says, else as somebody wrote it down since."""
    move = newest(changes_of(responsible.pk).all, MOVES)
    if move is not None and move.happened_at >= to_the_minute(responsible.held_since):
        return None if move.kind == ChangeKind.RELEASE else _agency_of(move)
    manager = responsible.offender_manager
    named = responsible.agency or (manager.agency if manager else None)
    return named if named is not None and named.kind == AgencyKind.PRISON else None


def _agency_of(move: Change) -> Agency | None:
    row = OffenderChange.objects.filter(pk=move.change_id).select_related("agency").first()
    return row.agency if row else None


def responsibles_known_as(person_ids: Iterable[UUID], area_id: UUID) -> list[Responsible]:
    """Every part that any of these records has in a case of the area, as somebody responsible."""
    found = Responsible.objects.filter(person_id__in=list(person_ids), area_id=area_id)
    return list(found.order_by("case_id", "pk"))


def references_of(person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By person: the cases in which they are responsible, by whichever record of theirs."""
    same = same_people(person_ids)
    rows = Responsible.objects.filter(person_id__in={pk for group in same.values() for pk in group})
    by_record: dict[UUID, list[str]] = defaultdict(list)
    for person_id, reference in rows.values_list("person_id", "case__reference"):
        by_record[person_id].append(reference)
    return {pk: [ref for one in group for ref in by_record[one]] for pk, group in same.items()}
