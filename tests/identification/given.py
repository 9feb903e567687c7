"""Lists as agencies write them, with invented people, and the agreements under which they come."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.areas.services import add_agency
from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.linking import OFFENDER, VICTIM, mark_of
from talkingpiece.identification.models import Extract, Pair, Screened
from talkingpiece.identification.states import Band, PairKind
from talkingpiece.linkage.scorer import Step
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
    writer = csv.DictWriter(out, headings or list(dict.fromkeys(key for row in found for key in row)), restval="")
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


def alike(number: int) -> list[dict[str, str]]:
    """Two rows with one name, which alone links nobody."""
    same = {"Aggrieved": "Wilhelmina Thornbury"}
    return [police_row(number, **same), police_row(number + 1, **same, Postcode="RG2 9AB")]


def asked_about(one: Screened, other: Screened, *, kind: PairKind = PairKind.ROWS) -> Pair:
    """As if the newest run had found these two in need of a person's eye: which it finds, the model says."""
    assert one.row is not None
    assert other.row is not None
    role = OFFENDER if kind == PairKind.ACROSS else VICTIM
    ends = sorted(
        ((mark_of(row.area_id, bytes(row.mark), as_), row) for row, as_ in ((one.row, VICTIM), (other.row, role))),
        key=lambda end: end[0],
    )
    steps = (
        Step("prior", "", "Before anything is compared", -9.0, -9.0),
        Step("family", "same", "Family name: the same", 8.0, -1.0),
    )
    pair, _new = Pair.objects.update_or_create(
        area_id=one.area_id,
        left_mark=ends[0][0],
        right_mark=ends[1][0],
        defaults={
            "key_id": one.key_id,
            "kind": kind,
            "left": ends[0][1],
            "right": ends[1][1],
            "weight": -1.0,
            "band": Band.REVIEW,
            "steps": [asdict(step) for step in steps],
        },
    )
    return pair
