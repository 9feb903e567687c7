"""Records of invented people with known truth, for a machine that has no other maker of them.

People live in households: brothers and sisters, twins and parents of the same name share an address, and sometimes a
telephone. Offenders have numbers, victims have not. Errors are those of lists: slips of the pen, short names, swapped
dates, missing values, people who moved. Another maker is named by TP_PEOPLE_MAKER: a program with --records, --seed and
--out that writes records.parquet and truth.parquet.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from talkingpiece.linkage.identifiers.england_and_wales import check_letter
from talkingpiece.linkage.names import _pairs
from talkingpiece.linkage.records import COLUMNS

_BEGINS = "Ash Brad Burn Carl Clay Cran Dal Den Edge Fair Far Gar Gil Hart Hay Heath Hol Hum Kirk Lang Lin Lock Mar Mel"
_ENDS = (
    "ley ton ford ham worth field man wood well by den combe stead wick shaw more house bridge son ington dale grove"
)
_STREETS = ("High Street", "Station Road", "Church Lane", "Mill Lane", "Green Lane", "Park Avenue", "Elm Close")
_AREAS = ("LS", "CF", "NE", "EX", "BS", "OX", "RG", "PL", "YO", "LN")
_SOURCES = ("police", "probation", "prison", "vcs")
Person = dict[str, str]


def make(records: int, seed: int, folder: Path) -> None:
    chance = random.Random(seed)
    short: dict[str, list[str]] = {}
    for name, other in _pairs():
        short.setdefault(name, []).append(other)
    first_names, families = _frequent(sorted(short)[:400], chance), _frequent(_families(), chance)
    rows: list[tuple[str | None, ...]] = []
    truth: list[int] = []
    before: Person | None = None
    person = 0
    while len(rows) < records:
        before = _person(chance, first_names, families, before)
        for source in range(4):
            likely = (0.85, 0.4, 0.2, 0.3)[source]
            for _copy in range(2):
                if chance.random() < likely and len(rows) < records:
                    rows.append(_record(chance, before, short, source, len(rows)))
                    truth.append(person)
                likely *= 0.15
        person += 1
    columns = zip(*rows, strict=True)
    table = {name: pa.array(list(values), pa.string()) for name, values in zip(COLUMNS, columns, strict=True)}
    pq.write_table(pa.table(table), folder / "records.parquet")
    pq.write_table(pa.table({"record_id": table["record_id"], "entity_id": truth}), folder / "truth.parquet")


def _frequent(names: list[str], chance: random.Random) -> tuple[list[str], list[float]]:
    shuffled = names[:]
    random.Random(7).shuffle(shuffled)
    return shuffled, [1 / (rank + 8) ** 0.95 for rank in range(len(shuffled))]


def _families() -> list[str]:
    plain = [a + b for a in _BEGINS.split() for b in _ENDS.split()]
    return plain + [f"{a}-{b}" for a, b in zip(plain[::9], plain[4::9], strict=False)]


def _person(
    chance: random.Random,
    first: tuple[list[str], list[float]],
    family: tuple[list[str], list[float]],
    before: Person | None,
) -> Person:
    born = date(1945, 1, 1) + timedelta(days=int(chance.triangular(0, 24000, 15000)))
    serial = f"{chance.randrange(1, 9_999_999):07}"
    made = {
        "forename": chance.choices(*first)[0].title(),
        "surname": chance.choices(*family)[0],
        "dob": born.isoformat(),
        "sex": chance.choice("MF"),
        "address": f"{chance.randrange(1, 140)} {chance.choice(_STREETS)}",
        "postcode": _postcode(chance),
        "phone": f"07{chance.randrange(10**9):09}",
        "pnc": f"{born.year + 18}/{serial}{check_letter(f'{(born.year + 18) % 100:02}{serial}')}",
        "crn": f"{chance.choice('ABDEFGHX')}{chance.randrange(10**6):06}",
        "nomis": f"A{chance.randrange(10**4):04}{chance.choice('ABCDEFGH')}{chance.choice('ABCDEFGHJKLMN')}",
        "offender": "yes" if chance.random() < 0.55 else "",
        "both": "yes" if chance.random() < 0.1 else "",
    }
    kin = chance.random()
    if before and kin < 0.072:
        made |= {name: before[name] for name in ("surname", "address", "postcode")}
        made |= {"phone": before["phone"]} if chance.random() < 0.4 else {}
        if kin < 0.006:
            made["dob"] = before["dob"]
        elif kin < 0.012:
            made |= {
                "forename": before["forename"],
                "dob": (date.fromisoformat(before["dob"]) - timedelta(days=9500)).isoformat(),
            }
    return made


def _postcode(chance: random.Random) -> str:
    letters = chance.choice("ABDEFGHJLN") + chance.choice("ABDEFGHJLN")
    return f"{chance.choice(_AREAS)}{chance.randrange(1, 19)} {chance.randrange(9)}{letters}"


def _record(
    chance: random.Random, person: Person, short: dict[str, list[str]], source: int, number: int
) -> tuple[str | None, ...]:
    def happens(rate: float) -> bool:
        return chance.random() < rate * (1.5, 0.6, 0.4, 1.5)[source]

    offender = source in (1, 2) or (source == 0 and bool(person["offender"]))
    if source == 0 and person["both"]:
        offender = chance.random() < 0.5
    first, family, born = person["forename"], person["surname"], date.fromisoformat(person["dob"])
    first = chance.choice(short[first.lower()]).title() if happens(0.08) and first.lower() in short else first
    first, family = (_slip(chance, one) if happens(0.05) else one for one in (first, family))
    first, family = (family, first) if happens(0.01) else (first, family)
    if happens(0.02) and born.day <= 12:
        born = born.replace(month=born.day, day=born.month)
    elif happens(0.02):
        born += timedelta(days=chance.choice((-10, -1, 1, 10)))
    elif happens(0.01):
        born = born.replace(month=1, day=1)
    numbers = {name: person[name] if offender and chance.random() < rate else None
               for name, rate in (("pnc", 0.4), ("crn", 0.5), ("nomis", 0.4))}  # fmt: skip
    moved = happens(0.12)
    values: dict[str, str | None] = {
        "record_id": f"R{number:09}",
        "source": _SOURCES[source],
        "role": "offender" if offender else "victim",
        "forename": first.upper() if source == 0 else first,
        "surname": family.upper() if source == 0 else family,
        "dob": None if happens(0.12) else born.strftime(("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d.%m.%Y")[source]),
        "sex": person["sex"],
        "address": None if happens(0.1) else "3 New Street" if moved else person["address"],
        "postcode": None if happens(0.1) else _postcode(chance) if moved else person["postcode"],
        "phone": person["phone"] if happens(0.4) else None,
        "email": "office@example.org" if happens(0.1) else None,
        **numbers,
    }
    return tuple(values.get(name) for name in COLUMNS)


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, max(len(word) - 1, 2))
    kind = chance.random()
    if kind < 0.35:
        return word[:at] + word[at + 1 :]
    if kind < 0.7:
        return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return word[:at] + chance.choice("aeioustn") + word[at + 1 :]
