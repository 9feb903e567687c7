"""What an agency sees, shown to the service: of one case on a day, and in figures, as an agreement would have it.

All of it comes from the feed, which the agency reads itself: there is no second account of what leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import of_area
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.core.blockers import Text
from talkingpiece.offender_management.feed import FeedFact, OffenderEntry, Terms, feed, in_force_with
from talkingpiece.offender_management.states import Kind


@dataclass(frozen=True)
class SeenRow:
    kind: Text
    words: str
    because: str


@dataclass(frozen=True)
class SeenPerson:
    name: str
    rows: list[SeenRow]


@dataclass(frozen=True)
class SeenBy:
    agency: str
    now: list[SeenPerson]
    then: list[SeenPerson]


def agencies_of(case: Case) -> list[Agency]:
    """Those that supervise an offender of the case, and the liaison units with which the area has an agreement."""
    found = {agreement.agency for agreement in of_area(case.area_id)}
    units = {agency for agency in found if agency.kind == AgencyKind.VICTIM_LIAISON}
    for row in responsibles(case.pk):
        manager = row.offender_manager
        units |= {agency for agency in (row.agency, manager.agency if manager else None) if agency}
    return sorted(units, key=lambda agency: agency.name)


def moment(day: date | None, now: datetime) -> datetime:
    """Noon of that day; now, if it is today or no day was named."""
    if day is None or day == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(day, time(12)))


def seen_of_case(case: Case, *, now: datetime, then: datetime, tried: Agreement | None = None) -> list[SeenBy]:
    """For each agency what it sees now, and what it would see then. `tried`: as if this agreement held then."""
    return [
        SeenBy(
            agency.name,
            _people(feed(agency, None, now, case_id=case.pk)),
            _people(feed(agency, None, then, _terms(agency, then, tried), case_id=case.pk)),
        )
        for agency in agencies_of(case)
    ]


def _terms(agency: Agency, at: datetime, tried: Agreement | None) -> list[Terms]:
    """Those in force, with the one that is tried in the place of whatever its agency has in that area."""
    found = in_force_with(agency, at)
    if tried is None or tried.agency_id != agency.pk:
        return found
    return [*(one for one in found if one.area_id != tried.area_id), Terms.of(tried)]


def _people(entries: Iterable[OffenderEntry]) -> list[SeenPerson]:
    return [SeenPerson(entry.name, [_row(fact) for fact in entry.facts]) for entry in entries]


def _row(fact: FeedFact) -> SeenRow:
    told = {"category": Category(fact.category).label, "ground": fact.ground, "yes": fact.yes}
    return SeenRow(
        kind=Kind(fact.kind).label,
        words=fact.words,
        because=_("%(category)s, by agreement %(ground)s. %(yes)s.") % told,
    )


@dataclass(frozen=True)
class CountRow:
    what: Text
    now: int
    then: int


def counts(agreement: Agreement, at: datetime) -> list[CountRow]:
    """How many things of each kind its agency sees in that area now, and would see if this agreement held."""
    agency, area_id = agreement.agency, agreement.area_id
    now = feed(agency, None, at, [one for one in in_force_with(agency, at) if one.area_id == area_id])
    then = feed(agency, None, at, [Terms.of(agreement)])
    before, after = _by_kind(now), _by_kind(then)
    rows = [CountRow(_("People whom it sees at all"), len(now), len(then))]
    return rows + [CountRow(kind.label, before[kind], after[kind]) for kind in Kind if before[kind] or after[kind]]


def _by_kind(entries: Iterable[OffenderEntry]) -> Counter[Kind]:
    return Counter(fact.kind for entry in entries for fact in entry.facts)


def change_in_words(rows: list[CountRow]) -> str:
    changed = sum(row.now != row.then for row in rows)
    if not changed:
        return _("It would change nothing that this agency sees today.")
    return ngettext("It would change one of these.", "It would change %(count)d of these.", changed) % {
        "count": changed
    }


@dataclass(frozen=True)
class Trial:
    """An agreement that can be tried on, by its reference."""

    agreement_id: UUID
    words: str


def trials(case: Case) -> list[Trial]:
    """Every agreement with an agency that has to do with the case, signed or not."""
    agencies = agencies_of(case)
    found = [one for one in of_area(case.area_id) if one.agency in agencies]
    return [Trial(one.pk, f"{one.reference}, {one.agency.name}") for one in found]
