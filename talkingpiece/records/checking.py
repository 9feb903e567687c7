"""Rows beside each other and beside what the service knows already: errors, warnings, questions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.linkage.standardise import name_parts, plain
from talkingpiece.records.lines import Line
from talkingpiece.ui.dates import short_date

NEW, OUT = "new", "out"


@dataclass(frozen=True)
class Candidate:
    """Somebody known who may be the same. `open_case`: the reference of the open case that they have as a victim."""

    person_id: UUID
    name: str
    agrees: tuple[str, ...]
    cases: tuple[str, ...] = ()
    open_case: str = ""


@dataclass(frozen=True)
class Worker:
    user_id: UUID
    email: str
    name: str


@dataclass(frozen=True)
class Known:
    """What the service knows, as far as these rows touch it. `brought`: row number to the case it became earlier.

    `conflicts`: (worker, person) where one knows the other. Nobody who is known from the other side of some matter is
    among the candidates: such records are never joined here, and nothing is said of them.
    """

    on: date
    bringer: Worker
    workers: tuple[Worker, ...] = ()
    managers: tuple[Worker, ...] = ()
    agencies: tuple[tuple[UUID, str], ...] = ()
    brought: Mapping[int, str] = field(default_factory=dict)
    victims: Mapping[int, tuple[Candidate, ...]] = field(default_factory=dict)
    offenders: Mapping[int, tuple[Candidate, ...]] = field(default_factory=dict)
    conflicts: frozenset[tuple[UUID, UUID]] = frozenset()


@dataclass(frozen=True)
class Answers:
    """What a person said of rows: which to leave out, and who is the same as somebody known."""

    left_out: frozenset[int] = frozenset()
    victims: Mapping[int, str] = field(default_factory=dict)
    offenders: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """One row and what becomes of it. `adds_to`: the row whose case it adds an offender to."""

    line: Line
    errors: Mapping[str, str]
    warnings: tuple[str, ...]
    worker: Worker
    victims: tuple[Candidate, ...] = ()
    offenders: tuple[Candidate, ...] = ()
    victim: str = ""
    offender: str = ""
    left_out: bool = False
    here: str = ""
    adds_to: int = 0
    manager_id: UUID | None = None
    agency_id: UUID | None = None

    @property
    def number(self) -> int:
        return self.line.number

    @property
    def counts(self) -> bool:
        """Whether something would be made of it."""
        return not (self.left_out or self.here)

    @property
    def to_mend(self) -> bool:
        return self.counts and bool(self.errors)

    @property
    def to_answer(self) -> bool:
        asks_victim = bool(self.victims) and not self.victim and not self.adds_to
        return self.counts and (asks_victim or bool(self.offenders) and not self.offender)

    @property
    def ready(self) -> bool:
        return self.counts and not self.errors and not self.to_answer


def check(lines: Sequence[Line], known: Known, answers: Answers) -> list[Checked]:
    first_of: dict[str, Line] = {}
    names: dict[str, Line] = {}
    found = []
    for line in lines:
        out = line.number in answers.left_out or answers.victims.get(line.number) == OUT
        first = first_of.get(line.own_reference) if line.own_reference else None
        row = _checked(line, known, answers, first, names, out=out)
        found.append(row)
        if row.counts:
            first_of.setdefault(line.own_reference, line)
            names.setdefault(line.victim_words, line)
    return _without_twins(found)


def _checked(
    line: Line, known: Known, answers: Answers, first: Line | None, names: Mapping[str, Line], *, out: bool
) -> Checked:
    errors, warnings = dict(line.errors), list(_warnings(line, known))
    adds_to = 0
    if first is not None and first.victim_words == line.victim_words:
        adds_to = first.number
    elif first is not None:
        errors["reference"] = _(
            "Row %(row)d has the same reference, and somebody else was harmed. Give each victim a reference."
        ) % {"row": first.number}
    elif line.victim_words in names:
        same = _("Row %(row)d names the same victim. If it is one person, put both under one reference.")
        warnings.append(same % {"row": names[line.victim_words].number})
    if adds_to and not line.text("offender"):
        errors.setdefault("offender", _("Row %(row)d is the same case. Name a second offender.") % {"row": adds_to})
    worker = _worker(line, known)
    victims = () if adds_to else known.victims.get(line.number, ())
    offenders = known.offenders.get(line.number, ())
    victim = _answer(answers.victims.get(line.number, ""), victims)
    offender = _answer(answers.offenders.get(line.number, ""), offenders)
    errors.update(_knows_somebody(known, worker, (victim, offender)))
    manager_id, agency_id = _supervised(line, known)
    return Checked(
        line=line,
        errors=errors,
        warnings=tuple(warnings),
        worker=worker,
        victims=victims,
        offenders=offenders,
        victim=victim,
        offender=offender,
        left_out=out,
        here=known.brought.get(line.number, ""),
        adds_to=adds_to,
        manager_id=manager_id,
        agency_id=agency_id,
    )


def _answer(said: str, candidates: Sequence[Candidate]) -> str:
    """An answer that still names somebody on offer: a person may have got an open case since it was given."""
    offered = {str(one.person_id) for one in candidates if not one.open_case}
    return said if said == NEW or said in offered else ""


def _without_twins(rows: list[Checked]) -> list[Checked]:
    """The same reference with the same offender stands once in a list, as it does in all lists together."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        mark = (row.line.own_reference, row.line.offender_words)
        twin = seen.get(mark)
        if row.counts and mark[0] and twin is not None:
            words = _("Row %(row)d has the same reference and the same offender. Leave one of them out.")
            row = Checked(**{**row.__dict__, "errors": {**row.errors, "reference": words % {"row": twin}}})
        elif row.counts:
            seen[mark] = row.number
        found.append(row)
    return found


def _warnings(line: Line, known: Known) -> list[str]:
    found = []
    release = line.day("release_on")
    if release and release < known.on:
        found.append(
            _("The release date, %(day)s, is past. Ask whether it is still right.") % {"day": short_date(release)}
        )
    if line.text("facilitator") and _named(line.text("facilitator"), known.workers) is None:
        found.append(
            _("Nobody called “%(name)s” works on cases here. You have the case until you offer it to somebody.")
            % {"name": line.text("facilitator")}
        )
    if line.text("supervised_by") and _supervised(line, known) == (None, None):
        found.append(
            _("We do not know “%(name)s” as an offender manager or an agency. Name them on the case’s own page.")
            % {"name": line.text("supervised_by")}
        )
    if not line.text("phone") and not line.text("email"):
        found.append(_("No safe way to reach the victim. Nobody may contact them first."))
    return found


def _worker(line: Line, known: Known) -> Worker:
    return _named(line.text("facilitator"), known.workers) or known.bringer


def _named(said: str, people: Sequence[Worker]) -> Worker | None:
    """By email or full name; by a first name only where one person has it."""
    if not said:
        return None
    parts = name_parts(said)
    exact = [one for one in people if plain(said) == plain(one.email) or parts == name_parts(one.name)]
    near = exact or [one for one in people if len(parts) == 1 and parts[0] == name_parts(one.name)[0]]
    return near[0] if len(near) == 1 else None


def _supervised(line: Line, known: Known) -> tuple[UUID | None, UUID | None]:
    said = line.text("supervised_by")
    manager = _named(said, known.managers)
    if manager is not None:
        return manager.user_id, None
    agency = next((pk for pk, name in known.agencies if plain(name) == plain(said)), None) if said else None
    return None, agency


def _knows_somebody(known: Known, worker: Worker, people: Sequence[str]) -> dict[str, str]:
    for person_id in people:
        if person_id and person_id != NEW:
            if (known.bringer.user_id, UUID(person_id)) in known.conflicts:
                words = _("You have a conflict of interest with somebody of this row. Another coordinator brings it.")
                return {"reference": words}
            if (worker.user_id, UUID(person_id)) in known.conflicts:
                name = {"name": worker.name}
                return {"facilitator": _("%(name)s has a conflict of interest here. Name somebody else.") % name}
    return {}
