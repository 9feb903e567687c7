"""What a supervisor of another organisation reads of an assessment: what must be decided, and nobody by name.

Names become parts ("the victim"), whereabouts and everything that looks like one are left out. Whoever makes the link
reads the same page before it leaves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case, Companion, Responsible
from talkingpiece.core.blockers import Blocker
from talkingpiece.documents.leaks import Kind, Protected, findings_in
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of_many
from talkingpiece.people.states import Channel
from talkingpiece.risk.gates import blockers_to_sign, facts_for_sign
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.presenters.names import approach_name
from talkingpiece.risk.presenters.reading import FactorRead, read_factor
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import policy_of, views_of
from talkingpiece.risk.states import Decision
from talkingpiece.ui.components import Row
from talkingpiece.ui.dates import short_date

_NAMES = frozenset({Kind.NAME, Kind.COMMON_WORD})
# Whatever could be a telephone number, an e-mail address or a postcode, of whomever.
_WHEREABOUTS = re.compile(
    r"\+?\d[\d\s().-]{6,}\d|[^\s@]+@[^\s@]+\.\w+|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE
)


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


class Veil:
    """A text without names and whereabouts of anybody of the case."""

    def __init__(self, case: Case) -> None:
        offenders = list(Responsible.objects.filter(case=case).select_related("person"))
        companions = list(Companion.objects.filter(case=case).select_related("person"))
        self._parts = [
            (_("the victim"), _names([case.victim])),
            (_("the offender"), _names([row.person for row in offenders])),
            (_("somebody beside them"), _names([row.person for row in companions])),
        ]
        everybody = [case.victim, *(row.person for row in offenders), *(row.person for row in companions)]
        self._places = [row.held_at for row in offenders if row.held_at] + [case.reference] + _places(everybody)

    def over(self, text: str) -> str:
        for instead, names in self._parts:
            found = findings_in(text, Protected(names=names, existence=False))
            words = {one.words for one in found if one.kind in _NAMES}
            for word in sorted(words, key=len, reverse=True):
                text = re.sub(rf"\b{re.escape(word)}\b", instead, text)
            text = re.sub(rf"\b{re.escape(instead)}(?:\s+{re.escape(instead)})+\b", instead, text)
        for place in self._places:
            text = re.sub(re.escape(place), _("[left out]"), text, flags=re.IGNORECASE)
        return _WHEREABOUTS.sub(_("[left out]"), text)


def _names(people: list[Person]) -> tuple[str, ...]:
    return tuple(name for person in people for name in (person.called, person.full_name) if name)


def _places(people: list[Person]) -> list[str]:
    """Each line of each address; a town alone stands in many texts, and is left out too."""
    ways = [way for points in ways_of_many([person.pk for person in people]).values() for way in points]
    addresses = [way.value for way in ways if way.channel == Channel.POST]
    lines = [line.strip() for address in addresses for line in re.split(r"[,\n]", address)]
    return sorted((line for line in lines if len(line) > 2), key=len, reverse=True)


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
