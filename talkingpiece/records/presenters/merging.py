"""Two records side by side: names, safe ways as rules, and cases, before anybody says that they are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, visible_cases
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Case
from talkingpiece.cases.presenters import case_page
from talkingpiece.core.blockers import Verdict
from talkingpiece.people.models import Person
from talkingpiece.people.queries import Alike, merges_of, rule_of, ways_of
from talkingpiece.people.safe import hours_in_words
from talkingpiece.people.states import Channel
from talkingpiece.records.forms.merge import MergeForm
from talkingpiece.records.queries import alike_to, cases_of, open_beside
from talkingpiece.ui.components import BlockerRow, Gate, Link, Row
from talkingpiece.ui.dates import short_date

AGREES = {
    "name": gettext_lazy("name"),
    "sound": gettext_lazy("the sound of the name"),
    "birth_date": gettext_lazy("date of birth"),
    "phone": gettext_lazy("phone number"),
    "email": gettext_lazy("email address"),
    "postcode": gettext_lazy("postcode"),
}


@dataclass(frozen=True)
class AlikeRow:
    name: str
    agrees: str
    url: str


@dataclass(frozen=True)
class MergeRow:
    words: str
    note: str
    undo: str


def alike_page(opened: Opened, person: Person) -> dict[str, Any]:
    ref = opened.case.reference
    rows = [
        AlikeRow(one.person.name, _agrees(one), url("records:merge", ref, person.pk, one.person.pk))
        for one in alike_to(person)
    ]
    merges = [
        MergeRow(
            _("%(merged)s is read as %(kept)s") % {"merged": one.merged.name, "kept": one.kept.name},
            f"{short_date(one.happened_at)}. {one.words}",
            url("records:merge_undo", ref, person.pk, one.pk),
        )
        for one in merges_of(person.pk)
    ]
    return case_page(opened, person=person, rows=rows, merges=merges)


def _agrees(one: Alike) -> str:
    kinds = [str(AGREES[kind]) for kind in AGREES if kind in one.agrees]
    return _("They agree in: %(kinds)s.") % {"kinds": ", ".join(kinds)}


@dataclass(frozen=True)
class Record:
    heading: str
    rows: list[Row]


def merge_page(opened: Opened, person: Person, other: Person, form: MergeForm, verdict: Verdict) -> dict[str, Any]:
    blockers = [BlockerRow(message=b.message, why=b.why, who=b.who) for b in verdict.blockers]
    return case_page(
        opened,
        person=person,
        other=other,
        form=form,
        verdict=verdict,
        gate=Gate(heading=_("Not yet"), blockers=blockers),
        records=[_record(_("The first record"), person), _record(_("The second record"), other)],
    )


def _record(heading: str, person: Person) -> Record:
    return Record(
        heading,
        [
            Row(_("What we call them"), str(person.called)),
            Row(_("Full name"), str(person.full_name) or _("not known")),
            Row(_("Known since"), short_date(person.known_since)),
            Row(_("Language"), person.language),
            Row(_("Safe ways"), items=_ways(person), value="" if ways_of(person.pk) else _("none")),
            Row(_("Cases"), ", ".join(case.reference for case in cases_of(person)) or _("none")),
        ],
    )


def _ways(person: Person) -> list[str]:
    return [f"{Channel(point.channel).label}. {hours_in_words(rule_of(point))}" for point in ways_of(person.pk)]


@dataclass(frozen=True)
class Beside:
    """Another open case of the same victim. Only whoever may see that case is led to it."""

    words: str
    link: Link | None


def beside_lines(case: Case, reader: User) -> list[Beside]:
    found = open_beside(case)
    if not found:
        return []
    seen = set(visible_cases(reader).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [_beside(one, readable=one.pk in seen) for one in found]


def _beside(case: Case, *, readable: bool) -> Beside:
    words = _("This person has another open case. One worker should have both.")
    return Beside(words, Link(case.reference, url("casefile:case", case.reference)) if readable else None)
