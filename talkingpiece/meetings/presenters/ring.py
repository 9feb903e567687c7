"""The ring, drawn from who sits in it. The picture and the list beside it are the same seats in the same order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.conditions import BookingFacts
from talkingpiece.meetings.models import Meeting, Part
from talkingpiece.ui.components import Tag

LEAD, SECOND, CHAIR = "lead", "second", "chair"  # seats of those who are no participants
_MIDDLE = (310.0, 285.0)
_SEATS, _NAMES = 170.0, 222.0  # radii


@dataclass(frozen=True)
class RingSeat:
    """One seat. `kind` is how it is drawn: keeper, victim, beside, community or empty."""

    token: str
    name: str
    why: str
    kind: str
    short: str = ""  # what stands in the picture: there is little room
    short_why: str = ""
    prepared: Tag | None = None
    first: bool = False  # holds the piece first


@dataclass(frozen=True)
class DrawnSeat:
    seat: RingSeat
    x: str
    y: str
    turn: str
    name_x: str
    name_y: str
    why_y: str
    anchor: str


@dataclass(frozen=True)
class Drawing:
    seats: list[DrawnSeat]
    described: str
    piece: str
    piece_x: str
    piece_y: str
    piece_turn: str


def seats_of(meeting: Meeting, way: ApproachDef, facts: BookingFacts, sight: Sight) -> list[RingSeat]:
    """In the order in which the piece travels: as somebody ordered them, whoever came since at the end."""
    found = {seat.token: seat for seat in _everybody(meeting, way, facts, sight)}
    tokens = [token for token in meeting.ring if token in found]
    return [found[token] for token in [*tokens, *(token for token in found if token not in tokens)]]


def _everybody(meeting: Meeting, way: ApproachDef, facts: BookingFacts, sight: Sight) -> list[RingSeat]:
    lead = _leader(LEAD, meeting.lead, _(way.leading.lead))
    places = {seat.seat_id: seat for seat in facts.seats}
    people: list[RingSeat] = []
    for row in meeting.participants.all():
        place = places[str(row.pk)]
        ready = place.ready and not place.to_cover
        first = row.part == Part.VICTIM and not any(one.first for one in people)
        label = str(row.get_part_display())
        why = _("%(part)s, holds the piece first") % {"part": label} if first else label
        tag = Tag(_("Ready"), "done") if ready else Tag(_("To prepare"), "gate")
        name = sight.name_of(row)
        short = name if sight.may_be_named(row) else _("Somebody")
        short_why = _("holds it first") if first else label
        people.append(RingSeat(str(row.pk), name, why, _kind(row.part), short, short_why, tag, first))
    second = meeting.co_facilitator
    return [
        lead,
        *people,
        *([_leader(SECOND, second, _(way.leading.second))] if second else []),
        *(
            [RingSeat(CHAIR, _("Empty chair"), meeting.chair_for, "empty", _("Empty chair"))]
            if meeting.chair_for
            else []
        ),
    ]


def _leader(token: str, user: User, why: str) -> RingSeat:
    return RingSeat(token, user.name, why, "keeper", user.first_name, why.lower())


def _kind(part: str) -> str:
    kinds = {Part.VICTIM: "victim", Part.KEEPER: "keeper", Part.COMMUNITY: "community", Part.SURROGATE: "community"}
    return kinds.get(Part(part), "beside")


def moved(seats: Sequence[RingSeat], token: str, step: int) -> list[str]:
    """The order with one seat moved; the same order for a seat that is not there. The ring has no end."""
    tokens = [seat.token for seat in seats]
    if token not in tokens:
        return tokens
    here = tokens.index(token)
    there = (here + step) % len(tokens)
    tokens.insert(there, tokens.pop(here))
    return tokens


def drawing(seats: Sequence[RingSeat], piece: str) -> Drawing:
    drawn = [_drawn(seat, 2 * math.pi * place / len(seats)) for place, seat in enumerate(seats)]
    first = next((place for place, seat in enumerate(seats) if seat.first), 0)
    angle = 2 * math.pi * first / len(seats)
    names = ", ".join(f"{seat.name} ({seat.why})" if seat.why else seat.name for seat in seats)
    return Drawing(
        seats=drawn,
        described=_("Clockwise from the top: %(names)s.") % {"names": names},
        piece=piece or _("Talking piece"),
        piece_x=_number(_MIDDLE[0] + 112 * math.sin(angle)),
        piece_y=_number(_MIDDLE[1] - 112 * math.cos(angle)),
        piece_turn=_number(math.degrees(angle)),
    )


def _drawn(seat: RingSeat, angle: float) -> DrawnSeat:
    across, up = math.sin(angle), -math.cos(angle)
    beside = abs(across) > 0.2
    name_y = _MIDDLE[1] + _NAMES * up + (10 if up > 0.9 else -10 if up < -0.9 else 0)
    return DrawnSeat(
        seat=seat,
        x=_number(_MIDDLE[0] + _SEATS * across),
        y=_number(_MIDDLE[1] + _SEATS * up),
        turn=_number(math.degrees(angle)),
        name_x=_number(_MIDDLE[0] + _NAMES * across),
        name_y=_number(name_y),
        why_y=_number(name_y + 18),
        anchor=("start" if across > 0 else "end") if beside else "middle",
    )


def _number(value: float) -> str:
    """With a point, in every language."""
    return f"{value:.1f}"
