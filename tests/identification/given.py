"""Lists as agencies write them, with invented people, and the agreements under which they come."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.areas.services import add_agency
from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.models import Extract, Screened
from talkingpiece.referrals.models import Referral
from tests.agreements.given import row as agreement
from tests.world import World

POLICE = (
    "Occurrence Number",
    "Aggrieved",
    "DOB",
    "Mobile",
    "Postcode",
    "Offence",
    "Offence Date",
    "Suspect",
    "Hair colour",
)
FIRST = ("Rosa", "Bram", "Saskia", "Idris", "Maren", "Tobias", "Linnea", "Casper", "Yusra", "Ottilie")
LAST = ("Ashdown", "Brackley", "Corrigan", "Dunmore", "Everley", "Fairburn", "Garside", "Holloway")


def police_row(number: int, **changes: str) -> dict[str, str]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    return {
        "Occurrence Number": f"RD/{4000 + number}/26",
        "Aggrieved": name,
        "DOB": f"{number % 27 + 1:02d}/03/1980",
        "Mobile": f"07700 900{number % 1000:03d}",
        "Postcode": "ZZ99 3VZ",
        "Offence": "Burglary dwelling",
        "Offence Date": "03/03/2026",
        "Suspect": "Kit Marlow",
        "Hair colour": "brown",
    } | changes


def as_csv(rows: Iterable[dict[str, str]], headings: Sequence[str] | None = None) -> bytes:
    found = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, headings or list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


def police(world: World, **changes: Any) -> Agency:
    """A police force whose agreement in force is for handing over lists."""
    agency = add_agency(name=f"Police, {world.area.name}", kind="police")
    for_lists(world, agency, **changes)
    return agency


def for_lists(world: World, agency: Agency, **changes: Any) -> Agreement:
    plain: dict[str, Any] = {
        "agency": agency,
        "purposes": [Purpose.LISTS, Purpose.REFERRAL],
        "they_may_send": [one.value for one in Category],
    }
    return agreement(world, **(plain | changes))


def kept(world: World, agency: Agency, content: bytes) -> Extract:
    found, _new = services.keep_extract(
        area=world.area, agency=agency, content=content, name="list.csv", by=world.coordinator, at=clock.now()
    )
    return found


def looked_at(world: World, agency: Agency, content: bytes) -> Extract:
    """Brought, and its columns confirmed as they were guessed."""
    found = kept(world, agency, content)
    return services.choose_columns(
        extract_id=found.pk,
        version=found.version,
        mapping=found.mapping,
        content=None,
        by=world.coordinator,
        at=clock.now(),
    )


def taken_in(world: World, agency: Agency, content: bytes) -> Extract:
    found = looked_at(world, agency, content)
    return services.take_in(extract_id=found.pk, version=found.version, by=world.coordinator, at=clock.now())


def screened(world: World, agency: Agency, rows: Iterable[dict[str, str]]) -> list[Screened]:
    """Taken in and held against the rules, in the order of the list."""
    found = taken_in(world, agency, as_csv(rows))
    services.screen_area(area_id=world.area.pk, at=clock.now())
    return list(Screened.objects.filter(extract=found).order_by("row__number"))


def accepted(world: World, row: Screened) -> Referral:
    row.refresh_from_db()
    return services.accept_row(screened_id=row.pk, version=row.version, by=world.coordinator, at=clock.now())
