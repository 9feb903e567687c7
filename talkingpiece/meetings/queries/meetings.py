from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Responsible
from talkingpiece.meetings.models import (
    AgreementItem,
    Check,
    Meeting,
    OutcomeAgreement,
    Part,
    Participant,
)
from talkingpiece.meetings.profile import Meetings


def with_people(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each meeting with its participants, and the people and cases behind them. Three queries."""
    first = Case(When(part=Part.VICTIM, then=0), When(part=Part.OFFENDER, then=1), default=2)
    seats = Participant.objects.select_related("person", "case__victim").order_by(first, "-side", "pk")
    return found.select_related("lead", "co_facilitator").prefetch_related(Prefetch("participants", seats))


def meetings_of(case_id: UUID) -> list[Meeting]:
    """Every meeting of people of this case, the latest first; cancelled ones too."""
    mine = Participant.objects.filter(case_id=case_id).values("meeting_id")
    return list(with_people(Meeting.objects.filter(pk__in=mine)).order_by("-starts_at"))


def ahead(area_ids: Iterable[UUID]) -> QuerySet[Meeting]:
    """Neither begun nor held nor cancelled."""
    return Meeting.objects.filter(
        area_id__in=list(area_ids), begun_at__isnull=True, held_at__isnull=True, cancelled_at__isnull=True
    )


def for_user(found: QuerySet[Meeting], user: User) -> QuerySet[Meeting]:
    """Those of the user's own cases, or that the user facilitates."""
    mine = Participant.objects.filter(case__in=visible_cases(user)).values("meeting_id")
    return found.filter(Q(pk__in=mine) | Q(lead=user) | Q(co_facilitator=user))


def checks_of(meeting_ids: Iterable[UUID]) -> list[Check]:
    """Standing checks, the newest first."""
    found = Check.objects.filter(meeting_id__in=list(meeting_ids), error_at__isnull=True)
    return list(found.select_related("recorded_by").order_by("-happened_at", "-recorded_at"))


def agreement_of(meeting_id: UUID) -> OutcomeAgreement | None:
    return OutcomeAgreement.objects.filter(meeting_id=meeting_id, error_at__isnull=True).first()


def _items() -> QuerySet[AgreementItem]:
    found = AgreementItem.objects.filter(agreement__error_at__isnull=True)
    return found.select_related("owner__person", "agreement__meeting").order_by("due_on", "pk")


def items_of(case_id: UUID) -> list[AgreementItem]:
    """What people of this case, or those whom they met, said that they would do; the first due first."""
    mine = Participant.objects.filter(case_id=case_id).values("meeting_id")
    return list(_items().filter(agreement__meeting__in=mine))


def items_of_meeting(meeting_id: UUID) -> list[AgreementItem]:
    return list(_items().filter(agreement__meeting_id=meeting_id))


def open_items(meeting_id: UUID) -> list[AgreementItem]:
    """Those of which nobody knows yet how they went, or of which the victim has not heard."""
    return [item for item in items_of_meeting(meeting_id) if not item.settled]


def items_due(area_id: UUID, on: date, *, user: User | None = None) -> list[AgreementItem]:
    """Things agreed whose day has come and that are not settled. With `user`: of meetings that are theirs."""
    found = _items().filter(area_id=area_id, due_on__lte=on)
    if user is not None:
        found = found.filter(agreement__meeting__in=for_user(Meeting.objects.all(), user))
    return [item for item in found if not item.settled]


def debriefs_owed(area_id: UUID, *, user: User | None = None) -> list[Participant]:
    """People who were at a meeting and with whom nobody has talked since, the first to be contacted first."""
    found = Participant.objects.filter(area_id=area_id, attended=True, debriefed_at__isnull=True)
    if user is not None:
        found = found.filter(meeting__in=for_user(Meeting.objects.all(), user))
    rows = found.select_related("person", "meeting", "case__victim")
    return sorted(rows, key=lambda seat: (seat.next_contact_on or date.max, str(seat.pk)))


def to_tell(area_id: UUID, *, user: User | None = None) -> list[Participant]:
    """People who do not know yet that a meeting will not take place."""
    found = Participant.objects.filter(area_id=area_id, meeting__cancelled_at__isnull=False, told_at__isnull=True)
    if user is not None:
        found = found.filter(meeting__in=for_user(Meeting.objects.all(), user))
    return list(found.select_related("person", "meeting", "case__victim").order_by("meeting__starts_at"))


def to_write_up(area_id: UUID, at: datetime, *, user: User | None = None) -> list[Meeting]:
    """Meetings whose time has come, and of which nobody has said whether they were held."""
    found = Meeting.objects.filter(area_id=area_id, starts_at__lt=at, held_at__isnull=True, cancelled_at__isnull=True)
    if user is not None:
        found = for_user(found, user)
    return list(with_people(found).order_by("starts_at"))


def responsibles_at(seats: Iterable[Participant]) -> dict[UUID, Responsible]:
    """By participant: the responsible person that an offender is in the case that they come from."""
    offenders = [seat for seat in seats if seat.part == Part.OFFENDER and seat.case_id]
    found = Responsible.objects.filter(
        case_id__in=[seat.case_id for seat in offenders], person_id__in=[seat.person_id for seat in offenders]
    )
    known = {(row.case_id, row.person_id): row for row in found.select_related("person", "case")}
    pairs = ((seat, known.get((seat.case_id, seat.person_id))) for seat in offenders)  # type: ignore[arg-type]
    return {seat.pk: row for seat, row in pairs if row is not None}


def next_follow_up(meeting: Meeting, items: Sequence[AgreementItem], policy: Meetings, today: date) -> date | None:
    """When somebody is next to be asked how it goes: of something agreed, or at the next of the usual intervals.

    None if nothing is open and something was agreed and settled, or the last interval is over. `items`: the open ones.
    """
    asked = [item.due_on + timedelta(days=0 if item.result else policy.item_asked_after_days) for item in items]
    if asked:
        return max(min(asked), today)
    held_on = timezone.localdate(meeting.held_at or meeting.starts_at)
    if meeting.agreed:
        return None
    later = (held_on + timedelta(days=days) for days in policy.follow_up_days)
    return next((day for day in later if day > today), None)
