"""What a supervisor of another organisation reads of an assessment: what must be decided, and nobody by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.cases.pages.outside import Veil
from talkingpiece.core.blockers import Blocker
from talkingpiece.risk.gates import blockers_to_sign, facts_for_sign
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.presenters.names import approach_name
from talkingpiece.risk.presenters.reading import FactorRead, read_factor
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import policy_of, views_of
from talkingpiece.risk.states import Decision
from talkingpiece.ui.components import Row
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class GroupRead:
    about: str
    name: str
    read: list[FactorRead]
    left_out: str


@dataclass(frozen=True)
class OutsidePage:
    name: str
    decision: list[Row]
    groups: list[GroupRead]
    stops: list[Blocker]  # why it cannot be signed now, if it cannot
    weeks: int


def outside_page(case: Case, assessment: Assessment) -> OutsidePage:
    veil, policy, views = Veil(case), policy_of(case), views_of(assessment.pk)
    groups = []
    for about in policy.groups(assessment.approach):
        factors = [one for one in policy.factors_of(assessment.approach) if one.about == about]
        read = [
            read_factor(_("the victim"), one, views[one.key], _("the offender")) for one in factors if one.key in views
        ]
        left_out = "; ".join(_(one.words) for one in factors if one.key not in views)
        groups.append(GroupRead(about, str(about.label), [_veiled(veil, one) for one in read], left_out))
    verdict = blockers_to_sign(facts_for_sign(case, assessment, None))
    return OutsidePage(
        name=_name(case, assessment),
        decision=[replace(row, value=veil.over(str(row.value))) for row in _decision(assessment)],
        groups=groups,
        stops=verdict.blockers,
        weeks=policy.weeks_valid,
    )


def _name(case: Case, assessment: Assessment) -> str:
    if assessment.approach == VICTIM_FIRST:
        return _("Before the offender is approached: the victim’s side")
    return approach_name(case, assessment.approach)


def _veiled(veil: Veil, read: FactorRead) -> FactorRead:
    return replace(read, rows=[replace(row, value=veil.over(str(row.value))) for row in read.rows])


def _decision(assessment: Assessment) -> list[Row]:
    put: date | None = assessment.submitted_at
    rows = [
        Row(_("Decision"), str(Decision(assessment.decision).label) if assessment.decision else ""),
        Row(_("Reasons"), assessment.reasons),
        Row(_("The plan"), assessment.plan),
        Row(_("Put forward"), short_date(put)),
    ]
    return [row for row in rows if row.value]
