"""A few hundred invented records of invented people, with whom each is: enough for a test, and nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pyarrow as pa

from talkingpiece.linkage.records import COLUMNS

Raw = dict[str, str | None]

_FIRST = ["Amara", "Bronwen", "Callum", "Dilys", "Eamon", "Farida", "Grace", "Hamish", "Ines", "Jakub", "Katherine",
          "Leszek", "Mohammed", "Niamh", "Owain", "Priya", "Robert", "Siobhan", "Thomas", "Yusuf"]  # fmt: skip
_FAMILY = ["Ashworth", "Birchall", "Castellan", "Dunmore", "Elmstead", "Farthing", "Garside", "Hollins", "Kettley",
           "Lindale", "Marwick", "Norcott", "O'Shea", "Pemberton", "Rushford", "Stanmore", "Thornley",
           "Wyndham"]  # fmt: skip
_SHORT = {"Katherine": "Kate", "Mohammed": "Muhammad", "Robert": "Bob", "Thomas": "Tommy", "Siobhan": "Shivaun"}


def raw(record_id: str, **values: str | None) -> Raw:
    return {**dict.fromkeys(COLUMNS), "record_id": record_id, **values}


def table(records: Iterable[Mapping[str, str | None]]) -> pa.Table:
    rows = list(records)
    return pa.table({column: pa.array([row[column] for row in rows], pa.string()) for column in COLUMNS})


def crowd(people: int, seed: int = 1) -> tuple[list[Raw], dict[str, int]]:
    """Records, and of whom each is. A person has one to three, with what goes wrong in lists."""
    chance = random.Random(seed)
    records: list[Raw] = []
    whose: dict[str, int] = {}
    for person in range(people):
        first, family = chance.choice(_FIRST), chance.choice(_FAMILY)
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20000))
        postcode = f"{chance.choice(['LS', 'CF', 'NE', 'EX'])}{chance.randrange(1, 20)} {chance.randrange(1, 9)}AB"
        home, number = f"{chance.randrange(1, 150)} Mill Lane", f"01632 96{chance.randrange(10000):04}"
        for copy in range(chance.randrange(1, 4)):
            record_id = f"R{person:05}-{copy}"
            wrong = chance.random()
            records.append(
                raw(
                    record_id,
                    source=chance.choice(["police", "probation", "vcs"]),
                    role=chance.choice(["victim", "victim", "offender"]),
                    forename=_SHORT.get(first, first) if wrong < 0.15 else first.upper() if wrong < 0.5 else first,
                    surname=family[:3] + family[4:] if 0.15 < wrong < 0.25 else family,
                    dob=None if 0.25 < wrong < 0.4 else born.strftime(chance.choice(["%d/%m/%Y", "%Y-%m-%d"])),
                    sex=chance.choice(["M", "F", None]),
                    address=home,
                    postcode=None if 0.4 < wrong < 0.5 else postcode.lower() if wrong > 0.9 else postcode,
                    phone=number if wrong > 0.3 else None,
                    email=None if wrong > 0.3 else "office@example.org",
                )
            )
            whose[record_id] = person
    chance.shuffle(records)
    return records, whose
