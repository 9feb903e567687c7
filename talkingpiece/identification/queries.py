from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import in_force
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.areas.queries import current_section
from talkingpiece.cases.states import Route
from talkingpiece.documents.lists.reading import Rows
from talkingpiece.identification.columns import Taken, columns_of, missing
from talkingpiece.identification.funnel import Entry
from talkingpiece.identification.models import Extract, ExtractRow, Run, Screened
from talkingpiece.identification.profile import Identification, SourceRule
from talkingpiece.identification.rows import Line, read_lines
from talkingpiece.identification.states import ExtractState, ScreenState, Source
from talkingpiece.protection.tokens import token
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import FirstContact, ReferralState

# From the list of which kind of agency.
SOURCE_OF: dict[str, Source] = {
    AgencyKind.POLICE: Source.POLICE,
    AgencyKind.PROBATION: Source.PROBATION,
    AgencyKind.PRISON: Source.PRISON,
    AgencyKind.VICTIM_LIAISON: Source.LIAISON,
    AgencyKind.VICTIM_SUPPORT: Source.SUPPORT,
}


def source_rule(area_id: UUID, source: str) -> SourceRule | None:
    """None where the area takes no lists of that kind."""
    return current_section(area_id, Identification).sources.get(Source(source))


def columns_for(area_id: UUID, source: str) -> tuple[Taken, ...]:
    rule = source_rule(area_id, source)
    return columns_of(rule.takes, rule.headings) if rule else ()


def agencies_with_lists(area_id: UUID) -> QuerySet[Agency]:
    """Those of a kind from which the area takes lists."""
    sources = current_section(area_id, Identification).sources
    return Agency.objects.filter(kind__in=[kind for kind, one in SOURCE_OF.items() if one in sources]).order_by("name")


def agreement_with(area_id: UUID, agency_id: UUID, at: datetime) -> Agreement | None:
    return in_force(area_id, at=at).filter(agency_id=agency_id).first()


def digest_of(area_id: UUID, content: bytes) -> bytes:
    """A keyed mark of a file's bytes. It says nothing without the area's key."""
    return token(area_id, "extract_file", content.hex())


def same_extract(area_id: UUID, content: bytes) -> Extract | None:
    """The very same file, brought before and still here."""
    found = Extract.objects.filter(area_id=area_id, digest=digest_of(area_id, content))
    return found.filter(state__in=[ExtractState.WAITING, ExtractState.TAKEN]).first()


def extracts_of(area_ids: Iterable[UUID]) -> QuerySet[Extract]:
    found = Extract.objects.filter(area_id__in=list(area_ids)).order_by("-uploaded_at")
    return found.select_related("area", "agency", "agreement", "uploaded_by", "taken_by", "closed_by")


def live_rows(area_id: UUID) -> list[ExtractRow]:
    """All rows that are here, in the order in which their lists were taken in."""
    found = ExtractRow.objects.filter(area_id=area_id, extract__state=ExtractState.TAKEN)
    return list(found.select_related("extract__agency").order_by("extract__taken_at", "number"))


def last_run(area_ids: Iterable[UUID]) -> Run | None:
    return Run.objects.filter(area_id__in=list(area_ids)).order_by("-ran_at").first()


def on_the_work_list(rows: QuerySet[Screened], on: date) -> QuerySet[Screened]:
    """What waits for whoever screens, and what was put off until now: the victim's wish, time left, waiting."""
    due = Q(state=ScreenState.WAITING) | Q(state=ScreenState.LATER, later_on__lte=on)
    return rows.filter(due).order_by("rank", F("time_left_on").asc(nulls_last=True), "waiting_since", "pk")


def state_counts(rows: QuerySet[Screened], on: date) -> dict[str, int]:
    """How many of these rows are in each state; what was put off until now waits."""
    found = dict(rows.values_list("state").annotate(Count("pk")))
    back = rows.filter(state=ScreenState.LATER, later_on__lte=on).count()
    found[ScreenState.LATER] = found.get(ScreenState.LATER, 0) - back
    found[ScreenState.WAITING] = found.get(ScreenState.WAITING, 0) + back
    return found


def entries_of(area_ids: Iterable[UUID]) -> list[Entry]:
    """What became of every row that was ever held against the rules, those that are gone too."""
    rows = Screened.objects.filter(area_id__in=list(area_ids))
    names = ("extract__source", "state", "failing", "why", "age_band", "sex", "ethnicity", "offence")
    return [
        Entry(source, state, tuple(failing), why, (("age", age), ("sex", sex), ("ethnicity", group), ("offence", kind)))
        for source, state, failing, why, age, sex, group, kind in rows.values_list(*names)
    ]


def owed(rows: QuerySet[Screened], area_id: UUID, at: datetime) -> QuerySet[Screened]:
    """Rows of people who should have been offered it and were not: they passed every rule, and nobody took them up in
    the days that the area allows, or they were put off beyond their day."""
    on = timezone.localdate(at)
    allowed = timedelta(days=current_section(area_id, Identification).offer_within_days)
    late = Q(state=ScreenState.WAITING, extract__taken_at__lt=at - allowed) | Q(
        state=ScreenState.LATER, later_on__lt=on
    )
    return rows.filter(late, area_id=area_id).order_by("extract__taken_at", "rank", "pk")


def never_asked(area_id: UUID, at: datetime) -> QuerySet[Referral]:
    """Found in a list and accepted, and nobody has written down that they were asked, in the days that the area
    allows."""
    allowed = timedelta(days=current_section(area_id, Identification).offer_within_days)
    found = Referral.objects.filter(area_id=area_id, route=Route.EXTRACTION, first_contact=FirstContact.RULE)
    open_still = Q(state__in=[ReferralState.NEW, ReferralState.HELD]) | Q(case__ended_at__isnull=True)
    return found.filter(open_still, agreed_on__isnull=True, received_at__lt=at - allowed).order_by("received_at")


class OpenExtract:
    """An extract that waits, decrypted, as it stands now."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.held: dict[str, Any] = extract.held
        self.mapping: list[str] = list(extract.mapping)

    @property
    def headings(self) -> list[str]:
        """All headings of the file, also of the columns that were dropped."""
        return list(self.held["headings"])

    @property
    def kept(self) -> list[int]:
        """Which columns of the file were kept."""
        return list(self.held["kept"])

    @property
    def rows(self) -> Rows:
        """The columns that were kept, with the headings above them."""
        found: Rows = self.held["rows"]
        return found

    @property
    def kept_mapping(self) -> list[str]:
        return [self.mapping[number] for number in self.kept]

    @cached_property
    def columns(self) -> tuple[Taken, ...]:
        return columns_for(self.extract.area_id, self.extract.source)

    @property
    def missing(self) -> list[Taken]:
        return missing(Source(self.extract.source), self.mapping)

    @cached_property
    def lines(self) -> list[Line]:
        return read_lines(self.rows, self.kept_mapping)

    @property
    def to_mend(self) -> list[Line]:
        return [line for line in self.lines if line.errors]
