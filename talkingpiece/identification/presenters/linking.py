from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from talkingpiece.cases.queries import cases_with
from talkingpiece.core.blockers import Text
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.identification.models import ExtractRow, Pair
from talkingpiece.identification.presenters.screening import value_in_words
from talkingpiece.identification.states import Band, PairKind, Source
from talkingpiece.linkage.model import load
from talkingpiece.linkage.scorer import Scored, Step
from talkingpiece.linkage.waterfall import picture, words
from talkingpiece.people.models import Person
from talkingpiece.ui.components import Fact

_COMPARED = ("victim", "victim_birth_date", "victim_phone", "victim_email", "victim_postcode", "victim_address")
_SHOWN = (*_COMPARED, "offence", "offence_date", "crime_reference")


@dataclass(frozen=True)
class PairLine:
    name: str
    url: str
    note: str


@dataclass(frozen=True)
class SideView:
    heading: Text
    facts: list[Fact]


def pairs_page(pairs: Iterable[Pair]) -> dict[str, Any]:
    return {"pairs": [_line(pair) for pair in pairs]}


def _line(pair: Pair) -> PairLine:
    left = pair.left.content.get("victim", "") if pair.left else ""
    other = pair.right.content.get("victim", "") if pair.right else pair.person.name if pair.person else ""
    names = {"one": left, "other": other}
    url = reverse("identification:pair", args=[pair.pk])
    return PairLine(_("%(one)s and %(other)s") % names, url, str(PairKind(pair.kind).label))


def conflicts_page(pairs: Iterable[Pair]) -> dict[str, Any]:
    return {
        "pairs": [
            PairLine(_between(pair), reverse("identification:conflict", args=[pair.pk]), str(PairKind.ACROSS.label))
            for pair in pairs
        ]
    }


def _between(pair: Pair) -> str:
    return _("%(one)s and %(other)s") % {"one": _one(pair), "other": _other(pair)}


def _one(pair: Pair) -> str:
    return _where(pair.left) if pair.left is not None else _cases_of(pair.other_id)


def _where(row: ExtractRow) -> str:
    words = {"number": row.number, "source": Source(row.extract.source).label, "agency": row.extract.agency.name}
    return _("Row %(number)d, %(source)s, %(agency)s") % words


def _other(pair: Pair) -> str:
    if pair.right is not None:
        return _where(pair.right)
    return _cases_of(pair.person_id)


def _cases_of(person_id: UUID | None) -> str:
    cases = cases_with([person_id]).order_by("reference") if person_id else []
    return ", ".join(case.reference for case in cases) or _("somebody known here")


def why(pair: Pair) -> dict[str, Any]:
    """The waterfall: its steps in words, and as a picture. No value of anybody stands in it."""
    steps = tuple(Step(**step) for step in pair.steps)
    scored = Scored(pair.weight, {}, steps, pair.kind == PairKind.ACROSS)
    bands = load().bands
    begins = bands.link_across if pair.kind == PairKind.ACROSS else bands.link
    drawn: SafeString = mark_safe(picture(scored, begins))  # noqa: S308
    alone = scored.weight >= begins and pair.band != Band.LINK
    return {"steps": words(scored), "picture": drawn, "never_alone": alone}


def pair_page(pair: Pair) -> dict[str, Any]:
    other = _of_row(pair.right) if pair.right else _of_person(pair.person) if pair.person else None
    return {
        "pair": pair,
        "heading": _("One person?"),
        "sides": [side for side in (_of_row(pair.left) if pair.left else None, other) if side],
        "across": False,
        **why(pair),
    }


def conflict_page(pair: Pair) -> dict[str, Any]:
    """Where both are, and what agrees; nothing of either."""
    sides = [SideView(_one(pair), []), SideView(_other(pair), [])]
    return {"pair": pair, "heading": _("A conflict check"), "sides": sides, "across": True, **why(pair)}


def _of_row(row: ExtractRow) -> SideView:
    content = row.content
    return SideView(
        _where(row), [Fact(BY_KEY[key].header, value_in_words(content, key)) for key in _SHOWN if content.get(key)]
    )


def _of_person(person: Person) -> SideView:
    cases = ", ".join(case.reference for case in cases_with([person.pk]) if case.victim_id == person.pk)
    facts = [Fact(BY_KEY["victim"].header, person.name)]
    if person.birth_date:
        facts.append(
            Fact(
                BY_KEY["victim_birth_date"].header,
                value_in_words({"victim_birth_date": person.birth_date}, "victim_birth_date"),
            )
        )
    return SideView(_("Somebody who was here"), [*facts, Fact(_("Case"), cases)])
