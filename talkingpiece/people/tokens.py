"""Which tokens a person is found by. The same list makes the index and asks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from talkingpiece.linkage import names as linkage_names
from talkingpiece.linkage import standardise
from talkingpiece.people.states import Channel
from talkingpiece.protection.tokens import token

Token = tuple[str, bytes]
# These find more people than are worth comparing by number: only a search that looks closer asks for them.
WIDE = frozenset({"letter", "form"})


def of_name(area_id: UUID, *names: str) -> Iterator[Token]:
    for part in dict.fromkeys(part for name in names for part in standardise.name_parts(name)):
        yield "name", token(area_id, "name", part)
        yield "sound", token(area_id, "sound", standardise.phonetic(part))
        yield "letter", token(area_id, "letter", part[0])
        yield from of_forms(area_id, part)


def of_forms(area_id: UUID, part: str) -> Iterator[Token]:
    """Other names for which this one may stand, and how it sounds in several languages."""
    for form in sorted(linkage_names.forms(part)):
        yield "form", token(area_id, "form", form)
    yield "form", token(area_id, "form", f"~{linkage_names.sound(part)}")


def of_birth_date(area_id: UUID, birth_date: str) -> Iterator[Token]:
    if birth_date:
        yield "birth_date", token(area_id, "birth_date", birth_date)


def of_way(area_id: UUID, channel: str, value: str) -> Iterator[Token]:
    if channel in {Channel.CALL, Channel.VOICEMAIL, Channel.TEXT}:
        kind, standard = "phone", standardise.phone(value)
    elif channel == Channel.EMAIL:
        kind, standard = "email", standardise.email(value)
    else:
        kind, standard = "postcode", standardise.postcode(value)
    if standard:
        yield kind, token(area_id, kind, standard)


def of_number(area_id: UUID, kind: str, value: str) -> Iterator[Token]:
    standard = standardise.number(kind, value)
    if standard:
        yield kind, token(area_id, kind, standard)


def all_of(
    area_id: UUID, *, names: Iterable[str], birth_date: str = "", ways: Iterable[tuple[str, str]] = ()
) -> set[Token]:
    found = {*of_name(area_id, *names), *of_birth_date(area_id, birth_date)}
    for channel, value in ways:
        found.update(of_way(area_id, channel, value))
    return found
