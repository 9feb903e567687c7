"""Who must not be recognisable in anything that one person of a case is given to read."""

from __future__ import annotations

from collections.abc import Iterable

from talkingpiece.cases.models import Case, Companion, Responsible
from talkingpiece.documents.leaks import Protected
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of_many
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side

_NUMBERS = {Channel.CALL, Channel.VOICEMAIL, Channel.TEXT}


def protected_from(case: Case, reader: Person, *, known_names: Iterable[str] = ()) -> Protected:
    """Everybody of the other side, as `reader` may not meet them in a text. `known_names`: who writes to them."""
    hidden = _other_side(case, reader)
    ways = [way for points in ways_of_many([person.pk for person in hidden]).values() for way in points]
    return Protected(
        names=tuple(name for person in hidden for name in (person.called, person.full_name) if name),
        reference=case.reference,
        numbers=tuple(way.value for way in ways if way.channel in _NUMBERS),
        emails=tuple(way.value for way in ways if way.channel == Channel.EMAIL),
        addresses=tuple(way.value for way in ways if way.channel == Channel.POST),
        known_to_reader=(reader.called, reader.full_name, *known_names),
        existence=False,  # whoever is written to in a case knows that there is another side
    )


def _other_side(case: Case, reader: Person) -> list[Person]:
    """The victim and those beside them, or every responsible person and those beside them."""
    offenders = list(Responsible.objects.filter(case=case).select_related("person"))
    companions = list(Companion.objects.filter(case=case).select_related("person"))
    theirs = {row.person_id for row in offenders}
    theirs |= {row.person_id for row in companions if row.side == Side.OFFENDER}
    if reader.pk in theirs:
        beside = [row.person for row in companions if row.side == Side.VICTIM]
        return [case.victim, *beside]
    beside = [row.person for row in companions if row.side == Side.OFFENDER]
    return [*(row.person for row in offenders), *beside]
