from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import names_of
from talkingpiece.areas.models import Area
from talkingpiece.audit.models import Event
from talkingpiece.casefile.presenters.trail_words import said
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.casefile.way import Way
from talkingpiece.core.blockers import Text
from talkingpiece.protection.classes import Side
from talkingpiece.rehearsal.access import runs
from talkingpiece.rehearsal.gates import blockers_to_play, facts_for_play
from talkingpiece.rehearsal.models import Opened
from talkingpiece.rehearsal.queries import earlier_in, happened, learners_in, opened_in, trainers_in
from talkingpiece.rehearsal.states import Play, Stage

_EVERYBODY = frozenset({Side.VICTIM, Side.OFFENDER, Side.JOINT, Side.SERVICE})


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    refused: bool


def room_page(ground: Area, reader: User, at: datetime) -> dict[str, Any]:
    opened, trains = opened_in(ground.pk), runs(reader, ground)
    return {
        "ground": ground,
        "opened": opened,
        "stage": Stage(opened.stage).label if opened else "",
        "trains": trains,
        "learners": learners_in(ground.pk, at),
        "trainers": trainers_in(ground.pk, at),
        "earlier": earlier_in(ground.pk) if trains else [],
        "in_the_way": in_the_way(opened, at) if opened and trains else None,
    }


def possible(opened: Opened, at: datetime) -> tuple[list[Play], list[tuple[Play, Text]]]:
    """What can happen by now, and what cannot yet, each with why."""
    facts = facts_for_play(opened, at)
    answers = [(one, blockers_to_play(one, facts)) for one in Play]
    return (
        [one for one, answer in answers if answer.is_open],
        [(one, answer.blockers[0].message) for one, answer in answers if not answer.is_open],
    )


def in_the_way(opened: Opened, at: datetime) -> dict[str, Any] | None:
    """The next gate of the case, as the group meets it."""
    if not opened.case.is_open:
        return None
    case = opened.case
    gate = Way(Shelf([case], at), case, _EVERYBODY).next_gate
    heading = gate.opened if gate.verdict.is_open else gate.closed
    return {"heading": heading, "blockers": gate.verdict.blockers}


def happened_page(opened: Opened, at: datetime) -> dict[str, Any]:
    people = {one.pk for one in (*learners_in(opened.area_id, at), *trainers_in(opened.area_id, at))}
    events = happened(opened, people)
    names = names_of(people)
    return {
        "opened": opened,
        "stage": Stage(opened.stage).label,
        "lines": [_line(event, names) for event in events],
        "refused": [_line(event, names) for event in events if event.kind == "refusal"],
        "in_the_way": in_the_way(opened, at),
    }


def _line(event: Event, names: dict[Any, str]) -> Line:
    words = said(event)
    if event.name == "rehearsal.played":
        words = _("Played: %(what)s") % {"what": Play(event.detail["what"]).label}
    codes = event.detail.get("codes")
    if codes:
        reasons = ", ".join(str(code).replace("_", " ") for code in codes)
        words = _("Was refused by a gate: %(reasons)s") % {"reasons": reasons}
    return Line(event.recorded_at, names.get(event.actor_id, ""), words, event.kind == "refusal")
