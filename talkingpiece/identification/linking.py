"""Rows of all lists, and the people known here, held against each other: who is one person.

Nobody is linked here by hand-made rules: `linkage` reckons, and what a person said outranks it. Identity is looked for
whatever the role; that somebody harmed is known from the other side of some matter is a question for a privacy officer
alone, and changes nothing of what becomes of the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import pyarrow

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.identification.models import ExtractRow, LinkDecision
from talkingpiece.identification.states import Said
from talkingpiece.linkage import batch, records, standardise
from talkingpiece.linkage.model import Model, load
from talkingpiece.linkage.scorer import Step, score
from talkingpiece.people.models import ContactPoint, Number, Person
from talkingpiece.people.states import Channel, NumberKind
from talkingpiece.protection.keys import KeyGone
from talkingpiece.protection.tokens import token

_MEMORY = "400MB"
_AS_AMONG = 10_000
VICTIM, OFFENDER = "victim", "offender"


class Record(NamedTuple):
    """One person as one row or one file has them. `mark`: a keyed token by which what was said of them is kept."""

    id: str
    role: str
    mark: bytes
    row_id: UUID | None
    person_id: UUID | None
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Two records that may be one person. `steps`: what spoke for it and what against, in words and bits."""

    left: Record
    right: Record
    weight: float
    band: str
    steps: tuple[Step, ...]

    @property
    def across(self) -> bool:
        return self.left.role != self.right.role


@dataclass
class Linking:
    """`same_people`: for a row the people known here as victims who are the same. `groups`: rows of one victim."""

    found: list[Found] = field(default_factory=list)
    same_people: dict[UUID, set[UUID]] = field(default_factory=dict)
    groups: list[list[UUID]] = field(default_factory=list)
    model: str = ""


def link_rows(area_id: UUID, rows: Sequence[ExtractRow]) -> Linking:
    everybody = {one.id: one for one in (*_of_rows(rows), *_known(area_id))}
    if len({one.role for one in everybody.values()}) < 2 and not rows:
        return Linking()
    said = newest_said(area_id)
    linked = batch.link(
        _table(everybody.values()),
        decisions=_decided(said, everybody),
        model=load().for_review,
        memory=_MEMORY,
        threads=1,
    )
    found = list(_found(linked, everybody))
    result = Linking(
        found=[one for one in found if (one.left.mark, one.right.mark) not in said],
        model=linked.model.version,
    )
    for some in _one_person(found, everybody, said):
        of_rows = [one.row_id for one in some if one.row_id]
        people = {one.person_id for one in some if one.person_id}
        result.same_people.update({row_id: people for row_id in of_rows if people})
        if len(of_rows) > 1:
            result.groups.append(of_rows)
    return result


def _found(linked: batch.Linked, everybody: Mapping[str, Record]) -> Iterator[Found]:
    """Pairs with a row among them, or of two people known here from the two sides, and a victim on one side; weighed as
    if among many: in a short list a coincidence would look like evidence."""
    standards = {pk: records.standard(one.columns) for pk, one in everybody.items()}
    holders = _holders(linked.model, standards.values())
    outside = {one.id for one in linked.model.comparisons if one.outside}
    vetoes = {one.id for one in linked.model.vetoes}
    for pair in linked.pairs.select(["left_id", "right_id"]).to_pylist():
        both = (everybody[pair["left_id"]], everybody[pair["right_id"]])
        left, right = sorted(both, key=lambda one: (one.row_id is None, one.mark))
        if left.role == right.role == OFFENDER or (left.row_id, left.person_id) == (right.row_id, right.person_id):
            continue
        if left.row_id is None and left.role == right.role:
            continue
        scored = score(
            linked.model,
            standards[left.id],
            standards[right.id],
            records=max(len(everybody), _AS_AMONG),
            holders=lambda column, value: holders[column, value],
        )
        band = scored.band(linked.model)
        if band == batch.LINK and not _has_more(scored.steps, outside, vetoes):
            band = batch.REVIEW  # a name and a birth date alone, whatever they weigh
        if band != "no":
            yield Found(left, right, round(scored.weight, 1), band, scored.steps)


def _has_more(steps: Sequence[Step], outside: set[str], vetoes: set[str]) -> bool:
    """Whether something agrees beside names and birth dates, and nothing is in the way."""
    return any(step.what in outside and step.bits > 0 for step in steps) and not any(
        step.what in vetoes for step in steps
    )


def _one_person(
    found: Sequence[Found], everybody: Mapping[str, Record], said: Mapping[tuple[bytes, bytes], str]
) -> list[list[Record]]:
    """Records of victims that are one person, the surest links first. What a person said comes before all of them: no
    link joins two records of which somebody said that they are two people."""
    victims = [one for one in everybody.values() if one.role == VICTIM]
    group = {one.mark: {one.mark} for one in victims}
    apart = {pair for pair, word in said.items() if word == Said.NOT_SAME}
    links = [pair for pair, word in said.items() if word == Said.SAME]
    sure = sorted((one for one in found if one.band == batch.LINK and not one.across), key=lambda one: -one.weight)
    for left, right in [*links, *((one.left.mark, one.right.mark) for one in sure)]:
        if left not in group or right not in group or group[left] is group[right]:
            continue
        joined = group[left] | group[right]
        if not any(one in joined and other in joined for one, other in apart):
            group.update(dict.fromkeys(joined, joined))
    by_group: dict[int, list[Record]] = {}
    for one in victims:
        by_group.setdefault(id(group[one.mark]), []).append(one)
    return [some for some in by_group.values() if len(some) > 1]


def _holders(model: Model, standards: Iterable[Any]) -> Counter[tuple[str, str]]:
    columns = {level.by for one in model.comparisons for level in one.levels if level.by}
    return Counter((column, getattr(one, column)) for one in standards for column in columns)


def _table(everybody: Iterable[Record]) -> pyarrow.Table:
    rows = [{"record_id": one.id, "role": one.role, **one.columns} for one in everybody]
    names = ("record_id", "role", *(name for name in records.COLUMNS if name not in {"record_id", "role"}))
    return pyarrow.table({name: pyarrow.array([row.get(name) for row in rows], pyarrow.string()) for name in names})


def _decided(said: Mapping[tuple[bytes, bytes], str], everybody: Mapping[str, Record]) -> list[batch.Decision]:
    """What people said, wherever both records are here. "Cannot tell" says nothing to a run."""
    holding: dict[bytes, list[str]] = {}
    for one in everybody.values():
        holding.setdefault(one.mark, []).append(one.id)
    return [
        batch.Decision(left, right, word == Said.SAME)
        for (one, other), word in said.items()
        if word != Said.CANNOT_TELL
        for left in holding.get(one, ())
        for right in holding.get(other, ())
    ]


def newest_said(area_id: UUID) -> dict[tuple[bytes, bytes], str]:
    """The last word about each two records."""
    rows = LinkDecision.objects.filter(area_id=area_id).order_by("said_at")
    return {(bytes(left), bytes(right)): said for left, right, said in rows.values_list("left", "right", "said")}


# Records


def _of_rows(rows: Iterable[ExtractRow]) -> Iterator[Record]:
    for row in rows:
        content, mark = row.content, bytes(row.mark)
        if content.get("victim"):
            victim = mark_of(row.area_id, mark, VICTIM)
            yield Record(f"{row.pk}:v", VICTIM, victim, row.pk, None, _columns(content, VICTIM))
        if content.get("offender"):
            offender = mark_of(row.area_id, mark, OFFENDER)
            yield Record(f"{row.pk}:o", OFFENDER, offender, row.pk, None, _columns(content, OFFENDER))


def mark_of(area_id: UUID, mark: bytes, role: str) -> bytes:
    """By which what was said of somebody of a row is found again, also in a later list with the same row."""
    return token(area_id, "linked", f"{mark.hex()}:{role}")


def _columns(content: Mapping[str, Any], side: str) -> dict[str, str]:
    found = _name(content[side]) | {
        "dob": content.get(f"{side}_birth_date", ""),
        "postcode": content.get(f"{side}_postcode", ""),
    }
    if side == VICTIM:
        return found | {
            "phone": content.get("victim_phone", ""),
            "email": content.get("victim_email", ""),
            "address": content.get("victim_address", ""),
        }
    return found | {
        "pnc": content.get("offender_pnc", ""),
        "cro": content.get("offender_cro", ""),
        "crn": content.get("offender_crn", ""),
        "nomis": content.get("offender_prison_no", ""),
    }


def _name(name: str) -> dict[str, str]:
    if "," in name:
        last, _comma, first = name.partition(",")
        return {"forename": first.strip(), "surname": last.strip()}
    first, _blank, last = name.strip().rpartition(" ")
    return {"forename": first or last, "surname": last if first else ""}


def _known(area_id: UUID) -> Iterator[Record]:
    """Everybody who is a victim or a responsible person of a case here."""
    victims = set(Case.objects.filter(area_id=area_id).values_list("victim_id", flat=True))
    offenders = set(Responsible.objects.filter(case__area_id=area_id).values_list("person_id", flat=True))
    ways: dict[UUID, dict[str, str]] = {}
    for point in ContactPoint.objects.filter(person_id__in=victims | offenders, ended_at__isnull=True):
        _put_way(ways.setdefault(point.person_id, {}), point)
    for number in Number.objects.filter(person_id__in=offenders, ended_at__isnull=True):
        kind = "nomis" if number.kind == NumberKind.PRISON else "crn"
        ways.setdefault(number.person_id, {})[kind] = _opened(number, "value")
    for person in Person.objects.filter(pk__in=victims | offenders):
        name = _opened(person, "full_name") or _opened(person, "called")
        if not name:
            continue
        columns = _name(name) | {"dob": _opened(person, "birth_date")} | ways.get(person.pk, {})
        for role, some in ((VICTIM, victims), (OFFENDER, offenders)):
            if person.pk in some:
                mark = token(area_id, "linked", f"{person.pk}:{role}")
                yield Record(f"p:{person.pk}:{role}", role, mark, None, person.pk, columns)


def _put_way(found: dict[str, str], point: ContactPoint) -> None:
    value = _opened(point, "value")
    if point.channel in {Channel.CALL, Channel.TEXT, Channel.VOICEMAIL}:
        found["phone"] = value
    elif point.channel == Channel.EMAIL:
        found["email"] = value
    else:
        found["address"], found["postcode"] = value, standardise.postcode(value)


def _opened(row: Any, name: str) -> str:
    """Empty once the key of whom it speaks is destroyed."""
    try:
        return str(getattr(row, name))
    except KeyGone:
        return ""
