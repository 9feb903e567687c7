"""What a run reckoned is written down for somebody to look at; what they said is kept for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.identification.linking import Found, Linking, newest_said
from talkingpiece.identification.models import ExtractRow, LinkDecision, Pair
from talkingpiece.identification.states import PairKind, Said
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side

_AT_ONCE = 500


def write_pairs(area_id: UUID, linking: Linking, rows: Sequence[ExtractRow]) -> None:
    """The pairs of this run, in the place of those of the run before. Of what somebody said while it ran, nobody is
    asked again."""
    keys = {row.pk: row.key_id for row in rows}
    people = {one.left.person_id for one in linking.found if one.left.person_id}
    keys.update(Person.objects.filter(pk__in=people).values_list("pk", "key_id"))
    Pair.objects.filter(area_id=area_id).delete()
    said = newest_said(area_id)
    found = {(one.left.mark, one.right.mark): one for one in linking.found}
    made = {marks: _pair(area_id, one, keys) for marks, one in found.items() if marks not in said}
    Pair.objects.bulk_create(made.values(), batch_size=_AT_ONCE)


def _pair(area_id: UUID, found: Found, keys: dict[UUID, UUID]) -> Pair:
    of = found.left.row_id or found.left.person_id
    assert of is not None  # a record is of a row or of somebody known
    known = PairKind.ROWS if found.right.row_id else PairKind.KNOWN
    return Pair(
        area_id=area_id,
        key_id=keys[of],
        kind=PairKind.ACROSS if found.across else known,
        left_id=found.left.row_id,
        right_id=found.right.row_id,
        person_id=found.right.person_id,
        other_id=found.left.person_id,
        left_mark=found.left.mark,
        right_mark=found.right.mark,
        weight=found.weight,
        band=found.band,
        steps=[asdict(step) for step in found.steps],
    )


@transaction.atomic
def say_of_pair(*, pair_id: UUID, said: str, by: User, at: datetime) -> LinkDecision:
    """It outranks every run from now on, and stands when both records are gone."""
    pair = Pair.objects.select_for_update(no_key=True).get(pk=pair_id)
    decision = LinkDecision.objects.create(
        area_id=pair.area_id,
        kind=pair.kind,
        left=pair.left_mark,
        right=pair.right_mark,
        said=Said(said),
        said_at=at,
        said_by=by,
    )
    side = Side.SERVICE if pair.kind == PairKind.ACROSS else Side.VICTIM
    record("pair.decided", by=by, about=decision, at=at, side=side, detail={"said": said, "kind": pair.kind})
    pair.delete()
    return decision
