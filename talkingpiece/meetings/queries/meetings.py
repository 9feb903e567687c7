from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Prefetch, Q, QuerySet, When

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import Case as CaseRow
from talkingpiece.cases.models import Responsible
from talkingpiece.meetings.models import Check, Meeting, Part, Participant


def with_people(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each meeting with its participants, and the people and cases behind them. Three queries."""
    first = Case(*(When(part=part, then=place) for place, part in enumerate(Part.values)))
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


def home_case(meeting: Meeting) -> CaseRow:
    """Where whoever comes from no case is asked and prepared. Of a meeting read by `with_people`."""
    cases = {seat.case.pk: seat.case for seat in meeting.participants.all() if seat.case is not None}
    return cases.get(meeting.home_id) or cases[min(cases)]  # type: ignore[arg-type]


def checks_of(meeting_ids: Iterable[UUID]) -> list[Check]:
    """Standing checks, the newest first."""
    found = Check.objects.filter(meeting_id__in=list(meeting_ids), error_at__isnull=True)
    return list(found.select_related("recorded_by").order_by("-happened_at", "-recorded_at"))


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
