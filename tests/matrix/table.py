"""The table of who may come where, read from `expected.csv`. It knows nothing of the code that it judges."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("expected.csv")
STAFF = ("coordinator", "supervisor", "facilitator", "scheme_manager", "evaluator", "privacy_officer")
AGENCIES = ("offender_manager", "prison_officer", "liaison_officer", "referrer")
Pair = tuple[tuple[int, str], tuple[int, str]]
KINDS = ("nobody", "closed", *STAFF, *AGENCIES)


class Relation(StrEnum):
    """How the reader stands to the thing."""

    ON = "on"  # works on the case; it is addressed to them, or was begun or sent by them
    OFF = "off"  # of the same role and the same agency, with no part in it
    STAND_IN = "stand_in"  # stands in for whoever works on it
    EXCLUDED = "excluded"  # as ON, but has a conflict of interest with somebody of the case
    ELSEWHERE = "elsewhere"  # as ON, but the thing lies in another area


class Agreement(StrEnum):
    """The agreement with the reader's agency."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    OTHER_PURPOSE = "other_purpose"  # in force, for other things than were asked


class Outcome(StrEnum):
    IN = "in"  # the page, or the act, or its gate
    NOT_THERE = "404"
    SIGN_IN = "sign-in"
    NO_SUCH_METHOD = "405"
    TOKEN = "401"  # only for systems that show a token, whoever is signed in
    CLOSED = "closed"  # a page that says only that it is closed; nothing is written


@dataclass(frozen=True)
class Reader:
    kind: str
    relation: Relation
    agreement: Agreement


@dataclass(frozen=True)
class Row:
    """One address and one method."""

    name: str
    address: str
    method: str
    of: str  # case, thing (of an area), area (no single thing), public
    cells: dict[str, str] = field(hash=False)

    def expected(self, reader: Reader, *, theirs: bool = True) -> Outcome:
        """What the table says. `theirs`: that a thing which belongs to one person is this reader's."""
        cell = self.cells["nobody" if reader.kind == "closed" else reader.kind]
        if cell in {"405", "sign-in", "404"}:
            return Outcome(cell)
        if cell == "token":
            return Outcome.TOKEN
        if cell == "link":
            return Outcome.IN if reader.agreement is Agreement.IN_FORCE else Outcome.NOT_THERE
        if self.of == "public":
            return Outcome.IN
        if self.of != "area" and reader.relation is Relation.ELSEWHERE:
            return Outcome.NOT_THERE
        if self.of == "case" and reader.relation is Relation.EXCLUDED:
            return Outcome.NOT_THERE
        return self._among_its_own(cell, reader, theirs)

    def _among_its_own(self, cell: str, reader: Reader, theirs: bool) -> Outcome:
        on = reader.relation in {Relation.ON, Relation.EXCLUDED}
        in_force = reader.agreement is Agreement.IN_FORCE
        if cell == "yes":
            return Outcome.IN
        if cell == "case":
            comes = on or reader.relation is Relation.STAND_IN
        elif cell == "owner":
            comes = on
        elif cell == "own":
            comes = theirs and (on or reader.relation is Relation.STAND_IN)
        elif cell == "covered":
            comes = on and in_force
        elif cell == "agency":
            comes = in_force
        elif cell == "sealed":
            return (Outcome.IN if in_force else Outcome.CLOSED) if on else Outcome.NOT_THERE
        else:
            raise ValueError(f"{self.name} {self.method}: no such word in the table: {cell}")
        return Outcome.IN if comes else Outcome.NOT_THERE


def table() -> list[Row]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [
            Row(line["name"], line["address"], line["method"], line["of"], {kind: line[kind] for kind in _columns()})
            for line in csv.DictReader(file)
        ]


def _columns() -> tuple[str, ...]:
    return ("nobody", *STAFF, *AGENCIES)


def readers() -> list[Reader]:
    """Everybody who can stand differently to a thing."""
    found = []
    for kind in KINDS:
        for relation in _relations(kind):
            agreements = list(Agreement) if kind in AGENCIES else [Agreement.IN_FORCE]
            found += [Reader(kind, relation, agreement) for agreement in agreements]
    return found


def _relations(kind: str) -> list[Relation]:
    if kind == "nobody":
        return [Relation.OFF, Relation.ELSEWHERE]
    if kind == "closed":
        return [Relation.ON, Relation.ELSEWHERE]
    if kind == "facilitator":
        return list(Relation)
    if kind in AGENCIES:
        return [Relation.ON, Relation.OFF, Relation.EXCLUDED, Relation.ELSEWHERE]
    return [Relation.ON, Relation.EXCLUDED, Relation.ELSEWHERE]


def chosen_cells(rows: list[Row]) -> list[tuple[Row, Reader]]:
    """The cells of the ordinary run: every pair, and each line as whoever works on the thing and as a colleague who
    does not."""
    cells = dict.fromkeys(pairwise(rows))
    for row in rows:
        for relation in (Relation.ON, Relation.OFF):
            cells[row, Reader("facilitator", relation, Agreement.IN_FORCE)] = None
    return list(cells)


def pairwise(rows: list[Row]) -> list[tuple[Row, Reader]]:
    """So many cells that each value of each factor (address, method, reader, relation, agreement) meets each value of
    each other factor that it can meet at all."""
    by_address: dict[str, list[Row]] = {}
    for row in rows:
        by_address.setdefault(row.address, []).append(row)
    everybody = readers()
    met: set[Pair] = set()
    chosen = []
    for at, here in enumerate(by_address.values()):
        could = [(row, reader) for row in here for reader in everybody]
        wanted = set().union(*(pairs(*cell) for cell in could)) - met
        turned = could[at % len(could) :] + could[: at % len(could)]
        while wanted:
            best = max(turned, key=lambda cell: len(pairs(*cell) & wanted))
            wanted -= pairs(*best)
            met |= pairs(*best)
            chosen.append(best)
    return chosen


@cache
def pairs(row: Row, reader: Reader) -> frozenset[Pair]:
    factors = (row.address, row.method, reader.kind, reader.relation.value, reader.agreement.value)
    found = enumerate(factors)
    return frozenset(((at, one), (to, two)) for at, one in found for to, two in enumerate(factors) if at < to)
