"""What G5 asks, as plain values, for any number of cases in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from talkingpiece.areas.models import ProfileVersion
from talkingpiece.areas.profile import merged
from talkingpiece.cases.changes import Changes, Clearance
from talkingpiece.cases.legal_queries import changes_of_many
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.queries import companions_of
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment, FactorView, RedFlag
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries.flags import still_open
from talkingpiece.risk.states import OPEN_STATES, AssessmentState

Wanted = tuple[UUID, str, date]  # case, approach, day


@dataclass(frozen=True)
class FlagFacts:
    """A red flag that is not dealt with: no answer yet, or the answer that it stays."""

    id: str
    kind: str
    side: Side
    answered: bool


@dataclass(frozen=True)
class Joined:
    """Somebody of the case, and since when they are part of it."""

    called: str
    since: datetime
    side: Side = Side.OFFENDER


@dataclass(frozen=True)
class RiskFacts:
    """What is known of one approach in one case, asked of one day."""

    approach: str
    mode: str  # direct, indirect, without_offender; empty for the assessment before the offender is approached
    on: date
    open_id: str = ""
    open_state: str = ""
    signed: bool = False
    signed_by_assessor: bool = False
    assessed_at: datetime | None = None  # when the assessor put it forward
    signed_at: datetime | None = None
    decision: str = ""
    valid_until: date | None = None  # the first day on which it no longer counts
    assessed: tuple[str, ...] = ()  # keys of the factors that were looked at
    joined: tuple[Joined, ...] = ()  # whoever this approach involves
    flags: tuple[FlagFacts, ...] = ()
    beside: tuple[str, ...] = ()  # parts of those whom this approach involves beside the victim and the offender
    # Whose situation changed after it was put forward, and how (a cases.states.ChangeKind).
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def in_date(self) -> bool:
        return self.valid_until is not None and self.on < self.valid_until

    @property
    def not_looked_at(self) -> tuple[Joined, ...]:
        """Who became part of it only after the assessment was put forward."""
        return tuple(one for one in self.joined if self.assessed_at is None or one.since > self.assessed_at)


def risk_facts(case_id: UUID, approach: str, on: date) -> RiskFacts:
    return risk_facts_of([(case_id, approach, on)])[case_id, approach, on]


def risk_facts_of(wanted: Iterable[Wanted]) -> dict[Wanted, RiskFacts]:
    asked = set(wanted)
    cases = {case_id for case_id, _approach, _on in asked}
    standing = _standing(cases, {approach for _case, approach, _on in asked})
    signed = [row.pk for row in standing if row.state == AssessmentState.SIGNED]
    views = FactorView.objects.filter(assessment_id__in=signed).values_list("assessment_id", "factor")
    gathered = _Gathered(
        standing, list(views), _joined(cases), _beside(cases), _flags(cases), _modes(cases), _changed(cases)
    )
    return {one: gathered.of(one) for one in asked}


@dataclass(frozen=True)
class _Gathered:
    standing: list[Assessment]
    views: list[tuple[UUID, str]]
    joined: list[tuple[UUID, Joined]]
    beside: list[tuple[UUID, str, Joined]]
    flags: list[tuple[UUID, FlagFacts]]
    modes: dict[UUID, dict[str, str]]
    changes: list[tuple[UUID, str, Changes]]  # case, how the offender is called, what changed for them

    def of(self, one: Wanted) -> RiskFacts:
        case_id, approach, on = one
        mine = [row for row in self.standing if row.case_id == case_id and row.approach == approach]
        signed = next((row for row in mine if row.state == AssessmentState.SIGNED), None)
        opened = next((row for row in mine if row.state in OPEN_STATES), None)
        mode = self.modes[case_id].get(approach, "")
        beside = [(part, who) for pk, part, who in self.beside if pk == case_id and _involves(mode, who)]
        return RiskFacts(
            approach=approach,
            mode=mode,
            on=on,
            open_id=str(opened.pk) if opened else "",
            open_state=opened.state if opened else "",
            signed=signed is not None,
            signed_by_assessor=signed is not None and signed.signed_by_id == signed.assessor_id,
            assessed_at=signed.submitted_at if signed else None,
            signed_at=signed.signed_at if signed else None,
            decision=signed.decision if signed else "",
            valid_until=signed.valid_until if signed else None,
            assessed=tuple(sorted(key for pk, key in self.views if signed and pk == signed.pk)),
            joined=(
                *(who for pk, who in self.joined if pk == case_id and _involves(mode, who)),
                *(who for _part, who in beside),
            ),
            beside=tuple(sorted({part for part, _who in beside})),
            flags=tuple(flag for pk, flag in self.flags if pk == case_id),
            changed=self._changed_since(case_id, mode, signed.submitted_at) if signed else (),
        )

    def _changed_since(self, case_id: UUID, mode: str, at: datetime | None) -> tuple[tuple[str, str], ...]:
        """A way without the offender does not depend on where they are."""
        mine = [(called, changes) for pk, called, changes in self.changes if pk == case_id]
        if at is None or mode == "without_offender":
            return ()
        found = ((called, changes.reopened(Clearance.RISK, at)) for called, changes in mine)
        return tuple((called, kind) for called, kind in found if kind)


def _standing(cases: set[UUID], approaches: set[str]) -> list[Assessment]:
    found = Assessment.objects.filter(case_id__in=cases, approach__in=approaches)
    return list(found.exclude(state=AssessmentState.SUPERSEDED))


def _joined(cases: set[UUID]) -> list[tuple[UUID, Joined]]:
    found = Responsible.objects.filter(case_id__in=cases).select_related("person").order_by("known_since")
    return [(row.case_id, Joined(row.person.called, row.known_since)) for row in found]


def _changed(cases: set[UUID]) -> list[tuple[UUID, str, Changes]]:
    rows = list(Responsible.objects.filter(case_id__in=cases).select_related("person").order_by("known_since"))
    changes = changes_of_many(row.pk for row in rows)
    return [(row.case_id, row.person.called, changes[row.pk]) for row in rows]


def _beside(cases: set[UUID]) -> list[tuple[UUID, str, Joined]]:
    return [
        (one.case_id, one.part, Joined(one.person.called, one.since, Side(one.side))) for one in companions_of(cases)
    ]


def _involves(mode: str, who: Joined) -> bool:
    """Before the offender is approached nobody is brought together; a way without the offender involves nobody of
    their side."""
    return mode in {"direct", "indirect"} or (mode == "without_offender" and who.side is not Side.OFFENDER)


def _flags(cases: set[UUID]) -> list[tuple[UUID, FlagFacts]]:
    found = RedFlag.objects.filter(still_open(), case_id__in=cases).order_by("happened_at")
    return [
        (flag.case_id, FlagFacts(str(flag.pk), flag.kind, Side(flag.side), flag.answered_at is not None))
        for flag in found
    ]


def _modes(cases: set[UUID]) -> dict[UUID, dict[str, str]]:
    """By case: how each approach of its own profile version brings people together."""
    rows = list(Case.objects.filter(pk__in=cases).values_list("pk", "area_id", "profile_version"))
    versions = ProfileVersion.objects.filter(
        area_id__in={area for _pk, area, _version in rows}, version__in={version for _pk, _area, version in rows}
    )
    differences = {(row.area_id, row.version): row.differences for row in versions}
    modes = {}
    for pk, area, version in rows:
        section = merged(differences.get((area, version), {}), Approaches)
        assert isinstance(section, Approaches)
        modes[pk] = {one.key: str(one.mode) for one in section.approaches} | {VICTIM_FIRST: ""}
    return modes
