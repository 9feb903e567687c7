from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import fact_columns
from talkingpiece.people.safe import Rule, hours_in_words
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.records.checking import Checked
from talkingpiece.records.lines import Line
from talkingpiece.records.models import BroughtList, TakenOver
from talkingpiece.records.states import TakenKind
from talkingpiece.records.ways import ways_in
from talkingpiece.ui.dates import long_date


@dataclass(frozen=True)
class _Said:
    kind: TakenKind
    words: str
    as_of: date | None = None


def take_over(
    case: Case, row: Checked, offender: Responsible | None, brought: BroughtList, *, by: User, at: datetime
) -> list[TakenOver]:
    """What the row says that nobody may build on yet, each to be asked again."""
    about = (offender.person_id, Side.OFFENDER) if offender else (case.victim_id, Side.VICTIM)
    said = [] if row.adds_to else [(one, case.victim_id, Side.VICTIM) for one in _of_victim(row.line)]
    said += [(one, *about) for one in _of_offender(row)]
    found = TakenOver.objects.bulk_create(
        [_taken(case, brought, person_id, side, one, by, at) for one, person_id, side in said]
    )
    if found:
        record(
            "taken_over.recorded",
            by=by,
            about=case,
            at=at,
            side=Side.VICTIM,
            case_id=case.pk,
            detail={"kinds": sorted(one.kind for one in found)},
        )
    return found


def _of_victim(line: Line) -> Iterator[_Said]:
    referred = line.day("referred_on")
    for way in ways_in(line):
        hours = hours_in_words(Rule(way.days, way.from_time, way.to_time, way.if_answered))
        label = Channel(way.channel).label
        words = f"{label}. {hours}." if way.channel != Channel.EMAIL else f"{label}."
        yield _Said(TakenKind.WAY, words, line.day("last_contact") or referred)
    if line.text("consents"):
        yield _Said(TakenKind.CONSENT, line.text("consents"))
    risk = line.day("risk_on")
    if risk:
        yield _Said(TakenKind.RISK, _("The risk was assessed on %(day)s.") % {"day": long_date(risk)}, risk)
    if line.text("stage"):
        yield _Said(TakenKind.STAGE, line.text("stage"))
    last = line.day("last_contact")
    if last:
        yield _Said(TakenKind.CONTACT, _("They last heard from us on %(day)s.") % {"day": long_date(last)}, last)
    if line.text("agreed"):
        yield _Said(TakenKind.AGREEMENT, line.text("agreed"))
    yield from _next_step(line)


def _next_step(line: Line) -> Iterator[_Said]:
    by_day = line.day("next_by")
    if line.text("next_step") or by_day:
        until = _("By %(day)s.") % {"day": long_date(by_day)} if by_day else ""
        words = line.text("next_step")
        stop = "." if words and until and words[-1] not in ".!?" else ""
        yield _Said(TakenKind.NEXT_STEP, " ".join(part for part in (words + stop, until) if part))


def _of_offender(row: Checked) -> Iterator[_Said]:
    if row.line.text("orders"):
        yield _Said(TakenKind.LEGAL, row.line.text("orders"))
    if row.line.text("supervised_by") and row.manager_id is None and row.agency_id is None:
        yield _Said(TakenKind.SUPERVISOR, row.line.text("supervised_by"))


def _taken(
    case: Case, brought: BroughtList, person_id: UUID, side: Side, said: _Said, by: User, at: datetime
) -> TakenOver:
    return TakenOver(
        **fact_columns(case, by=by, at=at),
        case=case,
        brought_list=brought,
        person_id=person_id,
        side=side,
        kind=said.kind,
        words=said.words,
        as_of=said.as_of,
    )
