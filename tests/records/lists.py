"""Lists as coordinators keep them, with invented people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from talkingpiece.core import clock
from talkingpiece.records.columns import BY_KEY
from talkingpiece.records.models import BroughtList
from talkingpiece.records.queries import open_list
from talkingpiece.records.services import choose_columns, keep_list
from tests.world import World

FIRST = ("Rowan", "Ottilie", "Bram", "Saskia", "Idris", "Maren", "Tobias", "Linnea", "Casper", "Yusra")
LAST = ("Ashdown", "Brackley", "Corrigan", "Dunmore", "Everley", "Fairburn", "Garside", "Holloway")
OFFENDERS = ("Kit Marlow", "Jude Penrose", "Alec Stannard", "Piers Loxley", "Dale Winstone")

KEYS = ("reference", "called", "full_name", "phone", "safe_times", "category", "offender", "sentence", "release_on")
MORE = ("facilitator", "referred_on", "stage", "last_contact", "consents", "risk_on", "orders", "next_step", "next_by")


def row(number: int, **changes: str) -> dict[str, str]:
    """One running case, whole and right."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return {
        "reference": f"OLD-{number:03d}",
        "called": first,
        "full_name": f"{first} {last}",
        "phone": f"07700 900{number % 1000:03d}",
        "safe_times": "weekdays 9am to 5pm",
        "category": "Burglary of a home",
        "offender": f"{OFFENDERS[number % len(OFFENDERS)]}{chr(97 + number % 26)}",
        "sentence": "Prison sentence",
        "release_on": "1/9/2031",
        "facilitator": "",
        "referred_on": "12/3/2026",
        "stage": "Offender said yes",
        "last_contact": "2/10/2026",
        "consents": "Agreed in June that he may be asked",
        "risk_on": "20/6/2026",
        "orders": "None known",
        "next_step": "Ring about a day",
        "next_by": "30/11/2031",
    } | changes


def cells(rows: Iterable[dict[str, str]], keys: Sequence[str] = KEYS + MORE) -> list[list[str]]:
    return [[str(BY_KEY[key].header) for key in keys], *([one.get(key, "") for key in keys] for one in rows)]


def as_csv(rows: Iterable[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells(rows))
    return out.getvalue().encode(encoding)


def as_xlsx(table: Iterable[Sequence[str]], *, sheet: str = "Cases") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for line, found in enumerate(table):
            page.write_row(line, 0, found)
    return out.getvalue()


def kept(world: World, content: bytes) -> BroughtList:
    found, _new = keep_list(area=world.area, content=content, name="list.csv", by=world.coordinator, at=clock.now())
    return found


def looked_at(world: World, content: bytes) -> BroughtList:
    """Uploaded, and its columns confirmed as they were guessed."""
    row = kept(world, content)
    return choose_columns(
        list_id=row.pk,
        version=row.version,
        sheet=row.answers["sheet"],
        mapping=row.answers["mapping"],
        by=world.coordinator,
        at=clock.now(),
    )


def checked(world: World, row: BroughtList):
    return open_list(row, by=world.coordinator, at=clock.now()).checked
