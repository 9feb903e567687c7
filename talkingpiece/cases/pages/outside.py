"""What a supervisor of another organisation reads, and how: what must be decided, and nobody by name.

Names become parts ("the victim"), whereabouts and everything that looks like one are left out. Whoever makes the link
reads the same page before it leaves. It is on the door of the staff: the public one reads nothing of a case.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.areas.queries import area_named
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.models import Case, Companion, OutsideSupervisor, Responsible
from talkingpiece.core.links import unnamed
from talkingpiece.documents.leaks import Kind, Protected, findings_in
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of_many
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import areas_in_sight, show_areas

WHY = "whoever holds a one-time link decides one thing, and reads nobody's name"
_NAMES = frozenset({Kind.NAME, Kind.COMMON_WORD})
# Whatever could be a telephone number, an e-mail address or a postcode, of whomever.
_WHEREABOUTS = re.compile(
    r"\+?\d[\d\s().-]{6,}\d|[^\s@]+@[^\s@]+\.\w+|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE
)


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
    """Each line of each address, also without the number of the house; a town alone is left out too."""
    ways = [way for points in ways_of_many([person.pk for person in people]).values() for way in points]
    addresses = [way.value for way in ways if way.channel == Channel.POST]
    lines = [line.strip() for address in addresses for line in re.split(r"[,\n]", address)]
    streets = [re.sub(r"^\d+\w?\s+", "", line) for line in lines]
    return sorted({line for line in (*lines, *streets) if len(line) > 2}, key=len, reverse=True)


def bring_into_sight(slug: str) -> None:
    """Beside what whoever is signed in has in sight already: a refusal is entered in the trail of their area."""
    found = area_named(slug)
    if found is not None:
        show_areas([*areas_in_sight(), found.pk])


def address_of(request: HttpRequest, page: str, asked: OutsideSupervisor, token: str) -> str:
    """In full, for the one answer in which it stands: in no address, no session and no table."""
    return request.build_absolute_uri(reverse(page, args=[asked.area.slug, token]))


def shown(request: HttpRequest, template: str, asked: OutsideSupervisor, **more: object) -> HttpResponse:
    """What they read, which is entered as any reading is."""
    record_reading("outside_supervisor.read", by=None, about=asked, side=Side.JOINT, case_id=asked.case_id)
    return unnamed(render(request, template, {"asked": asked, **more}))


def over(request: HttpRequest) -> HttpResponse:
    """One page, whatever ails the link."""
    return unnamed(render(request, "cases/outside/over.html", status=404))
